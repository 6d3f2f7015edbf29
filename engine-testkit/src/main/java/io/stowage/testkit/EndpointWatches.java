package io.stowage.testkit;

import io.stowage.Endpoint;
import io.stowage.event.Subscription;
import io.stowage.model.ContainerDefinition;
import io.stowage.model.ContainerInstance;
import io.stowage.model.DesiredStatus;
import io.stowage.model.HealthStatus;
import io.stowage.model.Service;
import io.stowage.model.Task;
import io.stowage.model.TaskDefinition;
import io.stowage.model.TaskStatus;
import io.stowage.testkit.invariant.ClusterMirror;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A watch on the endpoints of each service, on each engine, and what each was told last. */
final class EndpointWatches implements AutoCloseable {

    private record Watch(String engine, String service) {}

    private final Map<Watch, List<String>> told = new LinkedHashMap<>();
    private final List<Subscription> subscriptions = new ArrayList<>();

    EndpointWatches(String cluster, EngineHosts engines, ClusterMirror mirror) {
        for (EngineHost host : engines.all()) {
            for (Service service : mirror.services()) {
                Watch watch = new Watch(host.name(), service.serviceName());
                host.ask(
                                "watch endpoints",
                                engine -> engine.services()
                                        .watchEndpoints(
                                                cluster, service.serviceName(), list -> told.put(watch, tasks(list))))
                        .ifPresent(subscriptions::add);
            }
        }
    }

    private static List<String> tasks(List<Endpoint> endpoints) {
        return endpoints.stream().map(Endpoint::taskArn).toList();
    }

    /** Which watch was told otherwise than it is in the commits, a sentence each; one that was told nothing is wrong, too. */
    List<String> wrong(ClusterMirror mirror) {
        List<String> wrong = new ArrayList<>();
        if (told.size() < subscriptions.size()) {
            wrong.add("Of " + subscriptions.size() + " watches only these were told anything: " + told.keySet() + ".");
        }
        told.forEach((watch, tasks) -> {
            List<String> present = serving(watch.service(), mirror);
            if (!tasks.equals(present)) {
                wrong.add(watch + " was told " + tasks + ", and there are " + present + ".");
            }
        });
        return wrong;
    }

    private static List<String> serving(String service, ClusterMirror mirror) {
        List<String> serving = new ArrayList<>();
        for (Task task : mirror.tasks()) {
            ContainerInstance instance = mirror.instance(String.valueOf(task.containerInstanceArn()));
            if (task.group().equals("service:" + service)
                    && task.desiredStatus() == DesiredStatus.RUNNING
                    && task.lastStatus() == TaskStatus.RUNNING
                    && isWell(task, mirror)
                    && instance != null
                    && instance.agentLostAt() == null) {
                serving.add(task.taskArn());
            }
        }
        serving.sort(null);
        return serving;
    }

    private static boolean isWell(Task task, ClusterMirror mirror) {
        return isChecked(mirror.definition(task))
                ? task.healthStatus() == HealthStatus.HEALTHY
                : task.healthStatus() != HealthStatus.UNHEALTHY;
    }

    private static boolean isChecked(@Nullable TaskDefinition definition) {
        return definition != null
                && definition.containerDefinitions().stream()
                        .filter(ContainerDefinition::isEssential)
                        .anyMatch(one -> one.healthCheck() != null || one.readinessCheck() != null);
    }

    @Override
    public void close() {
        subscriptions.forEach(Subscription::close);
    }
}
