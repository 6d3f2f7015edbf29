package io.stowage.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.CreateServiceRequest;
import io.stowage.DeleteServiceRequest;
import io.stowage.RegisterTaskDefinitionRequest;
import io.stowage.RunTaskRequest;
import io.stowage.RunTaskRequestBuilder;
import io.stowage.StopTaskRequest;
import io.stowage.UpdateCapacityProviderRequest;
import io.stowage.model.CapacityProviderStrategyItem;
import io.stowage.model.Compatibility;
import io.stowage.model.ContainerDefinition;
import io.stowage.model.ContainerInstance;
import io.stowage.model.InstancePoolProviderUpdate;
import io.stowage.model.LaunchType;
import io.stowage.model.ManagedScaling;
import io.stowage.model.ManagedScalingStatus;
import io.stowage.model.NetworkMode;
import io.stowage.model.Task;
import io.stowage.model.TaskStatus;
import io.stowage.model.TaskStopCode;
import io.stowage.spi.InstanceProvider;
import io.stowage.spi.InstanceProvider.MachineType;
import io.stowage.spi.InstanceProvider.Purchase;
import io.stowage.testkit.provider.CloudFaults;
import io.stowage.testkit.provider.SimulatedCloud;
import io.stowage.testkit.provider.SimulatedInstanceProvider;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tasks on FARGATE without hosts: a machine comes for each of them, of its size, and goes with it. No other task ever comes to it. */
class FargateMachinesTest {

    private static final Duration MINUTES = Duration.ofMinutes(5);
    private static final Duration HOUR = Duration.ofHours(1);

    private static void give(CloudRig rig, String name) {
        InstancePoolProviderUpdate machines = InstancePoolProviderUpdate.builder()
                .instanceProvider(SimulatedInstanceProvider.NAME)
                .availabilityZones(List.of("zone-a", "zone-b"))
                .maximumSize(50)
                .managedScaling(new ManagedScaling(ManagedScalingStatus.ENABLED, null, null, null, null))
                .build();
        rig.any().capacityProviders().update(new UpdateCapacityProviderRequest(name, machines));
    }

    private static String definition(CloudRig rig, int cpu, int memory) {
        return Objects.requireNonNull(rig.any()
                .taskDefinitions()
                .register(RegisterTaskDefinitionRequest.builder()
                        .family("web-" + cpu)
                        .networkMode(NetworkMode.AWSVPC)
                        .cpu(String.valueOf(cpu))
                        .memory(String.valueOf(memory))
                        .requiresCompatibilities(List.of(Compatibility.FARGATE))
                        .containerDefinitions(List.of(ContainerDefinition.builder()
                                .name("main")
                                .image("web")
                                .stopTimeout(100)
                                .build()))
                        .build())
                .taskDefinition()
                .taskDefinitionArn());
    }

    private static List<Task> run(CloudRig rig, RunTaskRequestBuilder request) {
        return rig.any().tasks().run(request.cluster(CloudRig.CLUSTER).build()).tasks();
    }

    private static void stop(CloudRig rig, Task task) {
        rig.any().tasks().stop(new StopTaskRequest(CloudRig.CLUSTER, task.taskArn(), null));
    }

    /** By the launch type, or on FARGATE_SPOT. */
    private static void service(CloudRig rig, int tasks, boolean spot) {
        rig.any()
                .services()
                .create(CreateServiceRequest.builder()
                        .cluster(CloudRig.CLUSTER)
                        .serviceName("web")
                        .taskDefinition(definition(rig, 512, 1_024))
                        .launchType(spot ? null : LaunchType.FARGATE)
                        .capacityProviderStrategy(
                                spot ? List.of(new CapacityProviderStrategyItem("FARGATE_SPOT", 1, 0)) : null)
                        .desiredCount(tasks)
                        .build());
    }

    private static void awaitNone(CloudRig rig, Duration atMost) {
        rig.await(
                "all machines are gone",
                atMost,
                () -> rig.machines() == 0 && rig.mirror().instances().isEmpty());
        rig.pass(HOUR);
        assertThat(rig.machines()).isZero();
        assertThat(rig.invariants.strays(CloudRig.CLUSTER)).isEmpty();
    }

