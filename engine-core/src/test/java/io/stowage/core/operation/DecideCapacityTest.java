package io.stowage.core.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.StopTaskRequest;
import io.stowage.core.agent.Attachment;
import io.stowage.core.capacity.Collector.Sightings;
import io.stowage.core.capacity.Launch.Phase;
import io.stowage.core.capacity.Offer;
import io.stowage.core.capacity.ScalingRules;
import io.stowage.core.json.RecordCodec;
import io.stowage.core.operation.CapacityWork.Place;
import io.stowage.core.operation.CapacityWork.Types;
import io.stowage.core.state.AttachedProvider;
import io.stowage.core.state.MachineLaunch;
import io.stowage.core.state.MachineLaunch.Leaving;
import io.stowage.core.state.Transaction;
import io.stowage.error.InvalidParameterException;
import io.stowage.model.CapacityProvider;
import io.stowage.model.CapacityProviderStatus;
import io.stowage.model.ContainerDefinition;
import io.stowage.model.ContainerInstance;
import io.stowage.model.InstancePoolProvider;
import io.stowage.model.ManagedScaling;
import io.stowage.model.ManagedScalingStatus;
import io.stowage.model.PortMapping;
import io.stowage.model.PurchaseOption;
import io.stowage.model.TaskDefinition;
import io.stowage.model.TaskDefinitionPlacementConstraint;
import io.stowage.model.TaskDefinitionPlacementConstraintType;
import io.stowage.spi.InstanceProvider.Access;
import io.stowage.spi.InstanceProvider.LaunchRequest;
import io.stowage.spi.InstanceProvider.Machine;
import io.stowage.spi.InstanceProvider.MachineState;
import io.stowage.spi.InstanceProvider.MachineType;
import io.stowage.spi.InstanceProvider.Refusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** From what capacity providers say and which tasks wait to launches, for all capacity providers of a cluster at once. */
class DecideCapacityTest {

    private static final Place PLACE = new Place("cloud", Map.of("image", "one"));
    private static final MachineType SMALL = type("small", 1024, 1024, 1.0);
    private static final MachineType LARGE = type("large", 4096, 4096, 4.0);

    private final OperationRig rig = OperationRig.open();
    private int tasks;
    private long version;

    private static MachineType type(String name, int cpu, int memory, @Nullable Double price) {
        return new MachineType(
                name, cpu, memory, List.of("a", "b"), Map.of("ecs.cpu-architecture", "arm64"), price, null);
    }

    private static InstancePoolProvider pool(ManagedScalingStatus scaling) {
        return InstancePoolProvider.builder()
                .instanceProvider("cloud")
                .properties(Map.of("image", "one"))
                .availabilityZones(List.of("a", "b"))
                .minimumSize(0)
                .maximumSize(10)
                .managedScaling(new ManagedScaling(scaling, null, null, null, null))
                .build();
    }

    private void attach(InstancePoolProvider pool) {
        attach(pool, "pool");
    }

    private void attach(InstancePoolProvider pool, String... names) {
        version++;
        List<AttachedProvider> providers = new ArrayList<>();
        for (String name : names) {
            CapacityProvider provider = CapacityProvider.builder()
                    .capacityProviderArn(OperationRig.PREFIX + ":capacity-provider/" + name)
                    .name(name)
                    .status(CapacityProviderStatus.ACTIVE)
                    .instancePoolProvider(pool)
                    .build();
            providers.add(new AttachedProvider(provider, version));
        }
        rig.apply(new PutClusterCapacityProviders(providers, List.of(), rig.state.providerEpoch()));
    }

    /** Once nobody waits for it any more. */
    private void detach() {
        stopThoseThatWait();
        rig.apply(new PutClusterCapacityProviders(List.of(), List.of(), rig.state.providerEpoch()));
    }

    private void stopThoseThatWait() {
        List<String> waiting = new ArrayList<>();
        rig.state.provisioning().forEach(task -> waiting.add(task.taskArn()));
        waiting.forEach(task -> rig.apply(new StopTask(new StopTaskRequest(null, task, null))));
    }

