package io.stowage.testkit.invariant;

import static io.stowage.testkit.invariant.Doctored.PLAIN;
import static io.stowage.testkit.invariant.InvariantsTest.violates;
import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.world.Lane;
import io.stowage.core.world.Outcome;
import io.stowage.core.world.Strand;
import io.stowage.event.TaskStateChange;
import io.stowage.model.ContainerInstance;
import io.stowage.model.ContainerInstanceStatus;
import io.stowage.model.Task;
import io.stowage.model.TaskStatus;
import io.stowage.model.TaskStopCode;
import io.stowage.spi.Commit;
import io.stowage.spi.CommitResult;
import io.stowage.spi.Lease;
import io.stowage.spi.Payload;
import io.stowage.spi.StoredRecord;
import io.stowage.spi.Write;
import io.stowage.testkit.runtime.SimulatedContainer;
import io.stowage.testkit.world.Simulation;
import io.stowage.testkit.world.VirtualWorld;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** Each invariant of leases, of what is said under them, and of time can fail. */
class LeaseInvariantsTest {

    private static final Duration LIFE = Duration.ofSeconds(10);
    private static final Duration LONGER = Duration.ofSeconds(11);

    private final Doctored doctored = new Doctored();
    private final Simulation simulation = doctored.simulation;
    private final VirtualWorld engine = simulation.world("engine-1");
    private final Strand strand = engine.strand("test");
    private final Lane lane = engine.lane("calls", 10);
    private final Lease lease = doctored.nextLeader("engine-1-a");

    /** Does this in a call of the engine, as it would itself. */
    private void does(Callable<Object> work) {
        List<Outcome<Object>> outcomes = new ArrayList<>();
        strand.call(lane, Duration.ofMinutes(1), work, outcomes::add);
        for (int seconds = 0; outcomes.isEmpty() && seconds < 60; seconds++) {
            simulation.runFor(Duration.ofSeconds(1));
        }
        assertThat(outcomes).singleElement().isInstanceOf(Outcome.Success.class);
    }

    private void takesTheLease() {
        does(() -> doctored.store.acquire(Doctored.PARTITION, lease.holder(), LIFE));
    }

    private void hasAContainer() throws Exception {
        doctored.commit(doctored.create("a"));
        doctored.container(doctored.host, "a", PLAIN, "a");
    }

    private void startsIt() {
        does(() -> {
            doctored.connection(doctored.host).start("a");
            return true;
        });
    }

    private SimulatedContainer container() {
        return doctored.host.containers().iterator().next();
    }

    private void violated(Invariant invariant, String details) {
        throw doctored.invariants.violation(invariant, details);
    }

    @Test
    void s18SeesAContainerThatIsTouchedUnderALeaseThatIsOver() throws Exception {
        takesTheLease();
        hasAContainer();
        simulation.runFor(LONGER);
        violates(Invariant.S18, this::startsIt);
    }

    @Test
    void s18SeesAContainerThatIsTouchedUnderNoLeaseAtAll() throws Exception {
        hasAContainer();
        simulation.runFor(LONGER);
        violates(Invariant.S18, this::startsIt);
    }

    @Test
    void s18TakesWhatIsDoneWhileTheLeaseIsRenewed() throws Exception {
        takesTheLease();
        hasAContainer();
        simulation.runFor(Duration.ofSeconds(6));
        does(() -> doctored.store.renew(lease, LIFE));
        simulation.runFor(Duration.ofSeconds(6));
        startsIt();
        assertThat(container().isRunning()).isTrue();
    }

    /** It trusts its lease for 6 s of 10, which are 12 s by this clock: nobody could tell it. */
    @Test
    void s18TakesWhatAnEngineDoesWhoseClockIsTooSlow() throws Exception {
        engine.clockRate(500);
        takesTheLease();
        hasAContainer();
        simulation.runFor(LONGER);
        startsIt();
        assertThat(container().isRunning()).isTrue();
    }

