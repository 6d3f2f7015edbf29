package io.stowage.core.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.RunTaskRequestBuilder;
import io.stowage.RunTaskResponse;
import io.stowage.StopTaskRequest;
import io.stowage.core.json.RecordCodec;
import io.stowage.core.state.AttachedProvider;
import io.stowage.core.state.Ids;
import io.stowage.core.state.InstanceState;
import io.stowage.core.state.Transaction;
import io.stowage.error.InvalidParameterException;
import io.stowage.error.ResourceInUseException;
import io.stowage.model.CapacityProvider;
import io.stowage.model.CapacityProviderStatus;
import io.stowage.model.CapacityProviderStrategyItem;
import io.stowage.model.ContainerInstance;
import io.stowage.model.ContainerStatus;
import io.stowage.model.DesiredStatus;
import io.stowage.model.Failure;
import io.stowage.model.InstancePoolProvider;
import io.stowage.model.LaunchType;
import io.stowage.model.ManagedScaling;
import io.stowage.model.ManagedScalingStatus;
import io.stowage.model.PlacementConstraint;
import io.stowage.model.PlacementConstraintType;
import io.stowage.model.Task;
import io.stowage.model.TaskStatus;
import io.stowage.model.TaskStopCode;
import io.stowage.spi.RuntimeDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tasks that are run by a capacity provider strategy. */
class StrategyTasksTest {

    private final OperationRig rig = OperationRig.open();

    static AttachedProvider provider(String name, ManagedScalingStatus scaling) {
        return new AttachedProvider(
                CapacityProvider.builder()
                        .capacityProviderArn(OperationRig.PREFIX + ":capacity-provider/" + name)
                        .name(name)
                        .status(CapacityProviderStatus.ACTIVE)
                        .instancePoolProvider(InstancePoolProvider.builder()
                                .instanceProvider("cloud")
                                .managedScaling(new ManagedScaling(scaling, null, null, null, null))
                                .build())
                        .build(),
                1);
    }

    static CapacityProviderStrategyItem item(String name, int weight, int base) {
        return new CapacityProviderStrategyItem(name, weight, base);
    }

    private void put(ManagedScalingStatus scaling, List<CapacityProviderStrategyItem> strategy, String... names) {
        List<AttachedProvider> providers = new ArrayList<>();
        for (String name : names) {
            providers.add(provider(name, scaling));
        }
        rig.apply(new PutClusterCapacityProviders(providers, strategy, rig.state.providerEpoch()));
    }

    private void scaling(String... names) {
        put(ManagedScalingStatus.ENABLED, List.of(), names);
    }

    /** An instance of 1024 CPU units and MiB: four tasks fit on it. */
    private String instance(String name, String provider) {
        String id = rig.instance(name);
        Transaction transaction = new Transaction(rig.state, rig.now);
        InstanceState instance = Objects.requireNonNull(rig.state.instance(id));
        transaction.putInstance(
                instance.record().toBuilder().capacityProviderName(provider).build());
        transaction.writes(RecordCodec::toJson);
        return id;
    }

    private RunTaskResponse run(int count, CapacityProviderStrategyItem... strategy) {
        return rig.apply(rig.runTask(OperationRig.run()
                .count(count)
                .capacityProviderStrategy(strategy.length == 0 ? null : List.of(strategy))));
    }

    private static Map<String, Integer> byProvider(List<Task> tasks) {
        Map<String, Integer> counts = new TreeMap<>();
        tasks.forEach(task -> counts.merge(String.valueOf(task.capacityProviderName()), 1, Integer::sum));
        return counts;
    }

