package io.stowage.core.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.ListContainerInstancesRequest;
import io.stowage.StopTaskRequest;
import io.stowage.core.capacity.Collector.Sightings;
import io.stowage.core.capacity.Launch.Phase;
import io.stowage.core.capacity.ScalingRules;
import io.stowage.core.json.RecordCodec;
import io.stowage.core.operation.CapacityWork.Place;
import io.stowage.core.operation.CapacityWork.Types;
import io.stowage.core.state.AttachedProvider;
import io.stowage.core.state.Ids;
import io.stowage.core.state.InstanceState;
import io.stowage.core.state.MachineLaunch;
import io.stowage.core.state.MachineLaunch.Leaving;
import io.stowage.core.state.Transaction;
import io.stowage.error.InvalidParameterException;
import io.stowage.model.CapacityProvider;
import io.stowage.model.CapacityProviderStatus;
import io.stowage.model.CapacityProviderStrategyItem;
import io.stowage.model.Compatibility;
import io.stowage.model.ContainerInstanceStatus;
import io.stowage.model.DesiredStatus;
import io.stowage.model.Failure;
import io.stowage.model.InstancePoolProviderUpdate;
import io.stowage.model.LaunchType;
import io.stowage.model.ManagedScaling;
import io.stowage.model.ManagedScalingStatus;
import io.stowage.model.NetworkMode;
import io.stowage.model.Task;
import io.stowage.model.TaskDefinition;
import io.stowage.model.TaskStatus;
import io.stowage.model.TaskStopCode;
import io.stowage.spi.InstanceProvider.Access;
import io.stowage.spi.InstanceProvider.LaunchRequest;
import io.stowage.spi.InstanceProvider.Machine;
import io.stowage.spi.InstanceProvider.MachineState;
import io.stowage.spi.InstanceProvider.MachineType;
import io.stowage.spi.InstanceProvider.Purchase;
import io.stowage.spi.InstanceProvider.Refusal;
import io.stowage.spi.RuntimeDescription;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A machine for each task on FARGATE: it comes for the task, is given to it, and goes with it. */
class FargateMachinesTest {

    private static final Place PLACE = new Place("cloud", Map.of());
    private static final MachineType SMALL = type("small", 256, 512, 1.0);
    private static final MachineType MEDIUM = type("medium", 1024, 2048, 3.0);
    private static final MachineType LARGE = type("large", 4096, 8192, 12.0);

    private final OperationRig rig = OperationRig.open();
    private final Map<String, Machine> machines = new TreeMap<>();

    private static MachineType type(String name, int cpu, int memory, double price) {
        return new MachineType(name, cpu, memory, List.of("a", "b"), Map.of(), price, price / 2);
    }

    private static TaskDefinition definition(int cpu, int memory) {
        return OperationRig.definition(cpu).toBuilder()
                .networkMode(NetworkMode.AWSVPC)
                .cpu(String.valueOf(cpu))
                .memory(String.valueOf(memory))
                .compatibilities(List.of(Compatibility.EC2, Compatibility.FARGATE))
                .build();
    }

    private void give(String name, ManagedScalingStatus scaling, int maximumSize) {
        AttachedProvider before = rig.state.provider(name);
        InstancePoolProviderUpdate asked = InstancePoolProviderUpdate.builder()
                .instanceProvider("cloud")
                .availabilityZones(List.of("a", "b"))
                .maximumSize(maximumSize)
                .managedScaling(new ManagedScaling(scaling, null, null, null, null))
                .build();
        CapacityProvider provider = CapacityProvider.builder()
                .capacityProviderArn(OperationRig.PREFIX + ":capacity-provider/" + name)
                .name(name)
                .status(CapacityProviderStatus.ACTIVE)
                .instancePoolProvider(FargatePoolRules.changed(
                        name, before == null ? null : before.provider().instancePoolProvider(), asked))
                .build();
        rig.apply(
                new RefreshCapacityProvider(new AttachedProvider(provider, before == null ? 1 : before.version() + 1)));
    }

    private void give(String name) {
        give(name, ManagedScalingStatus.ENABLED, 10);
    }

    private List<Task> run(TaskDefinition definition, int count) {
        return rig.apply(new RunTask(
                        OperationRig.run()
                                .launchType(LaunchType.FARGATE)
                                .count(count)
                                .build(),
                        definition,
                        List.of()))
                .tasks();
    }

    private Task run(TaskDefinition definition) {
        return run(definition, 1).get(0);
    }

    private Task now(Task task) {
        return Objects.requireNonNull(rig.state.task(Ids.shortId(task.taskArn())));
    }