    private Commit commit() {
        return new Commit(
                Doctored.PARTITION,
                "late",
                doctored.store.read(Doctored.PARTITION).revision(),
                lease,
                List.of());
    }

    @Test
    void s18SeesACommitThatIsSentUnderALeaseThatIsOver() {
        takesTheLease();
        simulation.runFor(LONGER);
        violates(Invariant.S18, () -> does(() -> doctored.store.commit(commit())));
    }

    @Test
    void s18TakesACommitThatWasSentInTimeAndIsLate() {
        takesTheLease();
        List<Outcome<CommitResult>> outcomes = new ArrayList<>();
        strand.call(lane, Duration.ofMinutes(5), () -> doctored.store.commit(commit()), outcomes::add);
        engine.pause(LONGER);
        simulation.runFor(LONGER.multipliedBy(2));
        assertThat(outcomes).hasSize(1);
    }

    /** The lease by which an engine shows that it is there covers the hosts of its own place, and only these. */
    @Test
    void s18KnowsWhatEachLeaseIsFor() throws Exception {
        takesTheLease();
        hasAContainer();
        Tenure local = new Tenure(simulation, host -> true, this::violated);
        Tenure remote = new Tenure(simulation, host -> false, this::violated);
        Lease first = new Lease("engine/engine-1-a/c", "engine-1-a/1", 1);
        Lease second = new Lease("engine/engine-1-a/c", "engine-1-a/2", 2);
        does(() -> {
            local.held(first, LIFE);
            remote.held(first, LIFE);
            local.started(container());
            return true;
        });
        violates(
                Invariant.S18,
                () -> does(() -> {
                    remote.started(container());
                    return true;
                }));
        does(() -> {
            local.held(second, LIFE);
            local.released(first);
            return true;
        });
        does(() -> {
            local.started(container());
            local.released(second);
            return true;
        });
        violates(
                Invariant.S18,
                () -> does(() -> {
                    local.started(container());
                    return true;
                }));
    }

    /** Proof that another engine is gone is no leave to do anything. */
    @Test
    void s18SeesAnEngineThatActsUnderTheLeaseOfAnother() throws Exception {
        takesTheLease();
        hasAContainer();
        Tenure tenure = new Tenure(simulation, host -> true, this::violated);
        violates(
                Invariant.S18,
                () -> does(() -> {
                    tenure.held(new Lease("engine/engine-2-b/c", "engine-1-a/0", 1), LIFE);
                    tenure.started(container());
                    return true;
                }));
    }

    private void isStoppedWhileItsContainerRuns() {
        doctored.commit(doctored.stop("a", TaskStopCode.USER_INITIATED));
        doctored.commit(doctored.status("a", TaskStatus.STOPPED));
    }

    private void isDeposedBefore(Callable<Object> work) {
        takesTheLease();
        VirtualWorld other = simulation.world("engine-2");
        Lease next = doctored.nextLeader("engine-2-a");
        List<Outcome<Optional<Lease>>> outcomes = new ArrayList<>();
        other.strand("test")
                .call(
                        other.lane("calls", 10),
                        Duration.ofMinutes(1),
                        () -> doctored.store.acquire(Doctored.PARTITION, next.holder(), LIFE),
                        outcomes::add);
        simulation.runFor(Duration.ofSeconds(1));
        assertThat(outcomes).hasSize(1);
        does(work);
    }

    private Object makesAndStartsIt() throws Exception {
        doctored.container(doctored.host, "a", PLAIN, "a");
        doctored.connection(doctored.host).start("a");
        return true;
    }

    @Test
    void s9TakesWhatADeposedEngineMade() {
        doctored.commit(doctored.create("a"));
        isDeposedBefore(this::makesAndStartsIt);
        isStoppedWhileItsContainerRuns();
        assertThat(container().isRunning()).isTrue();
    }