    static Stream<Arguments> shares() {
        return Stream.of(
                Arguments.of(List.of(item("a", 1, 0), item("b", 1, 0)), 10, Map.of("a", 5, "b", 5)),
                Arguments.of(List.of(item("a", 1, 0), item("b", 4, 0)), 10, Map.of("a", 2, "b", 8)),
                Arguments.of(List.of(item("a", 1, 2), item("b", 1, 0)), 2, Map.of("a", 2)),
                Arguments.of(List.of(item("a", 1, 2), item("b", 1, 0)), 10, Map.of("a", 6, "b", 4)),
                Arguments.of(List.of(item("a", 0, 3), item("b", 1, 0)), 10, Map.of("a", 3, "b", 7)),
                Arguments.of(List.of(item("b", 0, 0)), 3, Map.of("b", 3)));
    }

    /** ECS's examples among them. */
    @ParameterizedTest
    @MethodSource("shares")
    void tasksAreSharedOutByBaseAndWeight(
            List<CapacityProviderStrategyItem> strategy, int count, Map<String, Integer> shares) {
        scaling("a", "b");
        RunTaskResponse response =
                rig.apply(rig.runTask(OperationRig.run().count(count).capacityProviderStrategy(strategy)));
        assertThat(response.failures()).isEmpty();
        assertThat(byProvider(response.tasks())).isEqualTo(new TreeMap<>(shares));
    }

    @Test
    void aTaskGoesOnlyToAnInstanceOfItsCapacityProvider() {
        scaling("a", "b");
        String ofA = instance("one", "a");
        String ofB = instance("two", "b");
        rig.instance("three");
        for (Task task : run(4, item("a", 1, 0)).tasks()) {
            assertThat(Ids.shortIdOrNull(task.containerInstanceArn())).isEqualTo(ofA);
            assertThat(task.capacityProviderName()).isEqualTo("a");
            assertThat(task.launchType()).isNull();
            assertThat(task.lastStatus()).isEqualTo(TaskStatus.PENDING);
        }
        Task next = run(1, item("a", 1, 0)).tasks().get(0);
        assertThat(next.lastStatus()).isEqualTo(TaskStatus.PROVISIONING);
        assertThat(next.containerInstanceArn()).isNull();
        assertThat(next.availabilityZone()).isNull();
        assertThat(next.connectivity()).isNull();
        assertThat(Objects.requireNonNull(rig.state.instance(ofB)).unreleasedCount())
                .isZero();
        assertThat(rig.state.provisioning()).containsExactly(next);
    }

    @Test
    void aTaskWithoutAStrategyGoesToAnyInstance() {
        scaling("a");
        instance("one", "a");
        Task task = run(1).tasks().get(0);
        assertThat(task.capacityProviderName()).isNull();
        assertThat(task.launchType()).isEqualTo(LaunchType.EC2);
        assertThat(task.containerInstanceArn()).isNotNull();
    }

    @Test
    void theDefaultOfTheClusterAppliesWhereNothingElseIsSaid() {
        put(ManagedScalingStatus.ENABLED, List.of(item("a", 1, 0)), "a", "b");
        assertThat(byProvider(run(1).tasks())).isEqualTo(Map.of("a", 1));
        assertThat(byProvider(run(1, item("b", 1, 0)).tasks())).isEqualTo(Map.of("b", 1));
        RunTaskResponse onInstances = rig.apply(rig.runTask(OperationRig.run().launchType(LaunchType.EC2)));
        assertThat(onInstances.tasks()).isEmpty();
        assertThat(onInstances.failures()).extracting(Failure::reason).containsExactly("NO ACTIVE INSTANCES");
    }

    @Test
    void withoutManagedScalingATaskThatFindsNoRoomFails() {
        put(ManagedScalingStatus.DISABLED, List.of(), "a", "b");
        instance("other", "b");
        RunTaskResponse none = run(2, item("a", 1, 0));
        assertThat(none.tasks()).isEmpty();
        assertThat(none.failures())
                .extracting(Failure::reason)
                .containsOnly("EMPTY CAPACITY PROVIDER")
                .hasSize(2);
        String id = instance("own", "a");
        RunTaskResponse some = run(5, item("a", 1, 0));
        assertThat(some.tasks()).hasSize(4);
        assertThat(some.failures()).singleElement().satisfies(failure -> {
            assertThat(failure.reason()).isEqualTo("RESOURCE:CPU");
            assertThat(failure.arn()).isEqualTo(rig.state.ids().containerInstance(id));
        });
    }

