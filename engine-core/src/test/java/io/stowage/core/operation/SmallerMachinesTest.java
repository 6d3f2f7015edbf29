package io.stowage.core.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.capacity.Collector.Sightings;
import io.stowage.core.capacity.ScalingRules;
import io.stowage.core.json.RecordCodec;
import io.stowage.core.operation.CapacityWork.Place;
import io.stowage.core.operation.CapacityWork.Types;
import io.stowage.core.state.AttachedProvider;
import io.stowage.core.state.InstanceState;
import io.stowage.core.state.MachineLaunch;
import io.stowage.core.state.ServiceState;
import io.stowage.core.state.Transaction;
import io.stowage.model.CapacityProvider;
import io.stowage.model.CapacityProviderStatus;
import io.stowage.model.ContainerDefinition;
import io.stowage.model.InstancePoolProvider;
import io.stowage.model.ManagedScaling;
import io.stowage.model.ManagedScalingStatus;
import io.stowage.model.SchedulingStrategy;
import io.stowage.model.TaskDefinition;
import io.stowage.spi.InstanceProvider.Access;
import io.stowage.spi.InstanceProvider.LaunchRequest;
import io.stowage.spi.InstanceProvider.Machine;
import io.stowage.spi.InstanceProvider.MachineState;
import io.stowage.spi.InstanceProvider.MachineType;
import io.stowage.spi.InstanceProvider.Refusal;
import io.stowage.spi.RuntimeDescription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Machines that have less than the instance provider says of their type: none is launched again for what doesn't fit on them. */
class SmallerMachinesTest {

    private static final String WHY = "Machine type small registered 1024 CPU units and 1000 MiB, but the instance"
            + " provider said 1024 CPU units and 1024 MiB.";
    private static final MachineType SMALL = type("small", 1024, 1024, 1.0);
    private static final MachineType LARGE = type("large", 4096, 4096, 4.0);

    private final OperationRig rig = OperationRig.open();
    private final Map<String, Machine> machines = new TreeMap<>();
    private Map<String, String> properties = Map.of("image", "one");
    private List<MachineType> types = List.of(SMALL);
    private int launched;
    private int tasks;
    private long version;

    SmallerMachinesTest() {
        attach();
    }

    private static MachineType type(String name, int cpu, int memory, double price) {
        return new MachineType(name, cpu, memory, List.of("a"), Map.of(), price, null);
    }

    private void attach() {
        version++;
        CapacityProvider provider = CapacityProvider.builder()
                .capacityProviderArn(OperationRig.PREFIX + ":capacity-provider/pool")
                .name("pool")
                .status(CapacityProviderStatus.ACTIVE)
                .instancePoolProvider(InstancePoolProvider.builder()
                        .instanceProvider("cloud")
                        .properties(properties)
                        .availabilityZones(List.of("a"))
                        .maximumSize(10)
                        .managedScaling(new ManagedScaling(ManagedScalingStatus.ENABLED, null, null, null, 0))
                        .build())
                .build();
        rig.apply(new PutClusterCapacityProviders(
                List.of(new AttachedProvider(provider, version)), List.of(), rig.state.providerEpoch()));
    }

    private static TaskDefinition definition(int cpu, int memory) {
        return OperationRig.definition(memory).toBuilder()
                .containerDefinitions(List.of(ContainerDefinition.builder()
                        .name("main")
                        .image("web")
                        .cpu(cpu)
                        .memory(memory)
                        .build()))
                .build();
    }

    private void waits(int cpu, int memory) {
        waits(cpu, memory, "family:web");
    }

    private void waits(int cpu, int memory, String group) {
        tasks++;
        TaskDefinition definition = definition(cpu, memory);
        Transaction transaction = new Transaction(rig.state, rig.now);
        transaction.putDefinition(definition);
        transaction.addTask(TaskFactory.create(new TaskFactory.TaskSeed(
                String.format("%032x", 5_000 + tasks),
                rig.state.ids(),
                definition,
                null,
                "pool",
                group,
                null,
                null,
                List.of(),
                List.of(),
                rig.now)));
        transaction.writes(RecordCodec::toJson);
    }

    private void decide() {
        rig.apply(new DecideCapacity(
                List.of(new DecideCapacity.Known(new Types(new Place("cloud", properties), List.of()), types)),
                ScalingRules.Pace.DEFAULT));
    }

    private List<String> asked() {
        return rig.apply(new CapacityWork()).asks().stream()
                .map(ask -> ask.request().machineType())
                .toList();
    }

    /** All that is asked for is launched, and becomes connected container instances of this size. */
    private void launch(int cpu, int memory) {
        for (CapacityWork.Ask ask : rig.apply(new CapacityWork()).asks()) {
            launched++;
            Machine machine = machine("m-" + launched, ask.request());
            machines.put(machine.id(), machine);
            rig.apply(new NoteLaunch(ask.launchId(), ask.request().clientToken(), machine, null, null));
        }
        for (NoteMachines.Arrival arrival : look().arrivals()) {
            register(arrival, cpu, memory);
        }
    }

