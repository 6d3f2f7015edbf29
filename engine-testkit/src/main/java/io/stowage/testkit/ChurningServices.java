package io.stowage.testkit;

import io.stowage.CreateCapacityProviderRequest;
import io.stowage.CreateServiceRequest;
import io.stowage.DeregisterContainerInstanceRequest;
import io.stowage.PutClusterCapacityProvidersRequest;
import io.stowage.RegisterTaskDefinitionRequest;
import io.stowage.UpdateCapacityProviderRequest;
import io.stowage.UpdateServiceRequest;
import io.stowage.model.CapacityProviderStrategyItem;
import io.stowage.model.ContainerDefinition;
import io.stowage.model.InstancePoolProvider;
import io.stowage.model.InstancePoolProviderUpdate;
import io.stowage.model.ManagedScaling;
import io.stowage.model.ManagedScalingStatus;
import io.stowage.model.PurchaseOption;
import io.stowage.model.Service;
import io.stowage.model.TaskStatus;
import io.stowage.testkit.invariant.ClusterMirror;
import io.stowage.testkit.provider.SimulatedInstanceProvider;
import io.stowage.testkit.world.SimulationRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Services that have many tasks and none in turn, on machines of a capacity provider of their own. What is refused is asked for again the next
 * time.
 */
final class ChurningServices {

    private static final String POOL = "cloud";
    private static final int MOST_MACHINES = 80;
    private static final int WARM_UP_SECONDS = 30;

    /** What there is, and how large its tasks are: four on the small machine, one on it, and one that needs the medium one. */
    private static final List<Kind> KINDS =
            List.of(new Kind("quarter", 512, 40), new Kind("whole", 2_048, 40), new Kind("large", 3_072, 20));

    private final String cluster;
    private final EngineHosts engines;
    private int made;

    private record Kind(String name, int cpu, int most) {}

    ChurningServices(String cluster, EngineHosts engines) {
        this.cluster = cluster;
        this.engines = engines;
    }

    /** Each has many tasks from now on, but not more than it may have, or none. Whether that is known to be wanted. */
    boolean scale(boolean up, SimulationRandom random) {
        boolean wanted = isThere();
        for (Kind kind : KINDS) {
            int tasks = up ? random.between(kind.most / 2, kind.most) : 0;
            wanted = wanted && scale(kind, tasks);
        }
        return wanted;
    }

    /** Each has all its tasks, or none. Whether that is known to be wanted. */
    boolean settle(boolean full) {
        return isThere() && KINDS.stream().allMatch(kind -> scale(kind, full ? kind.most : 0));
    }

    /** Whether all tasks that there can be run. */
    boolean allRun(ClusterMirror mirror) {
        return KINDS.stream().allMatch(kind -> running(kind, mirror) == kind.most);
    }

    private static long running(Kind kind, ClusterMirror mirror) {
        String group = "service:" + kind.name;
        return mirror.tasks().stream()
                .filter(task -> group.equals(task.group()) && task.lastStatus() == TaskStatus.RUNNING)
                .count();
    }

    private boolean scale(Kind kind, int tasks) {
        return engines.ask(
                        "UpdateService",
                        asked -> asked.services()
                                .update(UpdateServiceRequest.builder()
                                        .cluster(cluster)
                                        .service(kind.name)
                                        .desiredCount(tasks)
                                        .build()))
                .isPresent();
    }

    /** A person does something: machines are to be made otherwise from now on, or one is taken out of the cluster by force. */
    void meddle(SimulationRandom random) {
        if (random.below(2) == 0) {
            InstancePoolProviderUpdate change = InstancePoolProviderUpdate.builder()
                    .properties(Map.of(SimulatedInstanceProvider.IMAGE, "image-" + random.below(100)))
                    .build();
            engines.ask(
                    "UpdateCapacityProvider",
                    asked -> asked.capacityProviders().update(new UpdateCapacityProviderRequest(POOL, change)));
            return;
        }
        List<String> instances = engines.ask(
                        "ListContainerInstances",
                        asked -> asked.containerInstances().list(cluster).containerInstanceArns())
                .orElse(List.of());
        String instance = random.choose(instances, arn -> arn);
        if (instance != null) {
            engines.ask(
                    "DeregisterContainerInstance",
                    asked -> asked.containerInstances()
                            .deregister(new DeregisterContainerInstanceRequest(cluster, instance, true)));
        }
    }

    /** Makes what isn't there yet. Whether all of it is. */
    private boolean isThere() {
        while (made < steps().size()) {
            if (!steps().get(made).getAsBoolean()) {
                return false;
            }
            made++;
        }
        return true;
    }

    private List<BooleanSupplier> steps() {
        List<BooleanSupplier> steps = new ArrayList<>();
        steps.add(this::makeCluster);
        steps.add(this::makePool);
        steps.add(this::attachPool);
        KINDS.forEach(kind -> steps.add(() -> makeDefinition(kind)));
        KINDS.forEach(kind -> steps.add(() -> makeService(kind)));
        return steps;
    }

    private boolean makeCluster() {
        return engines.ask("CreateCluster", asked -> asked.clusters().create(cluster))
                .isPresent();
    }

    private boolean makePool() {
        InstancePoolProvider pool = InstancePoolProvider.builder()
                .instanceProvider(SimulatedInstanceProvider.NAME)
                .machineTypes(List.of("small", "medium"))
                .availabilityZones(List.of("zone-a", "zone-b"))
                .purchase(PurchaseOption.SPOT_WITH_FALLBACK)
                .maximumSize(MOST_MACHINES)
                .managedScaling(new ManagedScaling(ManagedScalingStatus.ENABLED, null, null, null, WARM_UP_SECONDS))
                .build();
        return !engines.ask(
                                "DescribeCapacityProviders",
                                asked ->
                                        asked.capacityProviders().describe(POOL).capacityProviders())
                        .orElse(List.of())
                        .isEmpty()
                || engines.ask(
                                "CreateCapacityProvider",
                                asked -> asked.capacityProviders()
                                        .create(new CreateCapacityProviderRequest(POOL, pool, null)))
                        .isPresent();
    }

    private boolean attachPool() {
        return engines.ask(
                        "PutClusterCapacityProviders",
                        asked -> asked.clusters()
                                .putClusterCapacityProviders(new PutClusterCapacityProvidersRequest(
                                        cluster, List.of(POOL), List.of(new CapacityProviderStrategyItem(POOL, 1, 0)))))
                .isPresent();
    }

    private boolean makeDefinition(Kind kind) {
        return engines.ask(
                        "RegisterTaskDefinition",
                        asked -> asked.taskDefinitions()
                                .register(RegisterTaskDefinitionRequest.builder()
                                        .family(kind.name)
                                        .containerDefinitions(List.of(ContainerDefinition.builder()
                                                .name("main")
                                                .image(kind.name)
                                                .cpu(kind.cpu)
                                                .memory(kind.cpu)
                                                .stopTimeout(5)
                                                .build()))
                                        .build()))
                .isPresent();
    }

    private boolean makeService(Kind kind) {
        List<Service> known = engines.ask(
                        "DescribeServices",
                        asked -> asked.services()
                                .describe(cluster, List.of(kind.name))
                                .services())
                .orElse(List.of());
        return !known.isEmpty()
                || engines.ask(
                                "CreateService",
                                asked -> asked.services()
                                        .create(CreateServiceRequest.builder()
                                                .cluster(cluster)
                                                .serviceName(kind.name)
                                                .taskDefinition(kind.name)
                                                .desiredCount(0)
                                                .build()))
                        .isPresent();
    }
}