    @Test
    void atMostFiveHundredTasksOfAClusterWait() {
        scaling("a", "b");
        for (int i = 0; i < 50; i++) {
            assertThat(run(10, item(i % 2 == 0 ? "a" : "b", 1, 0)).failures()).isEmpty();
        }
        assertThat(rig.state.provisioningCount()).isEqualTo(500);
        RunTaskResponse more = run(2, item("a", 1, 0));
        assertThat(more.tasks()).isEmpty();
        assertThat(more.failures())
                .containsExactly(
                        new Failure(null, "Tasks provisioning capacity limit was exceeded.", null),
                        new Failure(null, "Tasks provisioning capacity limit was exceeded.", null));
        Task first = rig.state.provisioning().iterator().next();
        rig.apply(new StopTask(new StopTaskRequest(null, first.taskArn(), null)));
        RunTaskResponse again = run(2, item("a", 1, 0));
        assertThat(again.tasks()).hasSize(1);
        assertThat(again.failures()).hasSize(1);
    }

    @Test
    void aCapacityProviderThatATaskWaitsForStaysOnTheCluster() {
        scaling("a");
        Task task = run(1, item("a", 1, 0)).tasks().get(0);
        assertThatThrownBy(() -> scaling("b"))
                .isInstanceOf(ResourceInUseException.class)
                .hasMessageContaining(task.taskArn());
        Task unused = rig.apply(new StopTask(new StopTaskRequest(null, task.taskArn(), null)));
        scaling("b");
        assertThat(rig.state.providerNames()).containsExactly("b");
    }

    @Test
    void aCapacityProviderThatAnUnreadableServiceMayUseStaysOnTheCluster() {
        scaling("a");
        rig.state.quarantine().add("service", "web", "cut off");
        assertThatThrownBy(() -> scaling("b"))
                .isInstanceOf(ResourceInUseException.class)
                .hasMessageContaining("a has perhaps a service of which the stored record can't be relied on");
    }

    @Test
    void aTaskOfAnUnreadableServiceIsPlacedNowhere() {
        scaling("a");
        Task alike = run(1, item("a", 1, 0)).tasks().get(0);
        rig.state.quarantine().add("service", "web", "cut off");
        Transaction transaction = new Transaction(rig.state, rig.now);
        transaction.addTask(alike.toBuilder()
                .taskArn(rig.state.ids().task("0123456789abcdef0123456789abcdef"))
                .group("service:web")
                .build());
        transaction.writes(RecordCodec::toJson);
        assertThat(rig.state.provisioning()).containsExactly(alike);
    }

    @Test
    void aTaskThatWaitsIsStoppedAtOnce() {
        scaling("a");
        Task task = run(1, item("a", 1, 0)).tasks().get(0);
        Task stopped = rig.apply(new StopTask(new StopTaskRequest(null, task.taskArn(), null)));
        assertThat(stopped.lastStatus()).isEqualTo(TaskStatus.STOPPED);
        assertThat(stopped.desiredStatus()).isEqualTo(DesiredStatus.STOPPED);
        assertThat(stopped.stopCode()).isEqualTo(TaskStopCode.USER_INITIATED);
        assertThat(stopped.stoppedReason()).isEqualTo("Task stopped by user");
        assertThat(stopped.stoppedAt()).isEqualTo(rig.now);
        assertThat(stopped.executionStoppedAt()).isNull();
        assertThat(stopped.containers()).allMatch(each -> each.lastStatus() == ContainerStatus.STOPPED);
        assertThat(rig.state.provisioningCount()).isZero();
    }

