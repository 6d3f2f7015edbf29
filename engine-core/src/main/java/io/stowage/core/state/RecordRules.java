package io.stowage.core.state;

import io.stowage.core.agent.Attachment;
import io.stowage.core.capacity.Launch;
import io.stowage.core.capacity.SmallerTypes.Smaller;
import io.stowage.model.Cluster;
import io.stowage.model.Container;
import io.stowage.model.ContainerInstance;
import io.stowage.model.Deployment;
import io.stowage.model.DeploymentEarlySuccessCriteria;
import io.stowage.model.DeploymentStatus;
import io.stowage.model.DesiredStatus;
import io.stowage.model.InstanceRebalancing;
import io.stowage.model.NetworkBinding;
import io.stowage.model.Resource;
import io.stowage.model.Service;
import io.stowage.model.ServiceEvent;
import io.stowage.model.ServiceStatus;
import io.stowage.model.Task;
import io.stowage.model.TaskDefinition;
import io.stowage.model.TaskStatus;
import io.stowage.spi.StoredRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What must be so of a stored record, beyond that it could be read: it is of what its id says, its numbers can be, and what it refers to is
 * there. Says what is wrong; null if nothing is. What is referred to is read before.
 */
final class RecordRules {

    /** Far beyond what any engine counts to, and far from where a long ends. */
    private static final long MOST = 1L << 60;

    private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");

    private static final String UNPLACED = "lastStatus is PROVISIONING";

    private final ClusterState state;
    private final String cluster;

    RecordRules(ClusterState state) {
        this.state = state;
        this.cluster = Ids.shortId(state.ids().cluster());
    }

    @Nullable
    String meta(PartitionMeta meta, String id) {
        return new Plausible()
                .names("id", id, Kind.META.storedName())
                .has("now", meta.now())
                .time("now", meta.now())
                .atLeast("nextEvent", meta.nextEvent(), 1)
                .atLeast("lostUpTo", meta.lostUpTo(), 0)
                .atLeast("providerEpoch", meta.providerEpoch(), 0)
                .that(meta.nextEvent() < MOST, "nextEvent", meta.nextEvent(), "nobody counts that far")
                .wrong();
    }

    @Nullable
    String cluster(Cluster cluster, String id) {
        return new Plausible()
                .names("clusterName", cluster.clusterName(), id)
                .that(isOfCluster(cluster.clusterArn()), "clusterArn", cluster.clusterArn(), this::isAnother)
                .that(isOfCluster(id), "clusterName", id, this::isAnother)
                .wrong();
    }

    @Nullable
    String capacityProvider(AttachedProvider attached, String id) {
        Plausible plausible = new Plausible().has("provider", attached.provider());
        if (plausible.wrong() != null) {
            return plausible.wrong();
        }
        plausible.that(
                attached.version() >= 0 && attached.version() < MOST,
                "version",
                attached.version(),
                "it counts from 1, and is 0 for what has no record");
        return plausible.wrong() != null ? plausible.wrong() : ProviderRules.wrongWith(attached.provider(), id);
    }

    @Nullable
    String definition(TaskDefinition definition, String id) {
        Plausible plausible = new Plausible()
                .names("taskDefinitionArn", Ids.shortId(String.valueOf(definition.taskDefinitionArn())), id)
                .names("family:revision", definition.familyRevision(), id);
        return plausible.wrong() != null ? plausible.wrong() : DefinitionRules.wrongWith(definition);
    }

    @Nullable
    String launch(MachineLaunch launch, String id) {
        Plausible plausible = new Plausible().has("launch", launch.launch()).has("room", launch.room());
        if (plausible.wrong() != null) {
            return plausible.wrong();
        }
        Launch each = launch.launch();
        plausible
                .names("id", each.id(), id)
                .has("phase", each.phase())
                .has("since", each.since())
                .time("since", each.since())
                .has("doubt", each.doubt())
                .has("attempt", each.attempt())
                .has("capacityProvider", launch.capacityProvider())
                .has("instanceProvider", launch.instanceProvider());
        return plausible.wrong() != null
                ? plausible.wrong()
                : plausible
                        .atLeast("attempt.number", each.attempt().number(), 1)
                        .has("attempt.request", each.attempt().request())
                        .atLeast("attempt.wrong", each.attempt().wrong(), 1)
                        .atLeast("room.cpu", launch.room().cpu(), 0)
                        .atLeast("room.memory", launch.room().memory(), 0)
                        .wrong();
    }

    @Nullable
    String providerMemory(ProviderMemory memory, String id) {
        Plausible plausible = new Plausible()
                .names("capacityProvider", memory.capacityProvider(), id)
                .has("scaling", memory.scaling())
                .has("pauses", memory.pauses())
                .atLeast("missing", memory.missing(), 1);
        memory.smallerTypes().types().forEach(smaller -> smaller(smaller, plausible));
        return plausible.wrong();
    }

