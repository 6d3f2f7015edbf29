package io.stowage.testkit.crash;

import io.stowage.CreateCapacityProviderRequest;
import io.stowage.PutClusterCapacityProvidersRequest;
import io.stowage.RegisterTaskDefinitionRequest;
import io.stowage.RunTaskRequest;
import io.stowage.StopTaskRequest;
import io.stowage.UpdateCapacityProviderRequest;
import io.stowage.model.CapacityProviderStrategyItem;
import io.stowage.model.Compatibility;
import io.stowage.model.ContainerDefinition;
import io.stowage.model.ContainerInstance;
import io.stowage.model.InstancePoolProvider;
import io.stowage.model.InstancePoolProviderUpdate;
import io.stowage.model.LaunchType;
import io.stowage.model.ManagedScaling;
import io.stowage.model.ManagedScalingStatus;
import io.stowage.model.NetworkMode;
import io.stowage.model.Task;
import io.stowage.model.TaskStatus;
import io.stowage.testkit.provider.CloudFaults;
import io.stowage.testkit.provider.SimulatedInstanceProvider;
import io.stowage.testkit.provider.SimulatedMachine;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** What becomes of machines that a capacity provider launches and ends. */
final class CapacityScenarios {

    private static final String POOL = "pool";
    private static final String FARGATE = "FARGATE";
    private static final CloudFaults QUICK = CloudFaults.NONE.withBoot(Duration.ofSeconds(8));

    private CapacityScenarios() {}

    static List<Scenario> all() {
        return List.of(launches(), runs(), gives(), runsOnFargate(), endsOnFargate());
    }

    private static InstancePoolProvider pool(int minimumSize) {
        return InstancePoolProvider.builder()
                .instanceProvider(SimulatedInstanceProvider.NAME)
                .machineTypes(List.of("small"))
                .availabilityZones(List.of("zone-a", "zone-b"))
                .minimumSize(minimumSize)
                .maximumSize(4)
                .managedScaling(new ManagedScaling(ManagedScalingStatus.ENABLED, null, null, null, 0))
                .build();
    }

    /** A cluster without hosts, and with a capacity provider. */
    private static void open(Harbour harbour, int minimumSize) {
        Stage stage = harbour.stage();
        stage.cloud().faults(QUICK);
        stage.insist(engine -> engine.clusters().create(Stage.CLUSTER));
        stage.insist(engine ->
                engine.capacityProviders().create(new CreateCapacityProviderRequest(POOL, pool(minimumSize), null)));
        stage.insist(engine -> engine.clusters()
                .putClusterCapacityProviders(new PutClusterCapacityProvidersRequest(
                        Stage.CLUSTER, List.of(POOL), List.of(new CapacityProviderStrategyItem(POOL, 1, 0)))));
    }

    private static void resize(Harbour harbour, int minimumSize) {
        InstancePoolProviderUpdate update =
                InstancePoolProviderUpdate.builder().minimumSize(minimumSize).build();
        harbour.stage()
                .insist(engine -> engine.capacityProviders().update(new UpdateCapacityProviderRequest(POOL, update)));
    }

    private static Scenario launches() {
        return Scenario.of(
                        "capacity-launches",
                        harbour -> open(harbour, 0),
                        harbour -> resize(harbour, 2),
                        harbour -> machinesMissing(harbour, 2))
                .withCloud();
    }

    /** Two tasks that wait for a machine. */
    private static Scenario runs() {
        return Scenario.of(
                        "capacity-runs-tasks",
                        harbour -> open(harbour, 0),
                        harbour -> harbour.create("web", harbour.revision("web", "web-1"), 2),
                        harbour -> {
                            List<String> missing = machinesMissing(harbour, 1);
                            missing.addAll(harbour.serviceMissing("web", 2, harbour.revisionOf("web-1")));
                            return missing;
                        })
                .withCloud();
    }

    /** The quarter of an hour for which fewer must have been enough is over but for a minute when it begins. */
    private static Scenario gives() {
        return Scenario.of(
                        "capacity-gives-back",
                        harbour -> {
                            open(harbour, 1);
                            harbour.stage()
                                    .await("a machine", Duration.ofMinutes(5), () -> machinesMissing(harbour, 1));
                            resize(harbour, 0);
                            harbour.stage().pass(Duration.ofMinutes(14));
                        },
                        harbour -> {},
                        harbour -> machinesMissing(harbour, 0))
                .withCloud();
    }