    private void waits(TaskDefinition definition, String provider) {
        tasks++;
        Transaction transaction = new Transaction(rig.state, rig.now);
        transaction.putDefinition(definition);
        transaction.addTask(TaskFactory.create(new TaskFactory.TaskSeed(
                String.format("%032x", 5_000 + tasks),
                rig.state.ids(),
                definition,
                null,
                provider,
                "family:web",
                null,
                null,
                List.of(),
                List.of(),
                rig.now)));
        transaction.writes(RecordCodec::toJson);
    }

    private void waiting(int many) {
        for (int i = 0; i < many; i++) {
            waits(OperationRig.definition(1), "pool");
        }
    }

    private DecideCapacity.Answer decide(MachineType... types) {
        return rig.apply(new DecideCapacity(
                List.of(new DecideCapacity.Known(new Types(PLACE, List.of()), List.of(types))),
                ScalingRules.Pace.DEFAULT));
    }

    private void decide(ScalingRules.Pace scaleIn) {
        rig.apply(new DecideCapacity(
                List.of(new DecideCapacity.Known(new Types(PLACE, List.of()), List.of(SMALL))), scaleIn));
    }

    private CapacityWork.Answer work() {
        return rig.apply(new CapacityWork());
    }

    private MachineLaunch only() {
        assertThat(rig.state.launches()).hasSize(1);
        return rig.state.launches().iterator().next();
    }

    private Machine answered(CapacityWork.Ask ask) {
        LaunchRequest request = ask.request();
        Machine machine = new Machine(
                "m-1",
                MachineState.RUNNING,
                request.machineType(),
                request.availabilityZone(),
                request.purchase(),
                rig.now,
                request.tags(),
                Map.of(),
                new Access("simulated", Map.of("host", "m-1")),
                null);
        rig.apply(new NoteLaunch(ask.launchId(), request.clientToken(), machine, null, null));
        return machine;
    }

    private NoteMachines.Answer look(Machine machine) {
        return rig.apply(new NoteMachines(
                PLACE.instanceProvider(), PLACE.properties(), List.of(machine), rig.now, Sightings.NONE));
    }

    private void register(Machine machine) {
        register(machine, look(machine).arrivals().get(0));
    }

    private void register(Machine machine, NoteMachines.Arrival arrival) {
        rig.apply(new RegisterMachine(
                arrival.launchId(),
                machine.id(),
                new RegisterContainerInstance(
                        OperationRig.registration(arrival.instanceName())
                                .runtimeProperties(Map.of("host", machine.id()))
                                .build(),
                        MachineLaunch.instanceId(arrival.instanceName()),
                        OperationRig.host(),
                        OperationRig.ANYWHERE)));
    }

    @Test
    void launchesForTheTasksThatWaitForTheCapacityProvider() {
        attach(pool(ManagedScalingStatus.ENABLED));
        waiting(8);
        waits(OperationRig.definition(1), "another");

        decide(SMALL);

        assertThat(work().asks()).hasSize(2).allSatisfy(ask -> {
            assertThat(ask.instanceProvider()).isEqualTo("cloud");
            assertThat(ask.request().properties()).isEqualTo(PLACE.properties());
            assertThat(ask.request().machineType()).isEqualTo("small");
        });
        decide(SMALL);
        assertThat(rig.written).isEmpty();
    }

    @Test
    void whatIsIdleKeepsNothingFromBeingLaunchedThatDoesNotFitOnIt() {
        attach(pool(ManagedScalingStatus.ENABLED));
        waiting(1);
        decide(SMALL, LARGE);
        register(answered(work().asks().get(0)));
        connect();
        stopThoseThatWait();
        waits(definition(2, 2048), "pool");

        decide(SMALL, LARGE);
        decide(SMALL, LARGE);

        assertThat(work().asks()).extracting(ask -> ask.request().machineType()).containsExactly("large");
    }

    @Test
    void anIdleMachineWhoseAgentWasAwayForTooLongIsWaitedForNoLonger() {
        attach(pool(ManagedScalingStatus.ENABLED));
        waiting(1);
        decide(SMALL);
        register(answered(work().asks().get(0)));
        connect();
        change(rig.state.instances().iterator().next().record().toBuilder()
                .agentConnected(false)
                .agentLostAt(rig.now)
                .build());
        rig.pass(Duration.ofMinutes(6));

        decide(SMALL);
        decide(SMALL);

        assertThat(work().asks()).hasSize(1);
    }

