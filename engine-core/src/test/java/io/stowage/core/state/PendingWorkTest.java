package io.stowage.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.placement.Admission;
import io.stowage.core.placement.Demand;
import io.stowage.core.placement.Fits;
import io.stowage.core.placement.HostPort;
import io.stowage.core.placement.PlacementRules;
import io.stowage.core.placement.TaskRules;
import io.stowage.model.Container;
import io.stowage.model.ContainerInstance;
import io.stowage.model.ContainerInstanceStatus;
import io.stowage.model.DesiredStatus;
import io.stowage.model.NetworkBinding;
import io.stowage.model.PlacementConstraint;
import io.stowage.model.PlacementConstraintType;
import io.stowage.model.TaskStatus;
import io.stowage.model.TransportProtocol;
import io.stowage.spi.PlacementFilter;
import io.stowage.spi.PlacementInstance;
import io.stowage.spi.TasksToPlace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
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
        state.block("large", LARGE, null);
        state.block("small", SMALL, null);
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
        state.block("large", LARGE, null);
        commit(transaction -> transaction.putInstance(instance("i2", ContainerInstanceStatus.DRAINING)));
        assertThat(state.takeDirty()).isEmpty();
        commit(transaction -> transaction.putInstance(instance("i2", ContainerInstanceStatus.ACTIVE)));
        assertThat(state.takeDirty()).containsExactly("large");
    }

    @Test
    void aPortThatIsTakenIsNoRoom() {
        state.block("ssh", demand(1, new HostPort(TransportProtocol.TCP, 22)), null);
        state.block("web", demand(1, new HostPort(TransportProtocol.TCP, 80)), null);
        commit(transaction -> stop(transaction, "t1"));
        assertThat(state.takeDirty()).contains("web").doesNotContain("ssh");
    }

    /** The runtime had chosen it, and the container has another one now. */
    @Test
    void aPortThatATaskNoLongerHoldsIsOffered() {
        commit(transaction -> transaction.changeTask("t1", task -> task.containers(bound(80))));
        state.block("web", demand(1, new HostPort(TransportProtocol.TCP, 80)), null);
        commit(transaction -> transaction.changeTask("t1", task -> task.containers(bound(80))));
        assertThat(state.takeDirty()).doesNotContain("web");
        commit(transaction -> transaction.changeTask("t1", task -> task.containers(bound(8081))));
        assertThat(state.takeDirty()).contains("web");
    }

    private static List<Container> bound(int port) {
        return List.of(
                StateFixture.container("t1", List.of(NetworkBinding.port("0.0.0.0", 80, port, TransportProtocol.TCP))));
    }

    private static Admission noneOf(String group) {
        return new Admission(
                "service:own",
                List.of(new PlacementConstraint(PlacementConstraintType.MEMBER_OF, "not(task:group == " + group + ")")),
                TaskRules.NONE);
    }

    @Test
    void whatOtherTasksDecideIsOfferedWhereTheyNoLongerForbidIt() {
        commit(transaction -> transaction.addTask(StateFixture.task("t3", "i1", "bar", 1, NOW)));
        state.block("away", demand(1), noneOf("service:shop"));
        commit(transaction -> stop(transaction, "t1"));
        assertThat(state.takeDirty()).doesNotContain("away");
        commit(transaction -> stop(transaction, "t3"));
        assertThat(state.takeDirty()).as("another one is there").doesNotContain("away");
        commit(transaction -> transaction.changeTask("t2", task -> task.desiredStatus(DesiredStatus.STOPPED)));
        assertThat(state.takeDirty()).contains("away");
        assertThat(state.anyDirty()).isFalse();
    }

    /** Trying again costs a look at each instance: it isn't tried for each task that starts or stops somewhere. */
    @Test
    void aFilterIsAskedOfInstancesThatHaveChangedAndOfNoOthers() {
        commit(transaction -> transaction.putInstance(instance("i2", ContainerInstanceStatus.ACTIVE)));
        List<String> asked = new ArrayList<>();
        TaskRules fewTasks = rules(candidate -> {
            asked.add(candidate.id());
            return candidate.runningTasksCount() > 0 ? Optional.empty() : Optional.of("nobody there");
        });
        state.block("shy", demand(1), new Admission("service:shy", List.of(), fewTasks));
        assertThat(state.takeDirty()).doesNotContain("shy");
        assertThat(asked).isEmpty();
        commit(transaction -> stop(transaction, "t1"));
        assertThat(state.takeDirty()).doesNotContain("shy");
        assertThat(asked).containsOnly("i1");
        commit(transaction -> transaction.changeTask(
                "t2", task -> task.lastStatus(TaskStatus.RUNNING).startedAt(NOW)));
        assertThat(state.takeDirty()).contains("shy");
        assertThat(asked).containsOnly("i1");
    }

    private static TaskRules rules(Function<PlacementInstance, Optional<String>> refuses) {
        PlacementFilter filter = new PlacementFilter() {
            @Override
            public boolean appliesTo(TasksToPlace tasks) {
                return true;
            }

            @Override
            public Optional<String> refuses(PlacementInstance instance, TasksToPlace tasks) {
                return refuses.apply(instance);
            }
        };
        return new PlacementRules(Map.of("filter", filter), Map.of()).of(StateFixture.definition(1), "service:any");
    }

    @Test
    void whatWaitsForSomethingElseByNowIsNotHeldToWhatItWaitedForBefore() {
        state.block("shop", SMALL, noneOf("service:none"));
        state.block("shop", LARGE, null);
        commit(transaction -> transaction.addTask(StateFixture.task("t3", "i1", "bar", 1, NOW)));
        assertThat(state.takeDirty()).doesNotContain("shop");
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
            state.block("small", demand(3_896), null);
            transaction.rollback();
        });
        assertThat(state.takeDirty()).contains("small");
    }

    /** So many wait, and so much has changed, that comparing would cost more than trying. */
    @Test
    void inDoubtAllAreTriedAgain() {
        for (int i = 0; i < 400; i++) {
            state.block("service-" + i, demand(1_000_000), null);
        }
        commit(transaction -> {
            for (int i = 0; i < 300; i++) {
                transaction.putInstance(instance("n" + i, ContainerInstanceStatus.ACTIVE));
            }
        });
        assertThat(state.takeDirty()).hasSizeGreaterThanOrEqualTo(400);
    }

    /** Whoever could fit somewhere and could not before is never left waiting, whether or not tasks decide it. */
    @Property(tries = 200)
    void nothingWaitsThatCouldFit(@ForAll long seed) {
        rig = new StateRig();
        state = rig.state();
        Random draw = new Random(seed);
        Map<String, Predicate<InstanceState>> waiting = new LinkedHashMap<>();
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
            waiting.forEach((service, fits) -> assertThat(state.instances()).noneMatch(fits));
            Demand demand = demand(3_000 + draw.nextInt(1_200));
            Admission admission = draw.nextBoolean() ? null : anyAdmission(draw);
            Predicate<InstanceState> fits =
                    each -> Fits.fits(demand, each) && (admission == null || admission.admits(each));
            if (state.instances().stream().noneMatch(fits)) {
                state.block("waits-" + turn, demand, admission);
                waiting.put("waits-" + turn, fits);
            }
        }
    }

    private static Admission anyAdmission(Random draw) {
        int most = draw.nextInt(3);
        return switch (draw.nextInt(3)) {
            case 0 -> noneOf("service:shop");
            case 1 ->
                new Admission(
                        "service:own",
                        List.of(new PlacementConstraint(
                                PlacementConstraintType.MEMBER_OF, "runningTasksCount > " + most)),
                        TaskRules.NONE);
            default ->
                new Admission(
                        "service:own",
                        List.of(),
                        rules(candidate -> candidate.tasksOfGroup("service:shop") > most
                                ? Optional.of("too many")
                                : Optional.empty()));
        };
    }

    private static void change(Transaction transaction, List<String> tasks, int turn, Random draw) {
        String at = draw.nextBoolean() ? "i1" : "i2";
        if (draw.nextInt(5) == 0 && !tasks.isEmpty()) {
            transaction.changeTask(
                    tasks.get(draw.nextInt(tasks.size())),
                    task -> task.lastStatus(TaskStatus.RUNNING).startedAt(NOW));
        } else if (draw.nextInt(3) == 0 && !tasks.isEmpty()) {
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