    @Test
    void eachTaskHasAMachineOfItsSizeThatGoesWithIt() {
        CloudRig rig = new CloudRig(1, 1);
        give(rig, "FARGATE");
        service(rig, 3, false);
        Task large = run(
                        rig,
                        RunTaskRequest.builder()
                                .taskDefinition(definition(rig, 4_096, 8_192))
                                .launchType(LaunchType.FARGATE))
                .get(0);
        assertThat(large.lastStatus()).isEqualTo(TaskStatus.PROVISIONING);

        rig.awaitRunning(4, MINUTES);
        assertThat(rig.any().capacity().reservations(CloudRig.CLUSTER)).isEmpty();

        assertThat(rig.cloud().machines())
                .extracting(machine -> machine.request().machineType())
                .containsExactlyInAnyOrder("small", "small", "small", "large");
        assertThat(rig.any().containerInstances().list(CloudRig.CLUSTER).containerInstanceArns())
                .isEmpty();
        rig.pass(HOUR.multipliedBy(3));
        assertThat(rig.cloud().machines()).as("what is needed stays").hasSize(4);
        stop(rig, large);
        rig.scale(1);
        rig.awaitRunning(1, Duration.ofMinutes(2));
        rig.any().services().delete(new DeleteServiceRequest(CloudRig.CLUSTER, "web", true));
        awaitNone(rig, Duration.ofMinutes(2));
        assertThat(rig.cloud().machines()).hasSize(4);
    }

    @Test
    void aTaskThatIsStoppedWhileItsMachineComesLeavesNone() {
        CloudRig rig = new CloudRig(2, 1);
        give(rig, "FARGATE");
        Task task = run(
                        rig,
                        RunTaskRequest.builder()
                                .taskDefinition(definition(rig, 512, 1_024))
                                .launchType(LaunchType.FARGATE))
                .get(0);
        rig.await("its machine is on its way", MINUTES, () -> rig.machines() == 1);

        stop(rig, task);

        awaitNone(rig, Duration.ofMinutes(2));
        assertThat(rig.cloud().machines()).hasSize(1);
    }

    @Test
    void whatIsInterruptedIsToldSoAndRunsElsewhereOnSpotAgain() {
        CloudRig rig = new CloudRig(3, 1);
        give(rig, "FARGATE_SPOT");
        rig.put(List.of("FARGATE_SPOT"), List.of());
        service(rig, 2, true);
        rig.awaitRunning(2, MINUTES);

        rig.cloud().giveNotice(rig.cloud().alive().get(0).id());

        rig.await("its task is told to stop", Duration.ofSeconds(15), () -> interrupted(rig) == 1);
        rig.awaitRunning(2, MINUTES);
        rig.cloud().takeBack(rig.cloud().alive().get(0).id());
        rig.pass(Duration.ofSeconds(30));
        rig.awaitRunning(2, MINUTES);
        assertThat(rig.cloud().machines()).allMatch(machine -> machine.request().purchase() == Purchase.SPOT);
        rig.any().services().delete(new DeleteServiceRequest(CloudRig.CLUSTER, "web", true));
        awaitNone(rig, Duration.ofMinutes(3));
    }

