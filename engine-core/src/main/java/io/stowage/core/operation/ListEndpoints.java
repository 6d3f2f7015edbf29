package io.stowage.core.operation;

import io.stowage.Endpoint;
import io.stowage.core.deployment.TaskHealth;
import io.stowage.core.state.ClusterState;
import io.stowage.core.state.DescribedTasks;
import io.stowage.core.state.Ids;
import io.stowage.core.state.InstanceState;
import io.stowage.model.Container;
import io.stowage.model.NetworkBinding;
import io.stowage.model.Task;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Which tasks of a service take traffic. */
public record ListEndpoints(String service) implements ReadOperation<ListEndpoints.Answer> {

    /**
     * The endpoints of a service.
     *
     * @param endpoints in the order of their tasks' ARNs
     * @param containerInstances where tasks of the service are to run, whether they take traffic or not: when one of these changes, so may the
     *     endpoints
     */
    public record Answer(List<Endpoint> endpoints, List<String> containerInstances) {

        /** There is no such service. */
        public static final Answer NONE = new Answer(List.of(), List.of());

        /** Copies the lists. */
        public Answer {
            endpoints = List.copyOf(endpoints);
            containerInstances = List.copyOf(containerInstances);
        }
    }

    @Override
    public Answer apply(OperationTurn turn) {
        ClusterState state = turn.state();
        Lookup.activeCluster(state);
        List<Endpoint> endpoints = new ArrayList<>();
        Set<String> instances = new TreeSet<>();
        for (Task task : ListTasks.wanted(DeleteService.find(turn, service))) {
            InstanceState instance = instance(task, state);
            if (instance != null) {
                instances.add(instance.arn());
                if (!instance.lost() && TaskHealth.takesTraffic(task, state.hasHealthChecks(task))) {
                    endpoints.add(endpoint(task, instance));
                }
            }
        }
        endpoints.sort(Comparator.comparing(Endpoint::taskArn));
        return new Answer(endpoints, List.copyOf(instances));
    }

    private static @Nullable InstanceState instance(Task task, ClusterState state) {
        String arn = task.containerInstanceArn();
        return arn == null ? null : state.instance(Ids.shortId(arn));
    }

    private static Endpoint endpoint(Task task, InstanceState instance) {
        List<NetworkBinding> bindings = new ArrayList<>();
        for (Container container : task.containers()) {
            bindings.addAll(container.networkBindings());
        }
        String address = instance.attribute(Endpoint.ADDRESS_ATTRIBUTE);
        return new Endpoint(
                task.taskArn(),
                task.taskDefinitionArn(),
                task.startedBy(),
                DescribedTasks.of(task).containerInstanceArn(),
                task.availabilityZone(),
                address == null || address.isEmpty() ? null : address,
                bindings);
    }
}