    @Test
    void s9SeesWhatAnEngineMadeBeforeItWasDeposed() {
        doctored.commit(doctored.create("a"));
        takesTheLease();
        does(this::makesAndStartsIt);
        isDeposedBefore(() -> true);
        violates(Invariant.S9, this::isStoppedWhileItsContainerRuns);
    }

    private static Write stored(String kind, String id, String json) {
        return new Write.Put(new StoredRecord(kind, id, 1, Payload.ofText(json)));
    }

    private static List<Write> time(String now) {
        return List.of(stored("meta", "meta", "{\"now\":\"" + now + "\",\"nextEvent\":3}"));
    }

    @Test
    void s26SeesATimeThatGoesBack() {
        ClusterTime time = new ClusterTime();
        time.check("cluster/c", time("2026-01-01T00:00:10Z"), this::violated);
        time.check("cluster/c", time("2026-01-01T00:00:10Z"), this::violated);
        time.check("cluster/d", time("2026-01-01T00:00:01Z"), this::violated);
        violates(Invariant.S26, () -> time.check("cluster/c", time("2026-01-01T00:00:09.999Z"), this::violated));
        time.forget();
        time.check("cluster/c", time("2026-01-01T00:00:09Z"), this::violated);
        violates(Invariant.S26, () -> time.check("cluster/c", time("2026-01-01T00:00:08Z"), this::violated));
    }

    private void hears(Task task) {
        doctored.invariants.heard(new TaskStateChange("event", simulation.time(), task));
        simulation.runFor(Duration.ofSeconds(1));
    }

    @Test
    void s27SeesAnEventOfWhatWasNeverCommitted() {
        doctored.commit(doctored.create("a"));
        Task committed = Objects.requireNonNull(
                doctored.invariants.mirror(Doctored.CLUSTER).task("a"));
        hears(committed);
        violates(Invariant.S27, () -> hears(committed.toBuilder().version(2).build()));
        violates(
                Invariant.S27,
                () -> hears(
                        committed.toBuilder().lastStatus(TaskStatus.ACTIVATING).build()));
        violates(
                Invariant.S27,
                () -> hears(committed.toBuilder()
                        .taskArn("arn:aws:ecs:local:0:task/c/b")
                        .build()));
        doctored.commit(doctored.status("a", TaskStatus.ACTIVATING));
        hears(committed);
    }

    @Test
    void s27SeesAnEventOfWhatWasNeverCommittedAfterAFailOverToo() {
        doctored.store.keepCopy();
        doctored.commit(doctored.create("a"));
        Task lost = Objects.requireNonNull(
                doctored.invariants.mirror(Doctored.CLUSTER).task("a"));
        doctored.store.failOver(50);
        hears(lost);
        violates(Invariant.S27, () -> hears(lost.toBuilder().version(2).build()));
    }

    private static Change connected() {
        ContainerInstance before = Doctored.instance(ContainerInstanceStatus.ACTIVE, false);
        Change change = new Change(1);
        change.instances.add(new Change.OfInstance(
                "i1", before, before.toBuilder().agentConnected(true).build()));
        return change;
    }

    private void attach(Contacts contacts, int epoch) {
        does(() -> {
            contacts.note(
                    List.of(stored(
                            "attachment",
                            "i1",
                            "{\"containerInstanceId\":\"i1\",\"engineId\":\"engine-1-a\",\"epoch\":" + epoch + "}")),
                    lease);
            return true;
        });
    }

    @Test
    void s10SeesAnInstanceThatIsConnectedToAnEngineThatHasNotReachedIt() {
        Contacts contacts = new Contacts(simulation);
        attach(contacts, 1);
        violates(Invariant.S10, () -> contacts.check(connected(), this::violated));
        does(() -> {
            contacts.answered("host-1");
            return true;
        });
        contacts.check(connected(), this::violated);
        attach(contacts, 1);
        contacts.check(connected(), this::violated);
        attach(contacts, 2);
        violates(Invariant.S10, () -> contacts.check(connected(), this::violated));
        contacts.forget();
        contacts.check(connected(), this::violated);
    }
}