    @Test
    void whatRunTaskAskedOfItsPlaceIsKeptForAsLongAsTheTaskWaits() {
        scaling("a");
        List<PlacementConstraint> constraints =
                List.of(new PlacementConstraint(PlacementConstraintType.MEMBER_OF, "attribute:disk == ssd"));
        RunTaskRequestBuilder request = OperationRig.run()
                .capacityProviderStrategy(List.of(item("a", 1, 0)))
                .placementConstraints(constraints)
                .placementStrategy(List.of());
        Task task = rig.apply(rig.runTask(request)).tasks().get(0);
        assertThat(task.placementConstraints()).isEqualTo(constraints);
        assertThat(task.placementStrategy()).isNull();
        Task stopped = rig.apply(new StopTask(new StopTaskRequest(null, task.taskArn(), null)));
        assertThat(stopped.placementConstraints()).isNull();
    }

    @Test
    void aStrategyThatCantBeFollowedIsRefused() {
        scaling("a", "FARGATE");
        assertThatThrownBy(() -> run(1, item("b", 1, 0)))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("'b'")
                .hasMessageContaining("not associated with the cluster");
        assertThatThrownBy(() -> run(1, item("a", 0, 0), item("b", 0, 0)))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("weight of 0 in all items");
        assertThatThrownBy(() -> run(1, item("FARGATE", 1, 0), item("a", 1, 0)))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("capacity providers of two kinds");
        RunTaskRequestBuilder both = OperationRig.run()
                .capacityProviderStrategy(List.of(item("a", 1, 0)))
                .launchType(LaunchType.EC2);
        assertThatThrownBy(() -> rig.runTask(both).check())
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("launchType");
    }

    private String registerAs(String name, String provider) {
        ContainerInstance registered = rig.apply(new RegisterContainerInstance(
                OperationRig.registration(name).capacityProviderName(provider).build(),
                "fresh-" + name,
                new RuntimeDescription("sim 1", 1024, 1024, List.of(), List.of(), Set.of(), List.of()),
                OperationRig.ANYWHERE));
        String id = Ids.shortId(registered.containerInstanceArn());
        Transaction transaction = new Transaction(rig.state, rig.now);
        transaction.putInstance(Objects.requireNonNull(rig.state.instance(id)).record().toBuilder()
                .agentConnected(true)
                .build());
        transaction.writes(RecordCodec::toJson);
        return id;
    }

    @Test
    void anInstanceHasAnotherCapacityProviderOnlyWhenNoTaskIsOnIt() {
        scaling("a", "b");
        String id = registerAs("one", "a");
        String task = Ids.shortId(run(1, item("a", 1, 0)).tasks().get(0).taskArn());
        assertThatThrownBy(() -> registerAs("one", "b"))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessage("capacityProviderName is b, but " + rig.state.ids().containerInstance(id)
                        + ", which is registered as 'one' with a, has 1 tasks, which can't change theirs. Register it with a, or"
                        + " leave capacityProviderName out; or drain it first, until no task is left.");
        assertThat(registerAs("one", null)).isEqualTo(id);
        assertThat(registerAs("one", "a")).isEqualTo(id);
        assertThat(Objects.requireNonNull(rig.state.instance(id)).capacityProviderName())
                .isEqualTo("a");
        Transaction transaction = new Transaction(rig.state, rig.now);
        transaction.changeTask(
                task,
                change -> change.desiredStatus(DesiredStatus.STOPPED)
                        .lastStatus(TaskStatus.STOPPED)
                        .stoppedAt(rig.now));
        transaction.writes(RecordCodec::toJson);
        assertThat(registerAs("one", "b")).isEqualTo(id);
        assertThat(Objects.requireNonNull(rig.state.instance(id)).capacityProviderName())
                .isEqualTo("b");
    }

    @Test
    void anInstanceOfNoCapacityProviderGetsOneOnlyWhenNoTaskIsOnIt() {
        scaling("a");
        registerAs("one", null);
        run(1);
        assertThatThrownBy(() -> registerAs("one", "a"))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageEndingWith(
                        "which is registered as 'one' with none, has 1 tasks, which can't change theirs. Leave"
                                + " capacityProviderName out; or drain it first, until no task is left.");
    }
}
