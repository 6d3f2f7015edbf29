package io.stowage.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.placement.Demand;
import io.stowage.core.placement.PlacementRequest;
import io.stowage.model.ContainerInstanceBuilder;
import io.stowage.model.ContainerInstanceStatus;
import io.stowage.model.DesiredStatus;
import io.stowage.model.PlacementConstraint;
import io.stowage.model.PlacementConstraintType;
import io.stowage.model.SchedulingStrategy;
import io.stowage.model.TaskStatus;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On which container instances a DAEMON service is to have a task, and what is there. */
class DaemonStateTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Demand DEMAND = new Demand(100, 128, 0, List.of());
    private static final String DEPLOYMENT = "ecs-svc/guard1";

    private final StateRig rig = new StateRig();
    private final ClusterState state = rig.state();
    private PlacementRequest request = request();

    private static PlacementRequest request(String... expressions) {
        List<PlacementConstraint> constraints = Arrays.stream(expressions)
                .map(expression -> new PlacementConstraint(PlacementConstraintType.MEMBER_OF, expression))
                .toList();
        return new PlacementRequest("service:guard", DEMAND, 1, constraints, List.of(), true);
    }

    /** A DAEMON service, another one, two instances in two zones, and one that drains. */
    @BeforeEach
    void aDaemonOnThreeInstances() {
        commit(transaction -> {
            transaction.putInstance(StateFixture.instance("i1", "z1", ContainerInstanceStatus.ACTIVE));
            transaction.putInstance(StateFixture.instance("i2", "z2", ContainerInstanceStatus.ACTIVE));
            transaction.putInstance(StateFixture.instance("i3", "z2", ContainerInstanceStatus.DRAINING));
            transaction.putDefinition(StateFixture.definition(1));
            transaction.putService(StateFixture.service("guard", 1).toBuilder()
                    .schedulingStrategy(SchedulingStrategy.DAEMON)
                    .build());
            transaction.putService(StateFixture.service("shop", 1));
        });
        look();
    }

    private void commit(Consumer<Transaction> changes) {
        rig.commit(NOW, changes);
    }

    private ServiceState guard() {
        return Objects.requireNonNull(state.service("guard"));
    }

    /** The service looks at what has changed for it; yields whether it was woken for that. */
    private boolean look() {
        boolean woken = state.takeDirty().contains("guard");
        state.settleDaemon(guard(), request, NOW);
        return woken;
    }

    private DaemonState seats() {
        return Objects.requireNonNull(guard().daemon());
    }

    private InstanceState instance(String id) {
        return Objects.requireNonNull(state.instance(id));
    }

    private void add(String id, String instance, String service) {
        commit(transaction -> transaction.addTask(StateFixture.task(id, instance, service, 1, NOW)));
    }

    private void wantStopped(String id) {
        commit(transaction -> transaction.changeTask(id, task -> task.desiredStatus(DesiredStatus.STOPPED)));
    }

    private void stop(String id) {
        commit(transaction -> transaction.changeTask(
                id,
                task -> task.desiredStatus(DesiredStatus.STOPPED)
                        .lastStatus(TaskStatus.STOPPED)
                        .stoppedAt(NOW)));
    }

    private void change(String id, Consumer<ContainerInstanceBuilder> change) {
        commit(transaction -> {
            ContainerInstanceBuilder builder = instance(id).record().toBuilder();
            change.accept(builder);
            transaction.putInstance(builder.build());
        });
    }

    private boolean misplaced(String taskId) {
        return Objects.requireNonNull(state.tasks.get(taskId)).misplaced;
    }

    @Test
    void eachActiveInstanceIsToHaveOne() {
        assertThat(seats().instances()).isEqualTo(2);
        assertThat(seats().vacant()).containsExactly("i1", "i2");
        assertThat(seats().clearing()).isZero();
    }

    @Test
    void aPlaceIsTakenThenClearedThenVacantAgain() {
        add("t1", "i1", "guard");
        assertThat(look()).isTrue();
        assertThat(seats().vacant()).containsExactly("i2");
        assertThat(seats().instances()).isEqualTo(2);
        wantStopped("t1");
        look();
        assertThat(seats().vacant()).containsExactly("i2");
        assertThat(seats().clearing()).isEqualTo(1);
        assertThat(seats().tried("i1", DEPLOYMENT)).isFalse();
        stop("t1");
        look();
        assertThat(seats().vacant()).containsExactly("i1", "i2");
        assertThat(seats().clearing()).isZero();
        assertThat(seats().tried("i1", DEPLOYMENT)).isTrue();
        assertThat(seats().tried("i1", "ecs-svc/other")).isFalse();
        assertThat(seats().tried("i2", DEPLOYMENT)).isFalse();
    }

    @Test
    void anInstanceWithoutRoomIsToHaveOneAllTheSameAndIsLookedAtWhenSomethingIsFreed() {
        add("t1", "i1", "shop");
        look();
        state.lacksRoom(guard(), instance("i1"));
        assertThat(seats().vacant()).containsExactly("i2");
        assertThat(seats().instances()).isEqualTo(2);
        look();
        assertThat(seats().vacant()).as("nothing has changed").containsExactly("i2");
        stop("t1");
        assertThat(look()).isTrue();
        assertThat(seats().vacant()).containsExactly("i1", "i2");
    }

    @Test
    void anInstanceThatIsAwayIsToHaveOneUntilItIsLost() {
        add("t2", "i2", "guard");
        change("i1", instance -> instance.agentConnected(false));
        change("i2", instance -> instance.agentConnected(false));
        look();
        assertThat(seats().instances()).isEqualTo(2);
        assertThat(seats().vacant()).isEmpty();
        change("i1", instance -> instance.agentLostAt(NOW));
        look();
        assertThat(seats().instances()).as("but for the one that is lost").isEqualTo(1);
        change("i2", instance -> instance.agentLostAt(NOW));
        look();
        assertThat(seats().instances()).isZero();
        change("i1", instance -> instance.agentConnected(true));
        change("i2", instance -> instance.agentConnected(true));
        look();
        assertThat(seats().instances()).isEqualTo(2);
        assertThat(seats().vacant()).containsExactly("i1");
    }

    @Test
    void anInstanceWhoseAgentHasNeverBeenThereIsToHaveNone() {
        commit(transaction ->
                transaction.putInstance(StateFixture.instance("i4", "z1", ContainerInstanceStatus.ACTIVE).toBuilder()
                        .agentConnected(false)
                        .build()));
        look();
        assertThat(seats().instances()).isEqualTo(2);
        change("i4", instance -> instance.agentConnected(true));
        look();
        assertThat(seats().vacant()).containsExactly("i1", "i2", "i4");
    }

    @Test
    void otherConstraintsHaveAllInstancesLookedAt() {
        add("t1", "i1", "guard");
        look();
        request = request("attribute:ecs.availability-zone == z2");
        look();
        assertThat(seats().instances()).isEqualTo(1);
        assertThat(seats().vacant()).containsExactly("i2");
        assertThat(misplaced("t1")).isTrue();
        request = request();
        look();
        assertThat(seats().instances()).isEqualTo(2);
        assertThat(misplaced("t1")).isFalse();
    }

    /** It guards the tasks of others until the last of them has gone. */
    @Test
    void aTaskStaysOnAnInstanceThatDrainsForAsLongAsTasksOfOthersDo() {
        add("t1", "i1", "guard");
        add("t2", "i1", "shop");
        change("i1", instance -> instance.status(ContainerInstanceStatus.DRAINING));
        look();
        assertThat(seats().instances()).isEqualTo(1);
        assertThat(misplaced("t1")).isFalse();
        stop("t2");
        assertThat(look()).as("it waited for that").isTrue();
        assertThat(misplaced("t1")).isTrue();
    }

    @Test
    void anotherDaemonsTaskKeepsNoTaskOnAnInstanceThatDrains() {
        commit(transaction -> transaction.putService(StateFixture.service("meter", 1).toBuilder()
                .schedulingStrategy(SchedulingStrategy.DAEMON)
                .build()));
        add("t1", "i1", "guard");
        add("t2", "i1", "meter");
        change("i1", instance -> instance.status(ContainerInstanceStatus.DRAINING));
        look();
        assertThat(misplaced("t1")).isTrue();
    }

    @Test
    void anInstanceThatIsGoneIsForgotten() {
        add("t1", "i1", "guard");
        stop("t1");
        look();
        assertThat(seats().tried("i1", DEPLOYMENT)).isTrue();
        commit(transaction -> transaction.deleteInstance("i1"));
        assertThat(look()).isTrue();
        assertThat(seats().instances()).isEqualTo(1);
        assertThat(seats().vacant()).containsExactly("i2");
        assertThat(seats().tried("i1", DEPLOYMENT)).isFalse();
    }

    @Test
    void aTaskThatCanNotBeReadMayBeTheOneThatIsToBeThere() {
        instance("i1").holdAside(DEMAND, "service:guard");
        instance("i2").holdAside(null, null);
        state.lookAtAllInstances(guard());
        look();
        assertThat(seats().vacant()).isEmpty();
        assertThat(seats().instances()).isEqualTo(2);
        assertThat(seats().clearing()).isZero();
    }

    @Test
    void whereTasksOfOthersForbidItOneIsLaunchedOnceTheyDoNot() {
        add("t1", "i1", "shop");
        request = request("not(task:group == service:shop)");
        look();
        assertThat(seats().instances()).isEqualTo(1);
        assertThat(seats().vacant()).containsExactly("i2");
        wantStopped("t1");
        assertThat(look()).as("it waited for that").isTrue();
        assertThat(seats().vacant()).containsExactly("i1", "i2");
        add("t2", "i2", "shop");
        assertThat(look()).isTrue();
        assertThat(seats().vacant()).containsExactly("i1");
    }

    /** Else it could drive itself out. */
    @Test
    void whatTasksAreThereCostsNoneItsPlaceThatIsThere() {
        add("t1", "i1", "guard");
        add("t2", "i1", "shop");
        request = request("not(task:group == service:shop)");
        look();
        assertThat(seats().instances()).isEqualTo(2);
        assertThat(misplaced("t1")).isFalse();
    }
}