    private static void smaller(Smaller smaller, Plausible plausible) {
        plausible
                .has("smaller.machineType", smaller.machineType())
                .has("smaller.said", smaller.said())
                .has("smaller.has", smaller.has())
                .has("smaller.at", smaller.at())
                .time("smaller.at", smaller.at())
                .atLeast("smaller.times", smaller.times(), 1);
        if (plausible.wrong() == null) {
            plausible
                    .atLeast("smaller.has.cpu", smaller.has().cpu(), 0)
                    .atLeast("smaller.has.memory", smaller.has().memory(), 0);
        }
    }

    @Nullable
    String attachment(Attachment attachment, String id) {
        return new Plausible()
                .names("containerInstanceId", attachment.containerInstanceId(), id)
                .has("engineId", attachment.engineId())
                .that(
                        attachment.epoch() >= 1 && attachment.epoch() < MOST,
                        "epoch",
                        attachment.epoch(),
                        "it counts from 1")
                .wrong();
    }

    @Nullable
    String instance(ContainerInstance instance, StoredRecord record) {
        Plausible plausible = new Plausible()
                .names("containerInstanceArn", Ids.shortId(instance.containerInstanceArn()), record.id())
                .that(instance.version() == record.version(), "version", instance.version(), () -> isVersion(record))
                .that(
                        !state.quarantine().holds(Kind.ATTACHMENT, record.id()),
                        "its attachment",
                        "set aside",
                        "which engine runs its agent has to be known")
                .time("registeredAt", instance.registeredAt());
        for (Resource resource : instance.registeredResources()) {
            plausible.atLeast(resource.name(), resource.integerValue(), 0);
            boolean ports =
                    resource.name().equals(Resources.PORTS) || resource.name().equals(Resources.PORTS_UDP);
            List<String> values = resource.stringSetValue();
            plausible.that(
                    !ports || values == null || values.stream().allMatch(RecordRules::isPort),
                    resource.name(),
                    values,
                    "a port is from 0 to 65535");
        }
        return plausible.wrong();
    }

    private static boolean isPort(String text) {
        return PORT.matcher(text).matches() && Integer.parseInt(text) <= 65535;
    }

    @Nullable
    String service(Service service, String id) {
        Plausible plausible = new Plausible()
                .names("serviceName", service.serviceName(), id)
                .names("serviceArn", Ids.shortId(service.serviceArn()), id)
                .that(isOfCluster(service.clusterArn()), "clusterArn", service.clusterArn(), this::isAnother)
                .atLeast("desiredCount", service.desiredCount(), 0)
                .atLeast("maximumPercent", service.deploymentConfiguration().maximumPercent(), 0)
                .atLeast(
                        "minimumHealthyPercent",
                        service.deploymentConfiguration().minimumHealthyPercent(),
                        0)
                .atLeast("healthCheckGracePeriodSeconds", service.healthCheckGracePeriodSeconds(), 0)
                .time("createdAt", service.createdAt());
        plausible.atLeast("maximumTaskLifetimeSeconds", service.maximumTaskLifetimeSeconds(), 1);
        DeploymentEarlySuccessCriteria early = service.deploymentConfiguration().earlySuccessCriteria();
        plausible.atLeast("earlySuccessCriteria.healthyPercent", early == null ? null : early.healthyPercent(), 0);
        rebalancing(service.instanceRebalancing(), plausible);
        List<String> ids = new ArrayList<>();
        for (Deployment deployment : service.deployments()) {
            deployment(deployment, plausible);
            plausible.that(!ids.contains(deployment.id()), "deployments.id", deployment.id(), "another one has it");
            plausible.that(
                    (deployment.status() == DeploymentStatus.PRIMARY) == ids.isEmpty(),
                    "deployments.status",
                    deployment.status(),
                    "the first one is PRIMARY and the others are not");
            ids.add(deployment.id());
        }
        if (service.status() != ServiceStatus.INACTIVE) {
            plausible.that(!ids.isEmpty(), "deployments", "empty", "the service is " + service.status());
            agrees(service, plausible);
        }
        return plausible.wrong();
    }

    private static void rebalancing(@Nullable InstanceRebalancing asked, Plausible plausible) {
        if (asked != null) {
            plausible
                    .atLeast("instanceRebalancing.mostAtOnce", asked.mostAtOnce(), 1)
                    .atLeast("instanceRebalancing.movesLeft", asked.movesLeft(), 0)
                    .atLeast("instanceRebalancing.movesMade", asked.movesMade(), 0)
                    .time("instanceRebalancing.requestedAt", asked.requestedAt());
        }
    }

    /** What a service says twice, it says both times. */
    private static void agrees(Service service, Plausible plausible) {
        if (!service.deployments().isEmpty()) {
            Deployment primary = service.deployments().get(0);
            plausible.that(
                    primary.desiredCount() == service.desiredCount(),
                    "desiredCount",
                    service.desiredCount(),
                    "that of its PRIMARY deployment is " + primary.desiredCount());
            plausible.that(
                    primary.taskDefinition().equals(service.taskDefinition()),
                    "taskDefinition",
                    service.taskDefinition(),
                    "that of its PRIMARY deployment is " + primary.taskDefinition());
        }
    }