    /** A cluster without hosts, where tasks on FARGATE have machines. */
    private static void openFargate(Harbour harbour) {
        Stage stage = harbour.stage();
        stage.cloud().faults(QUICK);
        stage.insist(engine -> engine.clusters().create(Stage.CLUSTER));
        InstancePoolProviderUpdate machines = InstancePoolProviderUpdate.builder()
                .instanceProvider(SimulatedInstanceProvider.NAME)
                .availabilityZones(List.of("zone-a", "zone-b"))
                .maximumSize(4)
                .managedScaling(new ManagedScaling(ManagedScalingStatus.ENABLED, null, null, null, null))
                .build();
        stage.insist(engine -> engine.capacityProviders().update(new UpdateCapacityProviderRequest(FARGATE, machines)));
        stage.insist(engine -> engine.taskDefinitions()
                .register(RegisterTaskDefinitionRequest.builder()
                        .family("job")
                        .networkMode(NetworkMode.AWSVPC)
                        .cpu("256")
                        .memory("512")
                        .requiresCompatibilities(List.of(Compatibility.FARGATE))
                        .containerDefinitions(List.of(ContainerDefinition.builder()
                                .name("app")
                                .image("job-1")
                                .stopTimeout(10)
                                .build()))
                        .build()));
    }

    /** Insisted on, it is one task all the same. */
    private static void runOnFargate(Harbour harbour) {
        RunTaskRequest request = RunTaskRequest.builder()
                .cluster(Stage.CLUSTER)
                .taskDefinition("job")
                .launchType(LaunchType.FARGATE)
                .clientToken("one")
                .build();
        harbour.stage().insist(engine -> engine.tasks().run(request));
    }

    private static Scenario runsOnFargate() {
        return Scenario.of(
                        "fargate-runs-a-task",
                        CapacityScenarios::openFargate,
                        CapacityScenarios::runOnFargate,
                        harbour -> fargateMissing(harbour, 1))
                .withCloud();
    }

    private static Scenario endsOnFargate() {
        return Scenario.of(
                        "fargate-ends-a-task",
                        harbour -> {
                            openFargate(harbour);
                            runOnFargate(harbour);
                            harbour.stage().await("a task", Duration.ofMinutes(5), () -> fargateMissing(harbour, 1));
                        },
                        CapacityScenarios::stopAll,
                        harbour -> fargateMissing(harbour, 0))
                .withCloud();
    }

    private static void stopAll(Harbour harbour) {
        for (Task task : List.copyOf(harbour.stage().mirror().tasks())) {
            harbour.stage()
                    .insist(engine -> engine.tasks().stop(new StopTaskRequest(Stage.CLUSTER, task.taskArn(), null)));
        }
    }

    /** What is missing to exactly so many tasks that run, each on its machine. */
    private static List<String> fargateMissing(Harbour harbour, int tasks) {
        List<String> missing = machinesMissing(harbour, tasks, FARGATE);
        long running = harbour.stage().mirror().tasks().stream()
                .filter(task -> task.lastStatus() == TaskStatus.RUNNING)
                .count();
        if (running != tasks) {
            missing.add(tasks + " tasks were to run, but " + running + " do.");
        }
        return missing;
    }

    private static List<String> machinesMissing(Harbour harbour, int machines) {
        return machinesMissing(harbour, machines, POOL);
    }

    /** What is missing to there being exactly so many machines, each a container instance that takes tasks. */
    private static List<String> machinesMissing(Harbour harbour, int machines, String provider) {
        List<String> missing = harbour.stage().unrest();
        List<SimulatedMachine> alive = harbour.stage().cloud().alive();
        if (alive.size() != machines) {
            missing.add("There were to be " + machines + " machines, but there are " + alive + ".");
        }
        List<ContainerInstance> instances = List.copyOf(harbour.stage().mirror().instances());
        if (instances.size() != machines
                || !instances.stream()
                        .allMatch(instance -> instance.agentConnected()
                                && Objects.equals(instance.capacityProviderName(), provider))) {
            missing.add("There were to be " + machines + " container instances, but there are " + instances + ".");
        }
        return missing;
    }
}
