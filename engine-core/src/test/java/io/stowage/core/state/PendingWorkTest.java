package io.stowage.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.placement.Demand;
import io.stowage.core.placement.Fits;
import io.stowage.core.placement.HostPort;
import io.stowage.model.Container;
import io.stowage.model.ContainerInstance;
import io.stowage.model.ContainerInstanceStatus;
import io.stowage.model.DesiredStatus;
import io.stowage.model.NetworkBinding;
import io.stowage.model.TaskStatus;
import io.stowage.model.TransportProtocol;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What fits nowhere is looked at again when an instance has changed that it could fit on, and not before. */
class PendingWorkTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Demand LARGE = demand(4_000);
    private static final Demand SMALL = demand(3_990);

    private StateRig rig = new StateRig();
    private ClusterState state = rig.state();

    private static Demand demand(int cpu, HostPort... ports) {
        return new Demand(cpu, 128, 0, List.of(ports));
    }

    private static ContainerInstance instance(String id, ContainerInstanceStatus status) {
        return StateFixture.instance(id, "z1", status);
    }

    private void commit(Consumer<Transaction> changes) {
        rig.commit(NOW, changes);
    }

    private static void stop(Transaction transaction, String id) {
        transaction.changeTask(
                id,
                task -> task.desiredStatus(DesiredStatus.STOPPED)
                        .lastStatus(TaskStatus.STOPPED)
                        .stoppedAt(NOW));
    }

    /** An instance of 4096 CPU units with two tasks of 100 each. */
    @BeforeEach
    void anInstanceWithTwoTasks() {
        commit(transaction -> {
            transaction.putInstance(instance("i1", ContainerInstanceStatus.ACTIVE));
            transaction.putDefinition(StateFixture.definition(1));
            transaction.putService(StateFixture.service("shop", 1));
            transaction.addTask(StateFixture.task("t1", "i1", "shop", 1, NOW));
            transaction.addTask(StateFixture.task("t2", "i1", "shop", 1, NOW));
        });
        state.takeDirty();
    }

    @Test
    void whatIsFreedIsOfferedToWhatItIsEnoughFor() {
        state.block("large", LARGE, false);
        state.block("small", SMALL, false);
        commit(transaction -> stop(transaction, "t1"));
        assertThat(state.anyDirty()).isTrue();
        assertThat(state.takeDirty()).contains("small").doesNotContain("large");
        assertThat(state.blocked("small")).isFalse();
        assertThat(state.blocked("large")).isTrue();
        assertThat(state.anyDirty()).isFalse();
        commit(transaction -> stop(transaction, "t2"));
        assertThat(state.takeDirty()).contains("large");
    }

    @Test
    void aNewInstanceIsOfferedOnceItTakesTasks() {
        state.block("large", LARGE, false);
        commit(transaction -> transaction.putInstance(instance("i2", ContainerInstanceStatus.DRAINING)));
        assertThat(state.takeDirty()).isEmpty();
        commit(transaction -> transaction.putInstance(instance("i2", ContainerInstanceStatus.ACTIVE)));
        assertThat(state.takeDirty()).containsExactly("large");
    }

    @Test
    void aPortThatIsTakenIsNoRoom() {
        state.block("ssh", demand(1, new HostPort(TransportProtocol.TCP, 22)), false);
        state.block("web", demand(1, new HostPort(TransportProtocol.TCP, 80)), false);
        commit(transaction -> stop(transaction, "t1"));
        assertThat(state.takeDirty()).contains("web").doesNotContain("ssh");
    }

    /** The runtime had chosen it, and the container has another one now. */
    @Test
    void aPortThatATaskNoLongerHoldsIsOffered() {
        commit(transaction -> transaction.changeTask("t1", task -> task.containers(bound(80))));
        state.block("web", demand(1, new HostPort(TransportProtocol.TCP, 80)), false);
        commit(transaction -> transaction.changeTask("t1", task -> task.containers(bound(80))));
        assertThat(state.takeDirty()).doesNotContain("web");
        commit(transaction -> transaction.changeTask("t1", task -> task.containers(bound(8081))));
        assertThat(state.takeDirty()).contains("web");
    }

    private static List<Container> bound(int port) {
        return List.of(
                StateFixture.container("t1", List.of(NetworkBinding.port("0.0.0.0", 80, port, TransportProtocol.TCP))));
    }

    @Test
    void whatOtherTasksDecideIsOfferedWhateverChangesWithThem() {
        state.block("large", LARGE, true);
        commit(transaction -> transaction.changeTask(
                "t1", task -> task.lastStatus(TaskStatus.RUNNING).startedAt(NOW)));
        assertThat(state.takeDirty()).contains("large");
    }

    @Test
    void whatWaitsForSomethingElseByNowIsNotHeldToWhatItWaitedForBefore() {
        state.block("shop", LARGE, true);
        state.block("shop", LARGE, false);
        commit(transaction -> transaction.addTask(StateFixture.task("t3", "i1", "shop", 1, NOW)));
        assertThat(state.blocked("shop")).isTrue();
        state.unblock("shop");
        commit(transaction -> stop(transaction, "t1"));
        assertThat(state.takeDirty()).containsExactly("shop");
    }

    @Test
    void whatATaskTookIsFreeWhenItsStartIsUndone() {
        commit(transaction -> {
            transaction.savepoint();
            transaction.addTask(StateFixture.task("t3", "i1", "shop", 1, NOW));
            state.block("small", demand(3_896), false);
            transaction.rollback();
        });
        assertThat(state.takeDirty()).contains("small");
    }

    /** So many wait, and so much has changed, that comparing would cost more than trying. */
    @Test
    void inDoubtAllAreTriedAgain() {
        for (int i = 0; i < 400; i++) {
            state.block("service-" + i, demand(1_000_000), false);
        }
        commit(transaction -> {
            for (int i = 0; i < 300; i++) {
                transaction.putInstance(instance("n" + i, ContainerInstanceStatus.ACTIVE));
            }
        });
        assertThat(state.takeDirty()).hasSizeGreaterThanOrEqualTo(400);
    }

    /** Whoever could fit somewhere and could not before is never left waiting. */
    @Property(tries = 200)
    void nothingWaitsThatCouldFit(@ForAll long seed) {
        rig = new StateRig();
        state = rig.state();
        Random draw = new Random(seed);
        Map<String, Demand> waiting = new LinkedHashMap<>();
        List<String> tasks = new ArrayList<>();
        commit(transaction -> {
            transaction.putInstance(instance("i1", ContainerInstanceStatus.ACTIVE));
            transaction.putInstance(instance("i2", ContainerInstanceStatus.ACTIVE));
            transaction.putDefinition(StateFixture.definition(1));
            transaction.putService(StateFixture.service("shop", 1));
        });
        for (int turn = 0; turn < 40; turn++) {
            int now = turn;
            commit(transaction -> change(transaction, tasks, now, draw));
            state.takeDirty().forEach(waiting::remove);
            waiting.forEach((service, demand) ->
                    assertThat(state.instances()).noneMatch(instance -> Fits.fits(demand, instance)));
            Demand demand = demand(3_000 + draw.nextInt(1_200));
            if (state.instances().stream().noneMatch(instance -> Fits.fits(demand, instance))) {
                state.block("waits-" + turn, demand, false);
                waiting.put("waits-" + turn, demand);
            }
        }
    }

    private static void change(Transaction transaction, List<String> tasks, int turn, Random draw) {
        String at = draw.nextBoolean() ? "i1" : "i2";
        if (draw.nextInt(3) == 0 && !tasks.isEmpty()) {
            stop(transaction, tasks.remove(draw.nextInt(tasks.size())));
        } else if (draw.nextInt(4) == 0) {
            boolean drains = draw.nextBoolean();
            transaction.putInstance(
                    instance(at, drains ? ContainerInstanceStatus.DRAINING : ContainerInstanceStatus.ACTIVE));
        } else {
            transaction.addTask(StateFixture.task("p" + turn, at, "shop", 1, NOW));
            tasks.add("p" + turn);
        }
    }
}