    private void deployment(Deployment deployment, Plausible plausible) {
        plausible
                .refers("deployments.taskDefinition", deployment.taskDefinition(), state.definitions::containsKey)
                .atLeast("deployments.desiredCount", deployment.desiredCount(), 0)
                .atLeast("deployments.failedTasks", deployment.failedTasks(), 0)
                .atLeast("deployments.consecutiveFailures", deployment.consecutiveFailures(), 0)
                .atLeast("deployments.consecutiveCrashes", deployment.consecutiveCrashes(), 0)
                .time("deployments.createdAt", deployment.createdAt())
                .time("deployments.updatedAt", deployment.updatedAt())
                .time("deployments.nextAttemptAt", deployment.nextAttemptAt())
                .time("deployments.completedAt", deployment.completedAt())
                .time("deployments.rolledBackAt", deployment.rolledBackAt())
                .time("deployments.bakesUntil", deployment.bakesUntil());
    }

    @Nullable
    String inactiveService(InactiveService inactive, String id) {
        return new Plausible()
                .names("serviceName", inactive.serviceName(), id)
                .has("since", inactive.since())
                .time("since", inactive.since())
                .wrong();
    }

    @Nullable
    String pastDeployment(PastDeployment past, String id) {
        Plausible plausible =
                new Plausible().has("deployment", past.deployment()).has("revision", past.revision());
        if (plausible.wrong() != null) {
            return plausible.wrong();
        }
        String service = id.substring(0, Math.max(0, id.lastIndexOf('/')));
        return plausible
                .time("createdAt", past.deployment().createdAt())
                .names("its service deployment", PastDeployment.id(service, past), id)
                .names("serviceArn", Ids.shortId(past.deployment().serviceArn()), service)
                .wrong();
    }

    @Nullable
    String event(ServiceEvent event, String id) {
        return new Plausible()
                .that(isLastPart(event.id(), id), "id", event.id(), "the record's id ends in another")
                .time("createdAt", event.createdAt())
                .wrong();
    }

    private static boolean isLastPart(String last, String path) {
        return path.endsWith(last) && path.lastIndexOf('/') == path.length() - last.length() - 1;
    }

    @Nullable
    String token(ClientToken token, String id) {
        return new Plausible()
                .names("id", token.id(), id)
                .has("requestHash", token.requestHash())
                .has("createdAt", token.createdAt())
                .time("createdAt", token.createdAt())
                .wrong();
    }

    @Nullable
    String reply(Reply reply, String id) {
        return new Plausible()
                .names("requestId", reply.requestId(), id)
                .time("repliedAt", reply.repliedAt())
                .wrong();
    }

    @Nullable
    String task(Task task, StoredRecord record) {
        boolean stopped = task.lastStatus() == TaskStatus.STOPPED;
        Plausible plausible = new Plausible()
                .names("taskArn", Ids.shortId(task.taskArn()), record.id())
                .that(isOfCluster(task.clusterArn()), "clusterArn", task.clusterArn(), this::isAnother)
                .that(task.version() == record.version(), "version", task.version(), () -> isVersion(record))
                .refers("taskDefinitionArn", task.taskDefinitionArn(), state.definitions::containsKey)
                .that(
                        !stopped || task.desiredStatus() == DesiredStatus.STOPPED,
                        "desiredStatus",
                        task.desiredStatus(),
                        "lastStatus is STOPPED")
                .time("createdAt", task.createdAt())
                .time("startedAt", task.startedAt())
                .time("healthyAt", task.healthyAt())
                .time("stoppingAt", task.stoppingAt())
                .time("stoppedAt", task.stoppedAt());
        for (Container container : task.containers()) {
            for (NetworkBinding binding : container.networkBindings()) {
                plausible.port("networkBindings.hostPort", binding.hostPort());
            }
        }
        if (!stopped) {
            whereAndWhose(task, plausible);
        }
        return plausible.wrong() != null ? plausible.wrong() : DefinitionRules.wrongWith(task, state);
    }

    /** A task that is STOPPED may outlive all of these. */
    private void whereAndWhose(Task task, Plausible plausible) {
        if (task.lastStatus() == TaskStatus.PROVISIONING) {
            plausible
                    .that(
                            task.containerInstanceArn() == null,
                            "containerInstanceArn",
                            task.containerInstanceArn(),
                            UNPLACED)
                    .has("capacityProviderName", task.capacityProviderName());
        } else {
            plausible.refers(
                    "containerInstanceArn",
                    task.containerInstanceArn(),
                    arn -> state.instances.containsKey(Ids.shortId(arn)));
        }
        String name = TaskIndex.serviceName(task.group());
        if (name == null || state.quarantine().holds(Kind.SERVICE, name)) {
            return;
        }
        plausible.refers("group", task.group(), group -> state.services.containsKey(name));
        plausible.refers(
                "startedBy",
                task.startedBy(),
                deployment -> state.services.containsKey(name)
                        && Objects.requireNonNull(state.services.get(name)).deployment(deployment) != null);
    }

    private boolean isOfCluster(String nameOrArn) {
        return Ids.shortId(nameOrArn).equals(cluster);
    }

    private String isAnother() {
        return "the partition is of " + cluster;
    }

    private static String isVersion(StoredRecord record) {
        return "the record's version is " + record.version();
    }
}
