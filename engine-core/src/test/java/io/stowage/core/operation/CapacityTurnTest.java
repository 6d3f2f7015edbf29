package io.stowage.core.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.UpdateContainerInstancesStateRequest;
import io.stowage.core.capacity.Collector.Sightings;
import io.stowage.core.capacity.Launch.Phase;
import io.stowage.core.capacity.Offer;
import io.stowage.core.capacity.Pool.Buying;
import io.stowage.core.capacity.ScalingRules;
import io.stowage.core.capacity.TaskGroup;
import io.stowage.core.json.RecordCodec;
import io.stowage.core.state.Ids;
import io.stowage.core.state.InstanceState;
import io.stowage.core.state.MachineLaunch;
import io.stowage.core.state.MachineLaunch.Leaving;
import io.stowage.core.state.Transaction;
import io.stowage.error.InvalidParameterException;
import io.stowage.model.ContainerInstance;
import io.stowage.model.ContainerInstanceStatus;
import io.stowage.model.Task;
import io.stowage.model.TaskStatus;
import io.stowage.model.TaskStopCode;
import io.stowage.spi.InstanceProvider.Access;
import io.stowage.spi.InstanceProvider.LaunchRequest;
import io.stowage.spi.InstanceProvider.Machine;
import io.stowage.spi.InstanceProvider.MachineState;
import io.stowage.spi.InstanceProvider.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** From waiting tasks to machines and back, turn by turn. */
class CapacityTurnTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Offer SMALL = new Offer("small", "a", 1024, 1024, 1);
    private static final Offer LARGE = new Offer("large", "a", 4096, 4096, 4);

    private final OperationRig rig = OperationRig.open();
    private PoolTerms terms = terms(Map.of("image", "one"));
    private Sightings sightings = Sightings.NONE;

    private static PoolTerms terms(Map<String, String> properties) {
        return terms(
                properties,
                List.of(new Offer("small", "a", 1024, 1024, 1), new Offer("small", "b", 1024, 1024, 1)),
                Buying.ON_DEMAND);
    }

    private static PoolTerms terms(Map<String, String> properties, List<Offer> offers, Buying buying) {
        return new PoolTerms(
                "pool",
                new PoolTerms.Machines("cloud", properties, Map.of(), offers, buying),
                ScalingRules.between(0, 10),
                new PoolTerms.Leaving(false, true, Duration.ofMinutes(5), null));
    }

    private record Decide(PoolTerms terms, List<TaskGroup> waiting) implements ClusterOperation<List<String>> {
        @Override
        public List<String> apply(OperationTurn turn) {
            Launches launches = new Launches(turn);
            new CapacityTurn(turn, terms, launches, MachineSizes.asRegistered(turn, launches, "pool")).decide(waiting);
            return launches.terminate();
        }
    }

    private List<String> decide(int waiting) {
        return rig.apply(new Decide(terms, List.of(new TaskGroup("web:1", waiting, 512, 512))));
    }

    private CapacityWork.Answer work() {
        return rig.apply(new CapacityWork());
    }

    private static Machine machine(String id, MachineState state, LaunchRequest request, Instant launchedAt) {
        return new Machine(
                id,
                state,
                request.machineType(),
                request.availabilityZone(),
                request.purchase(),
                launchedAt,
                request.tags(),
                Map.of(),
                new Access("simulated", Map.of("host", id)),
                null);
    }

    private Machine running(String id, LaunchRequest request) {
        return machine(id, MachineState.RUNNING, request, rig.now);
    }

    private NoteMachines.Answer look(Machine... machines) {
        NoteMachines.Answer answer = rig.apply(
                new NoteMachines("cloud", terms.machines().properties(), List.of(machines), rig.now, sightings));
        sightings = answer.sightings();
        return answer;
    }

    private List<String> answer(CapacityWork.Ask ask, Machine machine) {
        return rig.apply(new NoteLaunch(ask.launchId(), ask.request().clientToken(), machine, null, null));
    }

    private ContainerInstance register(NoteMachines.Arrival arrival) {
        RegisterContainerInstance registration = new RegisterContainerInstance(
                OperationRig.registration(arrival.instanceName())
                        .runtimeProperties(
                                Objects.requireNonNull(arrival.machine().access())
                                        .runtimeProperties())
                        .build(),
                String.format("%032x", 1000 + rig.state.instances().size()),
                OperationRig.host(),
                OperationRig.ANYWHERE);
        return rig.apply(
                new RegisterMachine(arrival.launchId(), arrival.machine().id(), registration));
    }

    private void connect(String id) {
        Transaction transaction = new Transaction(rig.state, rig.now);
        InstanceState instance = Objects.requireNonNull(rig.state.instance(id));
        transaction.putInstance(
                instance.record().toBuilder().agentConnected(true).build());
        transaction.writes(RecordCodec::toJson);
    }

    /** One machine that has become a container instance, connected. */
    private Machine oneRegistered() {
        decide(1);
        CapacityWork.Ask ask = work().asks().get(0);
        Machine machine = running("m-1", ask.request());
        answer(ask, machine);
        ContainerInstance instance = register(look(machine).arrivals().get(0));
        connect(Ids.shortId(instance.containerInstanceArn()));
        return machine;
    }

    private MachineLaunch only() {
        assertThat(rig.state.launches()).hasSize(1);
        return rig.state.launches().iterator().next();
    }

    private InstanceState instance() {
        return rig.state.instances().iterator().next();
    }

    private void passUntilOneLeaves() {
        for (int minute = 0; minute < 40 && only().leaving() == null; minute++) {
            rig.pass(MINUTE);
            decide(0);
        }
    }

    @Test
    void launchesWhatWaitingTasksNeedAndNothingTwice() {
        decide(5);
        assertThat(work().asks()).hasSize(3);

        decide(5);
        assertThat(work().asks()).hasSize(3);
        assertThat(rig.written).isEmpty();
    }

    @Test
    void asksTheSameAgainUntilItHasAnAnswer() {
        decide(1);
        CapacityWork.Ask first = work().asks().get(0);
        assertThat(work().asks()).containsExactly(first);

        rig.apply(new NoteLaunch(first.launchId(), first.request().clientToken(), null, null, null));
        assertThat(work().asks()).isEmpty();
        rig.pass(Duration.ofSeconds(3));
        decide(1);

        assertThat(work().asks()).containsExactly(first);
    }

    @Test
    void asksElsewhereWhereThereIsNone() {
        decide(1);
        CapacityWork.Ask first = work().asks().get(0);

        rig.apply(new NoteLaunch(
                first.launchId(), first.request().clientToken(), null, Refusal.NO_CAPACITY, "none in " + first));

        CapacityWork.Ask second = work().asks().get(0);
        assertThat(second.request().clientToken()).isNotEqualTo(first.request().clientToken());
        assertThat(List.of(first.request().availabilityZone(), second.request().availabilityZone()))
                .containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void whatIsWrongIsAskedAgainOnlyWhenTheCapacityProviderHasChanged() {
        decide(1);
        CapacityWork.Ask ask = work().asks().get(0);
        rig.apply(new NoteLaunch(ask.launchId(), ask.request().clientToken(), null, Refusal.INVALID, "no such image"));
        decide(1);
        decide(3);
        assertThat(only().launch().phase()).isEqualTo(Phase.FAILED);

        terms = terms(Map.of("image", "two"));
        decide(1);

        assertThat(only().launch().phase()).isEqualTo(Phase.ASKING);
        assertThat(work().asks().get(0).request().properties()).containsEntry("image", "two");
    }

    @Test
    void whatIsWrongIsForgottenWhenTheCapacityProviderNoLongerAsksForItsTypeZoneOrPurchase() {
        Map<String, String> properties = terms.machines().properties();
        for (PoolTerms changed : List.of(
                terms(properties, List.of(new Offer("medium", "a", 2048, 2048, 2)), Buying.ON_DEMAND),
                terms(properties, List.of(new Offer("medium", "c", 2048, 2048, 2)), Buying.ON_DEMAND),
                terms(properties, List.of(new Offer("medium", "c", 2048, 2048, 2)), Buying.SPOT))) {
            decide(1);
            CapacityWork.Ask ask = work().asks().get(0);
            rig.apply(new NoteLaunch(
                    ask.launchId(), ask.request().clientToken(), null, Refusal.INVALID, "not of this image"));
            terms = terms(properties, List.of(), Buying.ON_DEMAND);
            decide(1);
            assertThat(only().launch().phase()).isEqualTo(Phase.FAILED);

            terms = changed;
            decide(1);

            assertThat(work().asks()).hasSize(1);
            Offer offer = changed.machines().offers().get(0);
            assertThat(work().asks().get(0).request())
                    .satisfies(request -> assertThat(request.machineType()).isEqualTo(offer.machineType()))
                    .satisfies(request -> assertThat(request.availabilityZone()).isEqualTo(offer.zone()));
        }
    }

    @Test
    void aMachineThatRunsBecomesAContainerInstanceOfTheCapacityProvider() {
        oneRegistered();

        assertThat(only().launch().phase()).isEqualTo(Phase.REGISTERED);
        assertThat(instance().record().capacityProviderName()).isEqualTo("pool");
        assertThat(instance().record().containerInstanceName()).isEqualTo(only().instanceName());
    }

    @Test
    void aMachineThatCameTooLateBecomesNoContainerInstance() {
        decide(1);
        CapacityWork.Ask ask = work().asks().get(0);
        Machine machine = running("m-1", ask.request());
        answer(ask, machine);
        NoteMachines.Arrival arrival = look(machine).arrivals().get(0);
        rig.pass(Duration.ofMinutes(10));

        assertThat(decide(1)).containsExactly("m-1");

        assertThatThrownBy(() -> register(arrival))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("m-1");
        assertThat(rig.state.instances()).isEmpty();
        assertThat(look(machine).terminate()).containsExactly("m-1");
    }

    @Test
    void aContainerInstanceWhoseAgentIsToConnectIsNotLaunchedAgain() {
        decide(1);
        CapacityWork.Ask ask = work().asks().get(0);
        Machine machine = running("m-1", ask.request());
        answer(ask, machine);
        register(look(machine).arrivals().get(0));

        decide(1);

        assertThat(only().launch().phase()).isEqualTo(Phase.REGISTERED);
    }

    @Test
    void anEmptyMachineDrainsAfterFifteenMinutesAndEnds() {
        Machine machine = oneRegistered();
        Instant registered = rig.now;
        passUntilOneLeaves();
        assertThat(only().leaving()).isEqualTo(Leaving.SCALE_IN);
        assertThat(Duration.between(registered, rig.now)).isBetween(MINUTE.multipliedBy(15), MINUTE.multipliedBy(17));
        assertThat(instance().draining()).isTrue();
        assertThat(work().ends()).isEmpty();

        decide(0);
        assertThat(rig.state.instances()).isEmpty();
        assertThat(work().ends()).extracting(CapacityWork.End::machineId).containsExactly("m-1");

        look(machine("m-1", MachineState.TERMINATED, only().launch().attempt().request(), machine.launchedAt()));
        assertThat(rig.state.launches()).isEmpty();
    }

    @Test
    void whatSomebodyMadeActiveAgainLeavesWhenItIsTooMuchAgain() {
        oneRegistered();
        passUntilOneLeaves();
        rig.apply(new UpdateContainerInstancesState(new UpdateContainerInstancesStateRequest(
                null, List.of(instance().id()), ContainerInstanceStatus.ACTIVE)));

        for (int minute = 0; minute < 20 && !instance().draining(); minute++) {
            rig.pass(MINUTE);
            decide(0);
        }

        assertThat(instance().draining()).isTrue();
        decide(0);
        assertThat(work().ends()).hasSize(1);
    }

    @Test
    void whatSomebodyMadeActiveAgainIsReplacedWhenItIsTooOld() {
        oneRegistered();
        passUntilOneLeaves();
        rig.apply(new UpdateContainerInstancesState(new UpdateContainerInstancesStateRequest(
                null, List.of(instance().id()), ContainerInstanceStatus.ACTIVE)));
        rig.running(1);
        terms = new PoolTerms(
                "pool",
                terms.machines(),
                terms.scaling(),
                new PoolTerms.Leaving(false, true, Duration.ZERO, Duration.ofMinutes(10)));

        decide(0);

        assertThat(instance().draining()).isTrue();
    }

    @Test
    void aMachineWithATaskOnItNeverEnds() {
        oneRegistered();
        rig.running(1);
        for (int minute = 0; minute < 40; minute++) {
            rig.pass(MINUTE);
            decide(0);
        }
        assertThat(only().leaving()).isNull();

        terms = new PoolTerms(
                "pool",
                terms.machines(),
                terms.scaling(),
                new PoolTerms.Leaving(false, true, Duration.ZERO, Duration.ofMinutes(30)));
        decide(0);
        decide(0);

        assertThat(only().leaving()).isEqualTo(Leaving.TOO_OLD);
        assertThat(only().launch().phase()).isEqualTo(Phase.REGISTERED);
        assertThat(work().ends()).isEmpty();
    }

    @Test
    void aNoticeDrainsAtOnceAndItsWithdrawalBringsItBack() {
        Machine machine = oneRegistered();
        look(interrupted(machine, rig.now.plusSeconds(120)));
        assertThat(instance().record().status()).isEqualTo(ContainerInstanceStatus.DRAINING);

        look(machine);

        assertThat(instance().record().status()).isEqualTo(ContainerInstanceStatus.ACTIVE);
        assertThat(only().leaving()).isNull();
    }

    private static Machine interrupted(Machine machine, Instant at) {
        return new Machine(
                machine.id(),
                machine.state(),
                machine.machineType(),
                machine.availabilityZone(),
                machine.purchase(),
                machine.launchedAt(),
                machine.tags(),
                machine.attributes(),
                machine.access(),
                at);
    }

    @Test
    void whatRanOnAMachineThatIsGoneIsStopped() {
        Machine machine = oneRegistered();
        String task = Ids.shortId(rig.running(1).get(0).taskArn());

        look(machine("m-1", MachineState.TERMINATED, only().launch().attempt().request(), machine.launchedAt()));

        assertThat(rig.state.instances()).isEmpty();
        assertThat(rig.state.launches()).isEmpty();
        assertThat(Objects.requireNonNull(rig.state.task(task)))
                .satisfies(stopped -> assertThat(stopped.lastStatus()).isEqualTo(TaskStatus.STOPPED))
                .satisfies(stopped -> assertThat(stopped.stopCode()).isEqualTo(TaskStopCode.TERMINATION_NOTICE))
                .satisfies(stopped -> assertThat(stopped.stoppedReason()).contains("m-1"));
    }

    @Test
    void aMachineThatWasNotSeenForAnHourIsGivenUpOnlyIfItsAgentIsAwayToo() {
        Machine machine = oneRegistered();
        String task = Ids.shortId(rig.running(1).get(0).taskArn());
        lookInVainForMinutes(70);
        assertThat(only().launch().phase()).isEqualTo(Phase.REGISTERED);
        look(machine);
        loseAgent();
        lookInVainForMinutes(59);
        assertThat(only().launch().phase()).isEqualTo(Phase.REGISTERED);

        lookInVainForMinutes(2);

        assertThat(rig.state.instances()).isEmpty();
        assertThat(rig.state.launches()).isEmpty();
        assertThat(Objects.requireNonNull(rig.state.task(task)).lastStatus()).isEqualTo(TaskStatus.STOPPED);
    }

    private void lookInVainForMinutes(int minutes) {
        for (int minute = 0; minute < minutes; minute++) {
            rig.pass(MINUTE);
            look();
        }
    }

    private void loseAgent() {
        Transaction transaction = new Transaction(rig.state, rig.now);
        transaction.putInstance(instance().record().toBuilder()
                .agentConnected(false)
                .agentLostAt(rig.now)
                .build());
        transaction.writes(RecordCodec::toJson);
    }

    @Test
    void thatAMachineIsGoneWaitsUntilItsContainerInstanceCanBeRead() {
        Machine machine = oneRegistered();
        String id = instance().id();
        Transaction transaction = new Transaction(rig.state, rig.now);
        transaction.deleteInstance(id);
        transaction.writes(RecordCodec::toJson);
        rig.state.quarantine().add("instance", id, "cut off");

        look(machine("m-1", MachineState.TERMINATED, only().launch().attempt().request(), machine.launchedAt()));

        assertThat(only().launch().phase()).isEqualTo(Phase.REGISTERED);
    }

    @Test
    void aMachineWhoseContainerInstanceSomebodyDeregisteredEnds() {
        oneRegistered();
        rig.apply(new DeregisterContainerInstance(instance().id(), true));

        decide(0);

        assertThat(work().ends()).extracting(CapacityWork.End::machineId).containsExactly("m-1");
    }

    @Test
    void whatNoRecordKnowsIsCollectedAfterTwoLooksThreeAtATime() {
        decide(1);
        LaunchRequest request = work().asks().get(0).request();
        Map<String, String> tags = new TreeMap<>(request.tags());
        tags.put("stowage:launch", "forgotten");
        LaunchRequest forgotten = new LaunchRequest("t", "small", "a", request.purchase(), request.properties(), tags);
        List<Machine> strays = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            strays.add(machine("s-" + i, MachineState.RUNNING, forgotten, rig.now.minus(Duration.ofHours(1))));
        }

        assertThat(look(strays.toArray(Machine[]::new)).terminate()).isEmpty();
        assertThat(look(strays.toArray(Machine[]::new)).terminate()).containsExactly("s-0", "s-1", "s-2");
    }

    private void sizes(int least, int most) {
        terms = new PoolTerms(
                "pool",
                new PoolTerms.Machines(
                        "cloud", terms.machines().properties(), Map.of(), List.of(SMALL, LARGE), Buying.ON_DEMAND),
                ScalingRules.between(least, most),
                terms.leaving());
    }

    private List<String> decideFor(int small, int large) {
        return rig.apply(new Decide(
                terms, List.of(new TaskGroup("web:1", small, 512, 512), new TaskGroup("db:1", large, 4096, 4096))));
    }

    private void refuseAll(Refusal refusal) {
        work().asks()
                .forEach(ask ->
                        rig.apply(new NoteLaunch(ask.launchId(), ask.request().clientToken(), null, refusal, "none")));
    }

    private List<String> typesAskedFor() {
        return work().asks().stream().map(ask -> ask.request().machineType()).toList();
    }

    private MachineLaunch registered() {
        return rig.state.launches().stream()
                .filter(launch -> launch.launch().phase() == Phase.REGISTERED)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aLaunchThatCannotBeHadKeepsNoIdleMachine() {
        sizes(0, 10);
        oneRegistered();
        for (int minute = 0; minute < 20; minute++) {
            decideFor(0, 1);
            refuseAll(Refusal.NO_CAPACITY);
            rig.pass(MINUTE);
        }

        assertThat(rig.state.launches()).noneMatch(launch -> launch.launch().phase() == Phase.REGISTERED);
    }

    @Test
    void aLaunchThatCannotBeHadIsGivenUpWhenWhatItIsForFitsElsewhere() {
        oneRegistered();
        decide(4);
        refuseAll(Refusal.NO_CAPACITY);
        refuseAll(Refusal.NO_CAPACITY);
        decide(4);
        assertThat(rig.state.launches()).hasSize(2);

        decide(2);

        assertThat(only().launch().phase()).isEqualTo(Phase.REGISTERED);
    }

    @Test
    void whatIsToBeThereAnywayIsNotAskedForAgainAndAgainWhereThereIsNone() {
        sizes(1, 10);
        Set<String> launched = new TreeSet<>();
        int asked = 0;
        for (int second = 0; second < 3600; second += 5) {
            decide(0);
            launched.add(only().id());
            asked += work().asks().size();
            refuseAll(Refusal.NO_CAPACITY);
            rig.pass(Duration.ofSeconds(5));
        }

        assertThat(asked).isBetween(6, 24);
        assertThat(launched).hasSize(1);
    }

    @Test
    void whereNoneCanBeHadALaunchWaitsFromTheBeginning() {
        sizes(0, 10);
        decideFor(0, 1);
        refuseAll(Refusal.NO_CAPACITY);

        decideFor(0, 2);

        assertThat(rig.state.launches())
                .hasSize(2)
                .allSatisfy(launch -> assertThat(launch.launch().phase()).isEqualTo(Phase.WAITING));
    }

    @Test
    void atItsMaximumSizeAnIdleMachineMakesRoomForWhatDoesNotFitOnIt() {
        sizes(0, 1);
        oneRegistered();
        decideFor(0, 1);
        assertThat(registered().leaving()).as("while it warms up").isNull();
        rig.pass(MINUTE.multipliedBy(5));

        decideFor(0, 1);
        assertThat(registered().leaving()).isEqualTo(Leaving.SCALE_IN);
        decideFor(0, 1);
        decideFor(0, 1);

        assertThat(typesAskedFor()).containsExactly("large");
    }

    @Test
    void itMakesNoRoomWithATaskOnItNorForWhatFitsOnItNorWhereThereIsRoomNorForWhatCannotBeHad() {
        sizes(0, 1);
        oneRegistered();
        rig.pass(MINUTE.multipliedBy(5));
        decideFor(1, 0);
        assertThat(registered().leaving()).as("fits").isNull();

        List<Task> tasks = rig.running(1);
        decideFor(0, 1);
        assertThat(registered().leaving()).as("in use").isNull();
        tasks.forEach(task -> rig.report(task.taskArn(), TaskStatus.STOPPED));

        sizes(0, 2);
        decideFor(0, 1);
        assertThat(registered().leaving()).as("there is room").isNull();
        refuseAll(Refusal.NO_CAPACITY);

        sizes(0, 1);
        decideFor(0, 1);
        decideFor(0, 1);
        assertThat(registered().leaving()).as("none can be had").isNull();
        rig.pass(Duration.ofSeconds(20));
        decideFor(0, 1);
        assertThat(registered().leaving()).as("it may be had again").isNotNull();
    }

    @Test
    void atItsMaximumSizeWhatCannotBeHadMakesRoomForWhatCan() {
        sizes(0, 1);
        decideFor(0, 1);
        refuseAll(Refusal.NO_CAPACITY);
        decideFor(0, 1);
        assertThat(only().launch().phase()).isEqualTo(Phase.WAITING);

        decideFor(1, 1);
        decideFor(1, 1);
        decideFor(1, 1);

        assertThat(typesAskedFor()).containsExactly("small");
    }

    @Test
    void whatIsWrongForReasonsOfTheOutsideIsTriedAgainEverMoreSeldom() {
        List<Duration> asked = new ArrayList<>();
        Instant begin = rig.now;
        for (int minute = 0; minute < 200; minute++) {
            decide(5);
            if (!work().asks().isEmpty()) {
                asked.add(Duration.between(begin, rig.now));
                assertThat(work().asks()).hasSize(asked.size() == 1 ? 3 : 1);
            }
            refuseAll(Refusal.INVALID);
            rig.pass(MINUTE);
        }
        assertThat(asked).extracting(Duration::toMinutes).containsExactly(0L, 10L, 30L, 70L, 130L, 190L);

        while (work().asks().isEmpty()) {
            rig.pass(MINUTE);
            decide(5);
        }
        answer(work().asks().get(0), running("m-1", work().asks().get(0).request()));
        decide(5);

        assertThat(work().asks())
                .as("the others are asked for when one was had")
                .hasSize(2);
    }

    @Test
    void whatWasWrongInOneZoneIsTriedInTheOther() {
        decide(1);
        String first = work().asks().get(0).request().availabilityZone();
        refuseAll(Refusal.INVALID);
        rig.pass(MINUTE.multipliedBy(10));

        decide(1);

        assertThat(work().asks())
                .singleElement()
                .satisfies(ask -> assertThat(ask.request().availabilityZone()).isNotEqualTo(first));
    }

    @Test
    void whatIsWrongIsNotTriedAgainWhileNobodyNeedsIt() {
        decide(1);
        refuseAll(Refusal.INVALID);
        rig.pass(Duration.ofHours(2));

        decide(0);

        assertThat(work().asks()).isEmpty();
    }

    @Test
    void aMachineThatSomebodyDrainedStaysAndKeepsNoOtherFromBeingLaunched() {
        sizes(0, 1);
        oneRegistered();
        rig.apply(new UpdateContainerInstancesState(new UpdateContainerInstancesStateRequest(
                null, List.of(instance().id()), ContainerInstanceStatus.DRAINING)));
        for (int minute = 0; minute < 40; minute++) {
            rig.pass(MINUTE);
            decideFor(0, 0);
        }
        assertThat(registered().leaving()).isNull();
        assertThat(work().ends()).isEmpty();

        decideFor(1, 0);
        assertThat(typesAskedFor()).containsExactly("small");

        rig.apply(new DeregisterContainerInstance(instance().id(), false));
        decideFor(1, 0);
        assertThat(work().ends()).extracting(CapacityWork.End::machineId).containsExactly("m-1");
    }

    private void withoutDraining(boolean terminationProtection, @Nullable Duration maximumAge) {
        terms = new PoolTerms(
                "pool",
                terms.machines(),
                terms.scaling(),
                new PoolTerms.Leaving(terminationProtection, false, Duration.ZERO, maximumAge));
    }

    @Test
    void withoutManagedDrainingAMachineThatIsGivenBackEndsAtOnceWithItsTasks() {
        oneRegistered();
        String task = Ids.shortId(rig.running(1).get(0).taskArn());
        withoutDraining(false, Duration.ofMinutes(30));
        rig.pass(Duration.ofMinutes(30));

        decide(0);

        assertThat(rig.state.instances()).isEmpty();
        assertThat(work().ends()).extracting(CapacityWork.End::machineId).containsExactly("m-1");
        assertThat(Objects.requireNonNull(rig.state.task(task)))
                .satisfies(stopped -> assertThat(stopped.lastStatus()).isEqualTo(TaskStatus.STOPPED))
                .satisfies(stopped -> assertThat(stopped.stopCode()).isEqualTo(TaskStopCode.TERMINATION_NOTICE))
                .satisfies(stopped ->
                        assertThat(stopped.stoppedReason()).isEqualTo("Host EC2 (instance m-1) stopped/terminated."));
    }

    @Test
    void withoutManagedDrainingAnIdleMachineEndsAtOnceToo() {
        oneRegistered();
        withoutDraining(true, null);
        for (int minute = 0; minute < 17; minute++) {
            rig.pass(MINUTE);
            decide(0);
        }

        assertThat(only().launch().phase()).isEqualTo(Phase.ENDING);
        assertThat(rig.state.instances()).isEmpty();
    }

    @Test
    void whatIsProtectedDrainsEvenWithoutManagedDraining() {
        oneRegistered();
        rig.running(1);
        withoutDraining(true, Duration.ofMinutes(30));
        rig.pass(Duration.ofMinutes(30));

        decide(0);

        assertThat(instance().draining()).isTrue();
        assertThat(only().leaving()).isEqualTo(Leaving.TOO_OLD);
        assertThat(work().ends()).isEmpty();
    }

    @Test
    void aNoticeDrainsEvenWithoutManagedDraining() {
        Machine machine = oneRegistered();
        rig.running(1);
        withoutDraining(false, null);

        look(interrupted(machine, rig.now.plusSeconds(120)));
        decide(0);

        assertThat(instance().draining()).isTrue();
        assertThat(work().ends()).isEmpty();
    }
}