    @Test
    void whatFitsOnAnIdleMachineIsNotLaunchedFor() {
        attach(pool(ManagedScalingStatus.ENABLED));
        waiting(1);
        decide(SMALL, LARGE);
        register(answered(work().asks().get(0)));
        connect();

        decide(SMALL, LARGE);

        assertThat(work().asks()).isEmpty();
    }

    private static TaskDefinition definition(int revision, int size) {
        return OperationRig.definition(revision).toBuilder()
                .containerDefinitions(List.of(ContainerDefinition.builder()
                        .name("main")
                        .image("web")
                        .cpu(size)
                        .memory(size)
                        .build()))
                .build();
    }

    private void connect() {
        change(rig.state.instances().iterator().next().record().toBuilder()
                .agentConnected(true)
                .build());
    }

    private void change(ContainerInstance instance) {
        Transaction transaction = new Transaction(rig.state, rig.now);
        transaction.putInstance(instance);
        transaction.writes(RecordCodec::toJson);
    }

    @Test
    void saysWhichTypesItNeedsToKnowAndLaunchesNothingBefore() {
        attach(pool(ManagedScalingStatus.ENABLED));
        waiting(1);
        assertThat(work().types()).containsExactly(new Types(PLACE, List.of()));

        rig.apply(new DecideCapacity(List.of(), ScalingRules.Pace.DEFAULT));

        assertThat(rig.state.launches()).isEmpty();
    }

    @Test
    void givesBackAsFastAsItIsConfigured() {
        InstancePoolProvider pool = pool(ManagedScalingStatus.ENABLED).toBuilder()
                .managedScaling(new ManagedScaling(ManagedScalingStatus.ENABLED, null, null, null, 0))
                .build();
        attach(pool.toBuilder().minimumSize(1).build());
        decide(SMALL);
        register(answered(work().asks().get(0)));
        attach(pool);
        rig.pass(Duration.ofSeconds(9));

        decide(new ScalingRules.Pace(1, 100, Duration.ofSeconds(10)));
        assertThat(only().leaving()).as("held after the launch").isNull();
        rig.pass(Duration.ofSeconds(1));
        decide(ScalingRules.Pace.DEFAULT);
        assertThat(only().leaving()).as("in ECS's time").isNull();
        decide(new ScalingRules.Pace(1, 100, Duration.ofSeconds(10)));

        assertThat(only().leaving()).isEqualTo(Leaving.SCALE_IN);
    }

    @Test
    void withoutManagedScalingNothingIsLaunchedAndWhatIsThereStays() {
        attach(pool(ManagedScalingStatus.ENABLED).toBuilder().minimumSize(1).build());
        decide(SMALL);
        register(answered(work().asks().get(0)));

        attach(pool(ManagedScalingStatus.DISABLED).toBuilder().minimumSize(3).build());
        waiting(8);
        for (int minute = 0; minute < 40; minute++) {
            rig.pass(Duration.ofMinutes(1));
            decide(SMALL);
        }

        assertThat(only().launch().phase()).isEqualTo(Phase.REGISTERED);
        assertThat(only().leaving()).isNull();
        assertThat(work().types()).isEmpty();
        assertThat(work().looks()).containsExactly(PLACE);
    }

    @Test
    void aLaunchWhoseCapacityProviderWasTakenAwayEndsWhateverItsState() {
        attach(pool(ManagedScalingStatus.ENABLED));
        waiting(1);
        decide(SMALL);
        CapacityWork.Ask ask = work().asks().get(0);
        detach();
        decide(SMALL);
        assertThat(only().launch().phase())
                .as("nobody knows yet whether there is a machine")
                .isEqualTo(Phase.ASKING);

        Machine machine = answered(ask);
        decide(SMALL);

        assertThat(look(machine).arrivals()).isEmpty();
        assertThat(work().ends()).containsExactly(new CapacityWork.End(PLACE, "m-1"));
    }

