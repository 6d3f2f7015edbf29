package io.stowage.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.service.TaskBucket;
import io.stowage.model.ContainerInstanceStatus;
import io.stowage.model.Deployment;
import io.stowage.model.DesiredStatus;
import io.stowage.model.Service;
import io.stowage.model.TaskStatus;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a service says of its deployments and their tasks. */
class ServiceStateTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final String NEW = "ecs-svc/shop2";
    private static final String OLD = "ecs-svc/shop1";

    private final StateRig rig = new StateRig();
    private final ClusterState state = rig.state();

    @BeforeEach
    void aServiceThatIsDeployedAnew() {
        commit(transaction -> {
            transaction.putInstance(StateFixture.instance("i1", "z1", ContainerInstanceStatus.ACTIVE));
            transaction.putDefinition(StateFixture.definition(1));
            transaction.putDefinition(StateFixture.definition(2));
            transaction.putService(StateFixture.service("shop", 2, 1));
        });
    }

    private void commit(Consumer<Transaction> changes) {
        rig.commit(NOW, changes);
    }

    private ServiceState shop() {
        return Objects.requireNonNull(state.service("shop"));
    }

    private int count(String deployment, TaskBucket bucket) {
        return Objects.requireNonNull(shop().deployment(deployment)).count(bucket);
    }

    private void run(String id, int revision, Instant startedAt) {
        commit(transaction -> {
            transaction.addTask(StateFixture.task(id, "i1", "shop", revision, NOW));
            transaction.changeTask(
                    id, task -> task.lastStatus(TaskStatus.RUNNING).startedAt(startedAt));
        });
    }

    private void stop(String id) {
        commit(transaction -> transaction.changeTask(
                id, task -> task.desiredStatus(DesiredStatus.STOPPED).lastStatus(TaskStatus.STOPPED)));
    }

    @Test
    void itIsDescribedWithTheCountsOfItsDeployments() {
        run("t1", 1, NOW);
        run("t2", 2, NOW);
        commit(transaction -> transaction.addTask(StateFixture.task("t3", "i1", "shop", 2, NOW)));
        Service described = shop().described();
        assertThat(described.runningCount()).isEqualTo(2);
        assertThat(described.pendingCount()).isEqualTo(1);
        assertThat(described.deployments()).extracting(Deployment::id).containsExactly(NEW, OLD);
        assertThat(described.deployments()).extracting(Deployment::runningCount).containsExactly(1, 1);
        assertThat(described.deployments()).extracting(Deployment::pendingCount).containsExactly(1, 0);
        assertThat(shop().unreleasedCount()).isEqualTo(3);
    }

    @Test
    void aTaskThatStopsIsNotReleasedUntilItHas() {
        run("t1", 1, NOW);
        commit(transaction -> transaction.changeTask("t1", task -> task.desiredStatus(DesiredStatus.STOPPED)));
        assertThat(shop().described().runningCount()).isZero();
        assertThat(shop().unreleasedCount()).isEqualTo(1);
        stop("t1");
        assertThat(shop().unreleasedCount()).isZero();
    }

    @Test
    void theNextTaskThatWillBeHealthyIsTheOneThatBeganFirst() {
        assertThat(shop().nextMaturity()).isNull();
        run("t1", 1, NOW.minusSeconds(10));
        run("t2", 2, NOW.minusSeconds(20));
        assertThat(shop().nextMaturity()).isEqualTo(NOW.minusSeconds(20).plus(StateRig.MATURITY));
        stop("t2");
        assertThat(shop().nextMaturity()).isEqualTo(NOW.minusSeconds(10).plus(StateRig.MATURITY));
        stop("t1");
        assertThat(shop().nextMaturity()).isNull();
    }

    @Test
    void aTaskIsHealthyOnceItHasRunLongEnoughAndNotBefore() {
        run("t1", 1, NOW);
        run("t2", 1, NOW.plusSeconds(1));
        state.mature(shop(), NOW.plus(StateRig.MATURITY).minusNanos(1));
        assertThat(count(OLD, TaskBucket.STARTED)).isEqualTo(2);
        assertThat(shop().becameHealthy(OLD)).isFalse();
        state.mature(shop(), NOW.plus(StateRig.MATURITY));
        assertThat(count(OLD, TaskBucket.HEALTHY)).isEqualTo(1);
        assertThat(count(OLD, TaskBucket.STARTED)).isEqualTo(1);
        assertThat(shop().becameHealthy(OLD)).isTrue();
        assertThat(shop().becameHealthy(NEW)).isFalse();
        assertThat(shop().becameHealthy("another")).isFalse();
        shop().forgetBecameHealthy();
        assertThat(shop().becameHealthy(OLD)).isFalse();
    }

    @Test
    void aTaskThatStoppedMeanwhileHoldsUpNobodyElse() {
        run("t1", 1, NOW);
        run("t2", 1, NOW);
        stop("t1");
        state.mature(shop(), NOW.plus(StateRig.MATURITY));
        assertThat(count(OLD, TaskBucket.HEALTHY)).isEqualTo(1);
    }

    @Test
    void aTaskThatIsNotToStopAfterAllBecomesHealthyInItsTurn() {
        run("t1", 1, NOW);
        run("t2", 1, NOW.plusSeconds(1));
        commit(transaction -> {
            transaction.savepoint();
            transaction.changeTask("t1", task -> task.desiredStatus(DesiredStatus.STOPPED));
            transaction.rollback();
        });
        assertThat(shop().nextMaturity()).isEqualTo(NOW.plus(StateRig.MATURITY));
        state.mature(shop(), NOW.plus(StateRig.MATURITY));
        assertThat(count(OLD, TaskBucket.HEALTHY)).isEqualTo(1);
        assertThat(shop().nextMaturity()).isEqualTo(NOW.plusSeconds(1).plus(StateRig.MATURITY));
    }

    @Test
    void aDeploymentThatIsNotInTheRecordAnyMoreIsGone() {
        commit(transaction -> transaction.putService(StateFixture.service("shop", 2)));
        assertThat(shop().deployment(OLD)).isNull();
        assertThat(shop().deployment(NEW)).isNotNull();
        assertThat(shop().deployment(null)).isNull();
    }

    @Test
    void aDeploymentThatIsBackWhenAPartIsUndoneHasItsTasksStill() {
        run("t1", 1, NOW);
        commit(transaction -> {
            transaction.savepoint();
            transaction.putService(StateFixture.service("shop", 2));
            transaction.rollback();
        });
        assertThat(count(OLD, TaskBucket.STARTED)).isEqualTo(1);
        assertThat(shop().deployments()).hasSize(2);
    }

    @Test
    void itsEventsAreDescribedTheNewestFirst() {
        assertThat(shop().lastEvent()).isNull();
        commit(transaction -> {
            transaction.addEvent(shop(), "said");
            transaction.addEvent(shop(), "said more");
        });
        assertThat(shop().lastEvent()).isEqualTo("said more");
        assertThat(shop().described().events())
                .extracting(event -> event.message())
                .containsExactly("said more", "said");
    }

    @Test
    void itsStoppedTasksAreKeptTheOldestFirst() {
        for (String id : List.of("t1", "t2", "t3")) {
            run(id, 1, NOW);
            stop(id);
        }
        assertThat(shop().stoppedBeyond(3)).isNull();
        assertThat(shop().stoppedBeyond(2)).isEqualTo(state.task("t1"));
        assertThat(shop().lastStopped(2)).containsExactly(state.task("t3"), state.task("t2"));
        commit(transaction -> transaction.deleteTask("t1"));
        assertThat(shop().lastStopped(9)).containsExactly(state.task("t3"), state.task("t2"));
    }
}