    private Machine machine(String id, LaunchRequest request) {
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
                null);
    }

    private NoteMachines.Answer look() {
        return rig.apply(
                new NoteMachines("cloud", properties, List.copyOf(machines.values()), rig.now, Sightings.NONE));
    }

    private void register(NoteMachines.Arrival arrival, int cpu, int memory) {
        RuntimeDescription host =
                new RuntimeDescription("sim 1", cpu, memory, List.of(), List.of(), Set.of(), List.of());
        String id = MachineLaunch.instanceId(arrival.instanceName());
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
        Transaction transaction = new Transaction(rig.state, rig.now);
        InstanceState instance = Objects.requireNonNull(rig.state.instance(id));
        transaction.putInstance(
                instance.record().toBuilder().agentConnected(true).build());
        transaction.writes(RecordCodec::toJson);
    }

    /** Decides every five seconds, and launches what is asked for; how many machines that were. */
    private int launchedIn(Duration duration, int cpu, int memory) {
        int before = launched;
        for (long seconds = 0; seconds <= duration.toSeconds(); seconds += 5) {
            decide();
            launch(cpu, memory);
            rig.pass(Duration.ofSeconds(5));
        }
        return launched - before;
    }

    @Test
    void noneIsLaunchedAgainForWhatDoesNotFitOnWhatItsTypeHas() {
        waits(1024, 1024);

        assertThat(launchedIn(Duration.ofMinutes(59), 1024, 1000)).isEqualTo(1);
        assertThat(launchedIn(Duration.ofMinutes(119), 1024, 1000))
                .as("after an hour it is tried again")
                .isEqualTo(1);
        assertThat(launchedIn(Duration.ofMinutes(200), 1024, 1000)).isEqualTo(1);
    }

    @Test
    void whatFitsOnWhatItsTypeHasIsLaunchedForAsBefore() {
        waits(1024, 1024);
        decide();
        launch(1024, 1000);
        decide();
        assertThat(asked()).isEmpty();

        waits(1024, 1000);
        waits(1024, 1000);
        decide();

        assertThat(asked()).as("one of them fits on the machine that is there").containsExactly("small");
    }

    @Test
    void aLargerTypeIsLaunchedWhereThereIsOne() {
        types = List.of(SMALL, LARGE);
        waits(1024, 1024);
        decide();
        assertThat(asked()).containsExactly("small");
        launch(1024, 1000);

        decide();

        assertThat(asked()).containsExactly("large");
        launch(4096, 4096);
        assertThat(launchedIn(Duration.ofMinutes(10), 4096, 4096)).isZero();
    }

    @Test
    void whatDaemonsTakeIsTakenOffWhatItHas() {
        rig.apply(new CreateService(
                OperationRig.service("daemon", 1)
                        .desiredCount(null)
                        .schedulingStrategy(SchedulingStrategy.DAEMON)
                        .build(),
                definition(0, 100),
                ""));
        waits(1024, 920);
        decide();
        assertThat(asked()).containsExactly("small");
        launch(1024, 1000);
        waits(1024, 900);

        decide();

        assertThat(asked())
                .as("900 MiB fit on the machine that is there, 920 nowhere")
                .isEmpty();
        waits(1024, 900);
        decide();
        assertThat(asked()).containsExactly("small");
    }

    @Test
    void noFurtherAttemptOfALaunchGoesToATypeThatIsTooSmallByThen() {
        types = List.of(SMALL, LARGE);
        waits(1024, 1024);
        decide();
        CapacityWork.Ask first = rig.apply(new CapacityWork()).asks().get(0);
        launch(1024, 1000);
        decide();
        CapacityWork.Ask second = rig.apply(new CapacityWork()).asks().get(0);
        assertThat(second.request().machineType()).isEqualTo("large");
        assertThat(first.launchId()).isNotEqualTo(second.launchId());

        rig.apply(new NoteLaunch(
                second.launchId(), second.request().clientToken(), null, Refusal.NO_CAPACITY, "there is none"));
        decide();

        assertThat(asked()).isEmpty();
        rig.pass(Duration.ofSeconds(15));
        decide();
        assertThat(asked()).containsExactly("large");
    }

    @Test
    void itIsTriedAtOnceWhenTheCapacityProviderOrWhatIsSaidOfTheTypeHasChanged() {
        waits(1024, 1024);
        launchedIn(Duration.ofMinutes(1), 1024, 1000);
        properties = Map.of("image", "two");
        attach();
        assertThat(launchedIn(Duration.ofMinutes(1), 1024, 1000)).isEqualTo(1);

        types = List.of(type("small", 1024, 1500, 1.0));
        assertThat(launchedIn(Duration.ofMinutes(1), 1024, 1000))
                .as("what is there is less than is said now, too")
                .isZero();
        properties = Map.of("image", "three");
        attach();
        assertThat(launchedIn(Duration.ofMinutes(1), 1024, 1500)).isEqualTo(1);
    }

    @Test
    void aMachineThatIsAsLargeAsIsSaidSetsItRight() {
        waits(1024, 1024);
        launchedIn(Duration.ofMinutes(1), 1024, 1000);
        waits(1024, 1000);
        waits(1024, 1000);
        decide();
        launch(1024, 1024);
        waits(1024, 1024);
        waits(1024, 1024);

        decide();

        assertThat(asked()).isNotEmpty();
        assertThat(rig.state.providerMemory("pool").smaller()).isNull();
    }

    @Test
    void theServiceIsToldWhyItsTaskFitsNoTypeAndOnlyOnce() {
        rig.apply(rig.create(OperationRig.service("web", 1)));
        waits(1024, 1024, "service:web");
        decide();
        launch(1024, 1000);

        decide();
        decide();

        assertThat(events()).containsOnlyOnce("(service web) was unable to place a task. Reason: " + WHY);
    }

    @Test
    void aServiceWhoseTaskFitsAnotherTypeIsToldNothing() {
        types = List.of(SMALL, LARGE);
        rig.apply(rig.create(OperationRig.service("web", 1)));
        waits(1024, 1024, "service:web");
        decide();
        launch(1024, 1000);

        decide();

        assertThat(events()).isEmpty();
    }

    private List<String> events() {
        ServiceState service = Objects.requireNonNull(rig.state.service("web"));
        return new ArrayList<>(service.lastEvents(message -> true));
    }
}