    @Test
    void aMachineOfACapacityProviderThatWasTakenAwayEndsWhenItIsEmpty() {
        attach(pool(ManagedScalingStatus.ENABLED));
        waiting(1);
        decide(SMALL);
        register(answered(work().asks().get(0)));
        Transaction transaction = new Transaction(rig.state, rig.now);
        transaction.deleteProvider("pool");
        transaction.writes(RecordCodec::toJson);

        decide(SMALL);

        assertThat(rig.state.instances()).isEmpty();
        assertThat(work().ends()).containsExactly(new CapacityWork.End(PLACE, "m-1"));
    }

    @Test
    void theHostOfAMachineIsCleanedUntilItIsOverAndOthersLonger() {
        attach(pool(ManagedScalingStatus.ENABLED));
        waiting(1);
        decide(SMALL);
        Machine machine = answered(work().asks().get(0));
        register(machine);
        String id = rig.state.instances().iterator().next().id();
        formerly("someone else's", "0001");
        new Transaction(rig.state, rig.now).putAttachment(new Attachment(id, "engine-1", 1, null));

        stopThoseThatWait();
        rig.apply(new DeregisterContainerInstance(id, true));
        decide(SMALL);
        assertThat(rig.state.attachments()).hasSize(2);

        look(OperationRig.terminated(machine));

        assertThat(rig.state.launches()).isEmpty();
        assertThat(rig.state.attachments())
                .extracting(Attachment::containerInstanceId)
                .containsExactly("0001");
    }

    @Test
    void aMachineWhoseContainerInstanceWasDeregisteredIsNotRegisteredAgain() {
        attach(pool(ManagedScalingStatus.ENABLED));
        waiting(1);
        decide(SMALL);
        Machine machine = answered(work().asks().get(0));
        NoteMachines.Arrival arrival = look(machine).arrivals().get(0);
        register(machine, arrival);
        register(machine, arrival);
        assertThat(rig.state.instances()).hasSize(1);

        rig.apply(new DeregisterContainerInstance(
                rig.state.instances().iterator().next().id(), true));

        assertThatThrownBy(() -> register(machine, arrival))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("is not awaited by launch " + arrival.launchId());
        assertThat(rig.state.instances()).isEmpty();
    }

    private void formerly(String name, String id) {
        ContainerInstance instance = rig.state.instances().iterator().next().record().toBuilder()
                .containerInstanceName(name)
                .build();
        new Transaction(rig.state, rig.now)
                .putAttachment(new Attachment(id, "engine-1", 1, null).deregistered(instance, rig.now));
    }

    @Test
    void aMachineWhoseContainerInstanceCannotBeReadStays() {
        attach(pool(ManagedScalingStatus.ENABLED).toBuilder().minimumSize(1).build());
        decide(SMALL);
        register(answered(work().asks().get(0)));
        String id = MachineLaunch.instanceId(only().instanceName());
        Transaction transaction = new Transaction(rig.state, rig.now);
        transaction.deleteInstance(id);
        transaction.writes(RecordCodec::toJson);
        rig.state.quarantine().add("instance", id, "cut off");

        for (int minute = 0; minute < 40; minute++) {
            rig.pass(Duration.ofMinutes(1));
            decide(SMALL);
        }

        assertThat(only().launch().phase()).isEqualTo(Phase.REGISTERED);
        assertThat(work().ends()).isEmpty();
    }

    @Test
    void whatACapacityProviderThatCannotBeReadHasStays() {
        attach(pool(ManagedScalingStatus.ENABLED).toBuilder().minimumSize(1).build());
        decide(SMALL);
        register(answered(work().asks().get(0)));
        Transaction transaction = new Transaction(rig.state, rig.now);
        transaction.deleteProvider("pool");
        transaction.writes(RecordCodec::toJson);
        rig.state.quarantine().add("capacityprovider", "pool", "cut off");

        decide(SMALL);

        assertThat(only().launch().phase()).isEqualTo(Phase.REGISTERED);
        assertThat(only().leaving()).isNull();
    }

    @Test
    void aMemoryThatCannotBeReadStopsItsOwnCapacityProviderAndNoOther() {
        attach(pool(ManagedScalingStatus.ENABLED), "amnesic", "pool");
        waits(OperationRig.definition(1), "amnesic");
        waiting(1);
        rig.state.quarantine().add("providermemory", "amnesic", "cut off");

        decide(SMALL);

        assertThat(only().capacityProvider()).isEqualTo("pool");
    }

