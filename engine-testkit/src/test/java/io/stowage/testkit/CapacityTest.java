package io.stowage.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.CreateServiceRequest;
import io.stowage.DeleteServiceRequest;
import io.stowage.DeregisterContainerInstanceRequest;
import io.stowage.RegisterTaskDefinitionRequest;
import io.stowage.RunTaskRequest;
import io.stowage.StopTaskRequest;
import io.stowage.UpdateCapacityProviderRequest;
import io.stowage.model.ContainerDefinition;
import io.stowage.model.ContainerInstance;
import io.stowage.model.InstancePoolProviderUpdate;
import io.stowage.model.ManagedDraining;
import io.stowage.model.ManagedScaling;
import io.stowage.model.ManagedScalingStatus;
import io.stowage.model.PurchaseOption;
import io.stowage.model.SchedulingStrategy;
import io.stowage.model.Task;
import io.stowage.model.TaskStatus;
import io.stowage.model.TaskStopCode;
import io.stowage.spi.InstanceProvider.Purchase;
import io.stowage.testkit.provider.CloudFaults;
import io.stowage.testkit.provider.SimulatedInstanceProvider;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tasks without machines: these come, exactly as many as are needed, and go when they aren't. Two of the tasks fit on a machine. */
class CapacityTest {

    private static final Duration MINUTES = Duration.ofMinutes(5);
    private static final Duration HOUR = Duration.ofHours(1);

    private static void run(CloudRig rig, int tasks, String definition) {
        assertThat(rig.any()
                        .tasks()
                        .run(RunTaskRequest.builder()
                                .cluster(CloudRig.CLUSTER)
                                .taskDefinition(definition)
                                .count(tasks)
                                .build())
                        .failures())
                .isEmpty();
    }

    private static void awaitNone(CloudRig rig) {
        rig.await(
                "all machines are given back",
                Duration.ofHours(2),
                () -> rig.machines() == 0 && rig.mirror().instances().isEmpty());
        rig.pass(HOUR);
        assertThat(rig.machines()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 10})
    void tasksGetAsManyMachinesAsTheyNeedAndGiveThemBack(int tasks) {
        CloudRig rig = new CloudRig(tasks, 1);
        rig.attach(CloudRig.pool(50));
        run(rig, tasks, rig.definition());
        assertThat(rig.tasks(TaskStatus.PROVISIONING)).isEqualTo(tasks);

        rig.awaitRunning(tasks, MINUTES);

        assertThat(rig.cloud().machines()).hasSize((tasks + 1) / 2);
        for (Task task : List.copyOf(rig.mirror().tasks())) {
            rig.any().tasks().stop(new StopTaskRequest(CloudRig.CLUSTER, task.taskArn(), null));
        }
        awaitNone(rig);
        assertThat(rig.cloud().machines()).hasSize((tasks + 1) / 2);
    }

    @Test
    void aServiceGrowsAndShrinksWithItsMachines() {
        CloudRig rig = new CloudRig(1, 1);
        rig.attach(CloudRig.pool(50));
        rig.service(6);
        rig.awaitRunning(6, MINUTES);
        assertThat(rig.cloud().machines()).hasSize(3);
        rig.pass(HOUR);
        assertThat(rig.machines()).as("what is needed stays").isEqualTo(3);

        rig.scale(10);
        rig.awaitRunning(10, MINUTES);
        assertThat(rig.cloud().machines()).hasSize(5);

        rig.scale(0);
        awaitNone(rig);
        assertThat(rig.cloud().machines()).hasSize(5);
    }

    @Test
    void headroomIsKeptFree() {
        CloudRig rig = new CloudRig(1, 1);
        rig.attach(CloudRig.pool(50)
                .managedScaling(new ManagedScaling(ManagedScalingStatus.ENABLED, 50, null, null, null)));
        rig.service(4);
        rig.awaitRunning(4, MINUTES);
        rig.pass(HOUR);

        assertThat(rig.connected()).isEqualTo(4);
    }