    private void stop(Task task) {
        rig.apply(new StopTask(new StopTaskRequest(null, task.taskArn(), null)));
    }

    private DecideCapacity.Answer decide() {
        return rig.apply(new DecideCapacity(
                List.of(new DecideCapacity.Known(new Types(PLACE, List.of()), List.of(LARGE, MEDIUM, SMALL))),
                ScalingRules.Pace.DEFAULT));
    }

    private CapacityWork.Answer work() {
        return rig.apply(new CapacityWork());
    }

    private List<MachineLaunch> launches() {
        return List.copyOf(rig.state.launches());
    }

    private MachineLaunch only() {
        assertThat(launches()).hasSize(1);
        return launches().get(0);
    }

    /** All that is asked for is launched. */
    private void launch() {
        for (CapacityWork.Ask ask : work().asks()) {
            LaunchRequest request = ask.request();
            String id = "m-" + (machines.size() + 1);
            Machine machine = machine(id, request, null);
            machines.put(id, machine);
            rig.apply(new NoteLaunch(ask.launchId(), request.clientToken(), machine, null, null));
        }
    }

    private Machine machine(String id, LaunchRequest request, @Nullable Instant interruption) {
        return new Machine(
                id,
                MachineState.RUNNING,
                request.machineType(),
                request.availabilityZone(),
                request.purchase(),
                rig.now,
                request.tags(),
                Map.of(),
                new Access("simulated", Map.of("host", id)),
                interruption);
    }

    private NoteMachines.Answer look() {
        return rig.apply(new NoteMachines(
                PLACE.instanceProvider(), PLACE.properties(), List.copyOf(machines.values()), rig.now, Sightings.NONE));
    }

    /** All that is launched becomes container instances that have as much as they were to have. */
    private void register() {
        for (NoteMachines.Arrival arrival : look().arrivals()) {
            Machine machine = arrival.machine();
            boolean small = machine.machineType().equals("small");
            register(arrival, small ? SMALL.cpu() : LARGE.cpu(), small ? SMALL.memory() : LARGE.memory());
        }
    }

    private void register(NoteMachines.Arrival arrival, int cpu, int memory) {
        String id = String.format("%032x", 9_000 + arrival.machine().id().hashCode());
        RuntimeDescription host =
                new RuntimeDescription("sim 1", cpu, memory, List.of(), List.of(), Set.of(), List.of());
        rig.apply(new RegisterMachine(
                arrival.launchId(),
                arrival.machine().id(),
                new RegisterContainerInstance(
                        OperationRig.registration(arrival.instanceName())
                                .runtimeProperties(
                                        Map.of("host", arrival.machine().id()))
                                .build(),
                        id,
                        host,
                        OperationRig.ANYWHERE)));
    }

    private void connect() {
        for (InstanceState instance : List.copyOf(rig.state.instances())) {
            Transaction transaction = new Transaction(rig.state, rig.now);
            transaction.putInstance(
                    instance.record().toBuilder().agentConnected(true).build());
            transaction.writes(RecordCodec::toJson);
        }
    }

    /** From tasks that wait to tasks that have machines. */
    private void serve() {
        decide();
        launch();
        register();
        connect();
        decide();
    }

    @Test
    void aTaskWaitsForTheCheapestMachineThatHoldsItAndIsGivenIt() {
        give("FARGATE");
        Task task = run(definition(256, 512));
        assertThat(task.lastStatus()).isEqualTo(TaskStatus.PROVISIONING);

        decide();
        assertThat(work().asks()).extracting(ask -> ask.request().machineType()).containsExactly("small");
        assertThat(work().asks().get(0).request().purchase()).isEqualTo(Purchase.ON_DEMAND);
        launch();
        register();
        decide();
        assertThat(now(task).lastStatus()).as("its agent isn't there").isEqualTo(TaskStatus.PROVISIONING);
        connect();
        decide();

        assertThat(now(task).lastStatus()).isEqualTo(TaskStatus.PENDING);
        InstanceState machine = rig.state.instances().iterator().next();
        assertThat(now(task).containerInstanceArn()).isEqualTo(machine.arn());
        assertThat(machine.record().status()).isEqualTo(ContainerInstanceStatus.ACTIVE);
        assertThat(only().leaving()).isEqualTo(Leaving.AFTER_ITS_TASK);
        decide();
        assertThat(rig.written).as("there is nothing more to decide").isEmpty();
        assertThat(work().asks()).isEmpty();
    }