    @Test
    void whatIsSeenOfMachinesCountsBesideAMemoryThatCannotBeRead() {
        attach(pool(ManagedScalingStatus.ENABLED));
        waiting(1);
        decide(SMALL);
        rig.state.quarantine().add("providermemory", "pool", "cut off");
        CapacityWork.Ask ask = work().asks().get(0);

        rig.apply(new NoteLaunch(ask.launchId(), ask.request().clientToken(), null, Refusal.NO_CAPACITY, "none"));
        register(answered(work().asks().get(0)));

        assertThat(only().launch().phase()).isEqualTo(Phase.REGISTERED);
    }

    @Test
    void whatIsTooLateIsTerminatedWhereItWasLaunched() {
        attach(pool(ManagedScalingStatus.ENABLED));
        waiting(1);
        decide(SMALL);
        answered(work().asks().get(0));
        rig.pass(Duration.ofMinutes(10));

        assertThat(decide(SMALL).ends()).containsExactly(new CapacityWork.End(PLACE, "m-1"));
    }

    @Test
    void tasksGoOnlyWhereTheirConstraintsLetThem() {
        attach(pool(ManagedScalingStatus.ENABLED));
        waits(
                OperationRig.definition(1).toBuilder()
                        .placementConstraints(List.of(new TaskDefinitionPlacementConstraint(
                                TaskDefinitionPlacementConstraintType.MEMBER_OF,
                                "attribute:ecs.instance-type == large and attribute:ecs.availability-zone == b")))
                        .build(),
                "pool");

        decide(SMALL, LARGE);

        assertThat(work().asks()).singleElement().satisfies(ask -> {
            assertThat(ask.request().machineType()).isEqualTo("large");
            assertThat(ask.request().availabilityZone()).isEqualTo("b");
        });
    }

    @Test
    void tasksThatNeedTheSameHostPortGetAMachineEach() {
        attach(pool(ManagedScalingStatus.ENABLED));
        TaskDefinition definition = OperationRig.definition(1).toBuilder()
                .containerDefinitions(List.of(ContainerDefinition.builder()
                        .name("main")
                        .image("web")
                        .cpu(16)
                        .memory(16)
                        .portMappings(List.of(PortMapping.builder()
                                .containerPort(80)
                                .hostPort(80)
                                .build()))
                        .build()))
                .build();
        for (int i = 0; i < 3; i++) {
            waits(definition, "pool");
        }

        decide(SMALL);

        assertThat(work().asks()).hasSize(3);
    }

    @Test
    void offersAreInTheOrderOfTheCapacityProviderAndInItsZones() {
        InstancePoolProvider pool = pool(ManagedScalingStatus.ENABLED).toBuilder()
                .machineTypes(List.of("large", "missing", "small"))
                .availabilityZones(List.of("b", "c"))
                .build();

        assertThat(MachineOffers.of(pool, List.of(SMALL, LARGE)))
                .containsExactly(new Offer("large", "b", 4096, 4096, 4), new Offer("small", "b", 1024, 1024, 1));
    }

    @Test
    void whereOnePriceIsNotKnownAllAreGuessed() {
        MachineType dear = type("dear", 1024, 9 * 1024, null);
        InstancePoolProvider pool = pool(ManagedScalingStatus.ENABLED).toBuilder()
                .availabilityZones(List.of())
                .build();

        assertThat(MachineOffers.of(pool, List.of(dear, type("cheap", 1024, 0, 99.0))))
                .containsExactly(new Offer("dear", "", 1024, 9 * 1024, 2), new Offer("cheap", "", 1024, 0, 1));
        assertThat(MachineOffers.of(
                        pool.toBuilder().purchase(PurchaseOption.SPOT).build(), List.of(SMALL)))
                .extracting(Offer::price)
                .containsExactly(Offer.guessedPrice(1024, 1024));
        assertThat(MachineOffers.of(pool, List.of(type("broken", -1, 1, 1.0)))).isEmpty();
    }
}