    private static long interrupted(CloudRig rig) {
        return rig.mirror().tasks().stream()
                .filter(task -> task.stopCode() == TaskStopCode.SPOT_INTERRUPTION
                        && "Your Spot Task was interrupted.".equals(task.stoppedReason()))
                .count();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void whateverTheCloudDoesTasksRunAndNothingIsLeftOver(long seed) {
        CloudRig rig = new CloudRig(seed, 3);
        rig.cloud()
                .faults(CloudFaults.NONE
                        .withLostReplies(200_000)
                        .withFailingCalls(200_000)
                        .withDescribeLag(Duration.ofMinutes(2))
                        .withSlowEnding(Duration.ofMinutes(2))
                        .withDuds(100_000, 100_000));
        rig.cloud().noCapacity("", "zone-a", List.of(Purchase.SPOT), Duration.ofMinutes(20));
        give(rig, "FARGATE_SPOT");
        rig.put(List.of("FARGATE_SPOT"), List.of());
        service(rig, 6, true);
        rig.pass(Duration.ofSeconds(20 + 7 * seed));
        rig.crashLeader();
        rig.start();
        rig.await("six tasks run", HOUR, () -> rig.tasks(TaskStatus.RUNNING) == 6);

        rig.cloud().giveNotice(rig.cloud().alive().get(0).id());
        rig.pass(Duration.ofSeconds(3 * seed));
        rig.crashLeader();
        rig.start();
        rig.scale(2);
        rig.pass(Duration.ofSeconds(11 * seed));
        rig.crashLeader();
        rig.start();
        rig.await("two tasks run", HOUR, () -> rig.tasks(TaskStatus.RUNNING) == 2 && rig.machines() == 2);

        rig.any().services().delete(new DeleteServiceRequest(CloudRig.CLUSTER, "web", true));
        awaitNone(rig, HOUR);
    }

    @Test
    void aClusterCanBeDeletedOnceItsTasksAreOverAndTheNextOneHasMachinesToo() {
        CloudRig rig = new CloudRig(4, 1);
        give(rig, "FARGATE");
        service(rig, 1, false);
        rig.awaitRunning(1, MINUTES);
        rig.any().services().delete(new DeleteServiceRequest(CloudRig.CLUSTER, "web", true));
        rig.await(
                "its machine is gone",
                MINUTES,
                () -> rig.mirror().instances().isEmpty() && rig.tasks(TaskStatus.STOPPED) == 1);

        rig.any().clusters().delete(CloudRig.CLUSTER);
        rig.any().clusters().create(CloudRig.CLUSTER);

        service(rig, 1, false);
        rig.awaitRunning(1, MINUTES);
    }

    /** Says twice the memory that its machines have. */
    private static InstanceProvider boastful(SimulatedCloud cloud) {
        InstanceProvider sound = new SimulatedInstanceProvider(cloud);
        return (InstanceProvider) Proxy.newProxyInstance(
                FargateMachinesTest.class.getClassLoader(),
                new Class<?>[] {InstanceProvider.class},
                (proxy, method, arguments) -> method.getName().equals("machineTypes")
                        ? cloud.catalog().machineTypes().stream()
                                .filter(type -> type.name().equals("small"))
                                .map(type -> new MachineType(
                                        type.name(),
                                        type.cpu(),
                                        type.memory() * 2,
                                        type.availabilityZones(),
                                        type.attributes(),
                                        type.hourlyPrice(),
                                        type.hourlySpotPrice()))
                                .toList()
                        : method.invoke(sound, arguments));
    }

    @Test
    void aTaskThatFitsOnNoMachineAsItIsInTruthEndsWithTheReasonAndLaunchesOne() {
        CloudRig rig = new CloudRig(5, 1, (cloud, simulation) -> List.of(boastful(cloud)));
        give(rig, "FARGATE");
        Task task = run(
                        rig,
                        RunTaskRequest.builder()
                                .taskDefinition(definition(rig, 1_024, 6_144))
                                .launchType(LaunchType.FARGATE))
                .get(0);
        rig.pass(Duration.ofSeconds(20));
        rig.crashLeader();
        rig.start();

        rig.await("it is over", Duration.ofMinutes(31), () -> rig.tasks(TaskStatus.STOPPED) == 1);

        assertThat(rig.cloud().machines()).as("in half an hour").hasSize(1);
        assertThat(rig.mirror().tasks())
                .filteredOn(one -> one.taskArn().equals(task.taskArn()))
                .singleElement()
                .satisfies(stopped -> assertThat(stopped.stoppedReason())
                        .startsWith("TaskFailedToStart: ")
                        .endsWith("Machine type small registered 2048 CPU units and 3584 MiB, but the instance provider"
                                + " said 2048 CPU units and 7168 MiB."));
        awaitNone(rig, MINUTES);
    }

    @Test
    void aTaskIsPlacedInTheTurnInWhichTheAgentOfItsMachineIsFirstConnected() {
        CloudRig rig = new CloudRig(6, 1);
        give(rig, "FARGATE");
        service(rig, 5, false);
        int placed = 0;

        for (int step = 0; placed < 5 && step < 6_000; step++) {
            rig.pass(Duration.ofMillis(50));
            long connected = rig.mirror().instances().stream()
                    .filter(ContainerInstance::agentConnected)
                    .count();
            placed = (int) rig.mirror().tasks().stream()
                    .filter(task -> task.lastStatus() != TaskStatus.PROVISIONING)
                    .count();
            assertThat(placed).as("after %s steps", step).isEqualTo((int) connected);
        }

        assertThat(placed).isEqualTo(5);
    }
}