    @Test
    void whereThereIsNoneOfThatTypeTheNextCheapestIsAskedFor() {
        give("FARGATE");
        run(definition(256, 512));
        decide();
        List<String> asked = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            CapacityWork.Ask ask = work().asks().get(0);
            asked.add(ask.request().machineType());
            rig.apply(new NoteLaunch(
                    ask.launchId(), ask.request().clientToken(), null, Refusal.NO_CAPACITY, "there is none"));
        }

        assertThat(asked).containsExactly("small", "small", "medium", "medium");
    }

    @Test
    void eachTaskHasAMachineOfItsSizeHoweverManyWouldFitOnOne() {
        give("FARGATE");
        List<Task> small = run(definition(256, 512), 3);
        Task large = run(definition(4096, 8192));

        serve();

        assertThat(machines.values())
                .extracting(Machine::machineType)
                .containsExactlyInAnyOrder("small", "small", "small", "large");
        assertThat(machines.values()).extracting(Machine::availabilityZone).contains("a", "b");
        List<String> places = new ArrayList<>();
        small.forEach(task -> places.add(now(task).containerInstanceArn()));
        places.add(now(large).containerInstanceArn());
        assertThat(places).doesNotContainNull().doesNotHaveDuplicates();
    }

    @Test
    void anotherTaskNeverComesToAMachineThatHasHadOne() {
        give("FARGATE");
        Task first = run(definition(4096, 8192));
        serve();

        Task second = run(definition(256, 512));
        assertThat(second.lastStatus()).isEqualTo(TaskStatus.PROVISIONING);
        stop(first);
        rig.report(first.taskArn(), TaskStatus.STOPPED);
        Task third = run(definition(256, 512));
        assertThat(third.lastStatus()).as("not even once it is empty").isEqualTo(TaskStatus.PROVISIONING);

        decide();

        assertThat(rig.state.instances()).isEmpty();
        assertThat(work().ends()).containsExactly(new CapacityWork.End(PLACE, "m-1"));
        assertThat(work().asks())
                .hasSize(2)
                .allMatch(ask -> ask.request().machineType().equals("small"));
    }

    @Test
    void aMachineEndsWithItsTaskAndNotBefore() {
        give("FARGATE");
        Task task = run(definition(256, 512));
        serve();
        rig.report(task.taskArn(), TaskStatus.RUNNING);
        rig.pass(Duration.ofDays(3));
        decide();
        stop(task);
        decide();
        assertThat(only().launch().phase()).as("it is stopping").isEqualTo(Phase.REGISTERED);

        rig.report(task.taskArn(), TaskStatus.STOPPED);
        decide();

        assertThat(only().launch().phase()).isEqualTo(Phase.ENDING);
        assertThat(rig.state.instances()).isEmpty();
    }

    @Test
    void aMachineForWhichNobodyWaitsAnyMoreEndsWhateverItsState() {
        give("FARGATE");
        Task task = run(definition(256, 512));
        decide();
        CapacityWork.Ask ask = work().asks().get(0);
        stop(task);
        decide();
        assertThat(only().launch().phase())
                .as("nobody knows whether there is one")
                .isEqualTo(Phase.ASKING);
        rig.apply(new NoteLaunch(
                ask.launchId(), ask.request().clientToken(), machine("m-1", ask.request(), null), null, null));
        decide();
        assertThat(work().ends()).containsExactly(new CapacityWork.End(PLACE, "m-1"));
    }

    @Test
    void oneThatIsAContainerInstanceAlreadyEndsAsWell() {
        give("FARGATE");
        Task task = run(definition(256, 512));
        decide();
        launch();
        register();
        connect();
        stop(task);

        decide();

        assertThat(rig.state.instances()).isEmpty();
        assertThat(work().ends()).containsExactly(new CapacityWork.End(PLACE, "m-1"));
    }

    @Test
    void oneWhoseAgentNeverComesIsReplaced() {
        give("FARGATE");
        Task task = run(definition(256, 512));
        decide();
        launch();
        register();
        rig.pass(Duration.ofMinutes(5).minusSeconds(1));
        decide();
        assertThat(only().launch().phase()).isEqualTo(Phase.REGISTERED);

        rig.pass(Duration.ofSeconds(1));
        decide();

        assertThat(work().ends()).containsExactly(new CapacityWork.End(PLACE, "m-1"));
        assertThat(work().asks()).hasSize(1);
        assertThat(now(task).lastStatus()).isEqualTo(TaskStatus.PROVISIONING);
    }

    @Test
    void oneThatIsLessThanItWasToBeIsGivenNoTaskAndAnotherTypeIsTried() {
        give("FARGATE");
        Task task = run(definition(256, 512));
        decide();
        launch();
        register(look().arrivals().get(0), 200, 400);
        connect();

        decide();

        assertThat(now(task).lastStatus()).isEqualTo(TaskStatus.PROVISIONING);
        assertThat(work().ends()).containsExactly(new CapacityWork.End(PLACE, "m-1"));
        assertThat(work().asks()).hasSize(1);
        LaunchRequest next = work().asks().get(0).request();
        assertThat(next.machineType() + next.availabilityZone())
                .as("not that type in that zone")
                .isNotEqualTo("smalla");
    }

    @Test
    void neverMoreMachinesThanThereMayBe() {
        give("FARGATE", ManagedScalingStatus.ENABLED, 2);
        List<Task> tasks = run(definition(256, 512), 3);
        serve();
        decide();
        assertThat(launches()).hasSize(2);
        assertThat(now(tasks.get(2)).lastStatus()).isEqualTo(TaskStatus.PROVISIONING);

        stop(tasks.get(0));
        rig.report(tasks.get(0).taskArn(), TaskStatus.STOPPED);
        decide();

        assertThat(work().asks()).as("one ends, another one comes").hasSize(1);
    }

    @Test
    void withoutManagedScalingNothingIsLaunchedAndWhatComesIsBroughtToItsEnd() {
        give("FARGATE");
        Task task = run(definition(256, 512));
        decide();
        launch();
        Task late = run(definition(256, 512));
        give("FARGATE", ManagedScalingStatus.DISABLED, 10);

        register();
        connect();
        decide();

        assertThat(now(task).lastStatus()).isEqualTo(TaskStatus.PENDING);
        assertThat(now(late).lastStatus()).isEqualTo(TaskStatus.PROVISIONING);
        assertThat(work().asks()).isEmpty();
        assertThat(rig.apply(new RunTask(
                                OperationRig.run()
                                        .launchType(LaunchType.FARGATE)
                                        .build(),
                                definition(256, 512),
                                List.of()))
                        .failures())
                .extracting(Failure::reason)
                .containsExactly("RESOURCE:FARGATE");
        rig.report(task.taskArn(), TaskStatus.STOPPED);
        decide();
        assertThat(work().ends()).hasSize(1);
    }

    @Test
    void whereAHostHasRoomNoMachineIsLaunched() {
        give("FARGATE");
        rig.apply(new RegisterContainerInstance(
                OperationRig.registration("slipway")
                        .capacityProviderName("FARGATE")
                        .build(),
                String.format("%032x", 7),
                OperationRig.host(),
                OperationRig.ANYWHERE));
        connect();

        assertThat(run(definition(256, 512), 3))
                .extracting(Task::lastStatus)
                .containsExactly(TaskStatus.PENDING, TaskStatus.PENDING, TaskStatus.PROVISIONING);
        decide();

        assertThat(work().asks()).hasSize(1);
    }

    @Test
    void aHostIsNotNamedLikeAMachine() {
        assertThatThrownBy(() -> rig.apply(new RegisterContainerInstance(
                        OperationRig.registration("launch-1")
                                .capacityProviderName("FARGATE")
                                .build(),
                        String.format("%032x", 7),
                        OperationRig.host(),
                        OperationRig.ANYWHERE)))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("containerInstanceName is 'launch-1'");
    }

    @Test
    void machinesAreNotListedAndTakeNoOtherTask() {
        give("FARGATE");
        run(definition(4096, 8192));
        serve();

        assertThat(rig.apply(new ListContainerInstances(
                                new ListContainerInstancesRequest(null, null, null, null, null)))
                        .containerInstanceArns())
                .isEmpty();
        assertThat(rig.apply(new DescribeCluster()).registeredContainerInstancesCount())
                .isZero();
        assertThat(rig.apply(rig.runTask(OperationRig.run())).failures()).hasSize(1);
        assertThatThrownBy(() -> rig.apply(new DeleteCluster())).hasMessageContaining("They go with their tasks");
    }

    private List<Task> runOnSpot(int count) {
        rig.apply(new PutClusterCapacityProviders(
                List.of(Objects.requireNonNull(rig.state.provider("FARGATE_SPOT"))),
                List.of(new CapacityProviderStrategyItem("FARGATE_SPOT", 1, 0)),
                rig.state.providerEpoch()));
        return rig.apply(new RunTask(OperationRig.run().count(count).build(), definition(256, 512), List.of()))
                .tasks();
    }

    private void notice(@Nullable Instant interruption) {
        machines.replaceAll((id, machine) -> new Machine(
                id,
                machine.state(),
                machine.machineType(),
                machine.availabilityZone(),
                machine.purchase(),
                machine.launchedAt(),
                machine.tags(),
                machine.attributes(),
                machine.access(),
                interruption));
        look();
    }

    @Test
    void aSpotTaskIsToldToStopWhenItsMachineIsTakenBack() {
        give("FARGATE_SPOT");
        Task task = runOnSpot(1).get(0);
        serve();
        rig.report(task.taskArn(), TaskStatus.RUNNING);
        assertThat(machines.values()).allMatch(machine -> machine.purchase() == Purchase.SPOT);

        notice(rig.now.plusSeconds(120));

        assertThat(now(task).desiredStatus()).isEqualTo(DesiredStatus.STOPPED);
        assertThat(now(task).stopCode()).isEqualTo(TaskStopCode.SPOT_INTERRUPTION);
        assertThat(now(task).stoppedReason()).isEqualTo("Your Spot Task was interrupted.");
        decide();
        assertThat(only().launch().phase()).as("it is stopping").isEqualTo(Phase.REGISTERED);
        rig.report(task.taskArn(), TaskStatus.STOPPED);
        decide();
        assertThat(work().ends()).hasSize(1);
    }

    @Test
    void aNoticeThatIsTakenBackMakesNoMachineOfItForAnotherTask() {
        give("FARGATE_SPOT");
        Task task = runOnSpot(1).get(0);
        serve();
        notice(rig.now.plusSeconds(120));
        notice(null);
        rig.report(task.taskArn(), TaskStatus.STOPPED);
        Task next = runOnSpot(1).get(0);

        decide();

        assertThat(now(next).lastStatus()).isEqualTo(TaskStatus.PROVISIONING);
        assertThat(work().ends()).containsExactly(new CapacityWork.End(PLACE, "m-1"));
    }

    @Test
    void anInterruptedMachineIsNoReasonToWaitForAPlaceAmongThoseThatMayBe() {
        give("FARGATE_SPOT", ManagedScalingStatus.ENABLED, 1);
        runOnSpot(1);
        serve();
        runOnSpot(1);
        decide();
        assertThat(work().asks()).isEmpty();

        notice(rig.now.plusSeconds(120));
        decide();

        assertThat(work().asks()).hasSize(1);
    }

    @Test
    void aSpotTaskWhoseMachineIsGoneIsStopped() {
        give("FARGATE_SPOT");
        Task task = runOnSpot(1).get(0);
        serve();
        rig.report(task.taskArn(), TaskStatus.RUNNING);
        notice(rig.now.plusSeconds(120));
        machines.replaceAll((id, machine) -> OperationRig.terminated(machine));
        look();

        assertThat(now(task).lastStatus()).isEqualTo(TaskStatus.STOPPED);
        assertThat(now(task).stoppedReason()).isEqualTo("Your Spot Task was interrupted.");
        assertThat(rig.state.instances()).isEmpty();
        assertThat(launches()).isEmpty();
    }

    @Test
    void aClusterThatHasNoTaskOfItHasNothingToLookAfter() {
        give("FARGATE");
        give("FARGATE_SPOT");

        assertThat(work()).isEqualTo(new CapacityWork.Answer(rig.now, List.of(), List.of(), List.of(), List.of()));
        run(definition(256, 512));
        assertThat(work().types()).containsExactly(new Types(PLACE, List.of()));
    }

    @Test
    void aCopyStaysWhateverIsPutOnTheCluster() {
        give("FARGATE");
        assertThat(rig.state.providerNames()).isEmpty();

        rig.apply(new PutClusterCapacityProviders(
                List.of(Objects.requireNonNull(rig.state.provider("FARGATE"))), List.of(), rig.state.providerEpoch()));
        assertThat(rig.state.providerNames()).containsExactly("FARGATE");
        rig.apply(new PutClusterCapacityProviders(List.of(), List.of(), rig.state.providerEpoch()));

        assertThat(rig.state.providerNames()).isEmpty();
        assertThat(run(definition(256, 512)).lastStatus()).isEqualTo(TaskStatus.PROVISIONING);
        assertThatThrownBy(() -> rig.apply(new RunTask(
                        OperationRig.run()
                                .capacityProviderStrategy(List.of(new CapacityProviderStrategyItem("FARGATE", 1, 0)))
                                .build(),
                        definition(256, 512),
                        List.of())))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("is not associated with the cluster");
    }
}