    @Test
    void noMoreMachinesComeThanThereMayBeAndTheOthersWait() {
        CloudRig rig = new CloudRig(1, 1);
        rig.attach(CloudRig.pool(2));
        rig.service(7);
        rig.awaitRunning(4, MINUTES);
        rig.pass(Duration.ofMinutes(10));

        assertThat(rig.cloud().machines()).hasSize(2);
        assertThat(rig.tasks(TaskStatus.PROVISIONING)).isEqualTo(3);
        rig.scale(0);
        awaitNone(rig);
    }

    /** A DAEMON service's task is the first on each new machine: what waits needs room beside it. */
    @Test
    void whatRunsOnEveryMachineIsReckonedWith() {
        CloudRig rig = new CloudRig(1, 1);
        rig.attach(CloudRig.pool(50));
        rig.any()
                .services()
                .create(CreateServiceRequest.builder()
                        .cluster(CloudRig.CLUSTER)
                        .serviceName("logs")
                        .taskDefinition(rig.definition())
                        .schedulingStrategy(SchedulingStrategy.DAEMON)
                        .build());
        rig.service(3);
        rig.awaitRunning(6, MINUTES);

        assertThat(rig.cloud().machines()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void whateverTheCloudDoesTasksRunAndNothingIsLeftOver(long seed) {
        CloudRig rig = new CloudRig(seed, 3);
        rig.cloud()
                .faults(CloudFaults.NONE
                        .withLostReplies(200_000)
                        .withFailingCalls(200_000)
                        .withDescribeLag(Duration.ofMinutes(2))
                        .withSlowEnding(Duration.ofMinutes(2))
                        .withDuds(100_000, 100_000));
        rig.cloud().noCapacity("", "zone-a", List.of(Purchase.ON_DEMAND), Duration.ofMinutes(20));
        rig.attach(CloudRig.pool(50));
        rig.service(10);
        rig.pass(Duration.ofSeconds(20 + 7 * seed));
        rig.crashLeader();
        rig.start();
        rig.awaitRunning(10, HOUR);

        rig.scale(1);
        rig.pass(Duration.ofMinutes(20));
        rig.crashLeader();
        rig.start();
        rig.awaitRunning(1, MINUTES);
        rig.await("one machine is enough", Duration.ofHours(3), () -> rig.machines() == 1);
        rig.any().services().delete(new DeleteServiceRequest(CloudRig.CLUSTER, "web", true));
        awaitNone(rig);
        assertThat(rig.invariants.strays(CloudRig.CLUSTER)).isEmpty();
    }

    @Test
    void whatRanOnAMachineThatIsTakenBackRunsOnAnother() {
        CloudRig rig = new CloudRig(1, 1);
        rig.attach(CloudRig.pool(50).purchase(PurchaseOption.SPOT));
        rig.service(4);
        rig.awaitRunning(4, MINUTES);
        String noticed = rig.cloud().alive().get(0).id();
        rig.cloud().giveNotice(noticed);
        rig.await(
                "it is gone",
                MINUTES,
                () -> !rig.cloud().alive().contains(rig.cloud().machine(noticed)));
        rig.awaitRunning(4, MINUTES);
        rig.cloud().takeBack(rig.cloud().alive().get(0).id());
        rig.pass(Duration.ofSeconds(30));
        rig.awaitRunning(4, MINUTES);

        rig.scale(0);
        awaitNone(rig);
    }

    /** That it can fail: somebody who ends a machine by hand ends the tasks on it. */
    @Test
    void aMachineThatEndsWithATaskOnItIsFound() {
        CloudRig rig = new CloudRig(1, 1);
        rig.attach(CloudRig.pool(50));
        rig.service(1);
        rig.awaitRunning(1, MINUTES);
        String machine = rig.cloud().alive().get(0).id();

        assertThatThrownBy(() -> new SimulatedInstanceProvider(rig.cloud()).terminate(machine, Map.of()))
                .hasMessageContaining("S36 violated");
    }

    @Test
    void aClusterGivesEverythingBackBeforeItsCapacityProviderGoes() {
        CloudRig rig = new CloudRig(1, 1);
        rig.attach(CloudRig.pool(50));
        rig.service(4);
        rig.await("machines are on their way", MINUTES, () -> rig.machines() == 2);
        rig.any().services().delete(new DeleteServiceRequest(CloudRig.CLUSTER, "web", true));
        rig.put(List.of(), List.of());
        rig.await("all are ended", Duration.ofMinutes(2), () -> rig.machines() == 0);
        rig.any().clusters().delete(CloudRig.CLUSTER);
        rig.pass(HOUR);
        assertThat(rig.machines()).isZero();
    }

    private static void maximum(CloudRig rig, int maximumSize) {
        rig.any()
                .capacityProviders()
                .update(new UpdateCapacityProviderRequest(
                        CloudRig.POOL,
                        InstancePoolProviderUpdate.builder()
                                .maximumSize(maximumSize)
                                .build()));
    }

    @Test
    void withoutManagedDrainingMachinesEndWithWhatIsOnThemAndServicesStartItElsewhere() {
        CloudRig rig = new CloudRig(1, 1);
        rig.attach(CloudRig.pool(50).managedDraining(ManagedDraining.DISABLED));
        rig.service(4);
        rig.awaitRunning(4, MINUTES);

        maximum(rig, 1);
        rig.await("one machine ends", Duration.ofMinutes(6), () -> rig.machines() == 1);

        assertThat(rig.mirror().tasks())
                .filteredOn(task -> task.stopCode() == TaskStopCode.TERMINATION_NOTICE)
                .hasSize(2)
                .allMatch(task -> String.valueOf(task.stoppedReason()).startsWith("Host EC2 (instance m-"));
        maximum(rig, 50);
        rig.awaitRunning(4, MINUTES);
        rig.scale(0);
        awaitNone(rig);
    }

    @Test
    void withManagedDrainingTheyAreEmptiedFirst() {
        CloudRig rig = new CloudRig(1, 1);
        rig.attach(CloudRig.pool(50));
        rig.service(4);
        rig.awaitRunning(4, MINUTES);

        maximum(rig, 1);
        rig.pass(Duration.ofMinutes(10));

        assertThat(rig.mirror().tasks()).noneMatch(task -> task.stopCode() == TaskStopCode.TERMINATION_NOTICE);
    }

    @Test
    void aMachineThatIsDrainedByHandIsReplacedAndStaysUntilItIsDeregistered() {
        CloudRig rig = new CloudRig(1, 1);
        rig.attach(CloudRig.pool(2));
        rig.service(4);
        rig.awaitRunning(4, MINUTES);
        ContainerInstance drained = rig.mirror().instances().iterator().next();
        rig.any().containerInstances().drain(CloudRig.CLUSTER, drained.containerInstanceArn());

        rig.await("there is another one", MINUTES, () -> rig.machines() == 3);
        rig.awaitRunning(4, MINUTES);
        rig.pass(HOUR);
        assertThat(rig.machines()).isEqualTo(3);
        rig.any()
                .containerInstances()
                .deregister(new DeregisterContainerInstanceRequest(
                        CloudRig.CLUSTER, drained.containerInstanceArn(), false));

        rig.await("its machine ends", Duration.ofMinutes(1), () -> rig.machines() == 2);
        assertThat(rig.tasks(TaskStatus.RUNNING)).isEqualTo(4);
    }

    @Test
    void atItsMaximumSizeIdleMachinesMakeRoomForWhatFitsOnNone() {
        CloudRig rig = new CloudRig(1, 1);
        rig.attach(CloudRig.pool(2).machineTypes(List.of("small", "medium")).minimumSize(2));
        rig.await("two take tasks", MINUTES, () -> rig.connected() == 2);

        run(rig, 1, definition(rig, 3 * 1_024));

        rig.awaitRunning(1, Duration.ofMinutes(10));
        assertThat(rig.cloud().alive())
                .extracting(machine -> machine.request().machineType())
                .containsExactlyInAnyOrder("small", "medium");
    }

    private static String definition(CloudRig rig, int size) {
        return Objects.requireNonNull(rig.any()
                .taskDefinitions()
                .register(RegisterTaskDefinitionRequest.builder()
                        .family("large")
                        .containerDefinitions(List.of(ContainerDefinition.builder()
                                .name("main")
                                .image("web")
                                .cpu(size)
                                .memory(size)
                                .build()))
                        .build())
                .taskDefinition()
                .taskDefinitionArn());
    }
}
