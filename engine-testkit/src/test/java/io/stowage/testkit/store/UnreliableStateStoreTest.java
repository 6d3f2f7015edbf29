package io.stowage.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.world.Lane;
import io.stowage.core.world.Outcome;
import io.stowage.core.world.Strand;
import io.stowage.spi.Changes;
import io.stowage.spi.Commit;
import io.stowage.spi.CommitResult;
import io.stowage.spi.Lease;
import io.stowage.spi.PartitionSnapshot;
import io.stowage.spi.Payload;
import io.stowage.spi.Revision;
import io.stowage.spi.StoredRecord;
import io.stowage.spi.Write;
import io.stowage.testkit.fault.Component;
import io.stowage.testkit.fault.Fault;
import io.stowage.testkit.fault.Rates;
import io.stowage.testkit.world.Network;
import io.stowage.testkit.world.Network.Condition;
import io.stowage.testkit.world.Simulation;
import io.stowage.testkit.world.VirtualWorld;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** A store that goes wrong keeps the SPI's promises: what it answers is true, and an exception or silence says nothing. */
class UnreliableStateStoreTest {

    private static final int ALWAYS = 1_000_000;
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Simulation simulation = new Simulation(3);
    private final RecordingStateStore truth = new RecordingStateStore(simulation);
    private final DamagedRecords damaged = new DamagedRecords();
    private final UnreliableStateStore store = new UnreliableStateStore("one", truth, damaged, simulation);
    private final VirtualWorld world = simulation.world("one");
    private final Strand strand = world.strand("loop");
    private final Lane lane = world.lane("store", 8);
    private final List<Outcome<?>> outcomes = new ArrayList<>();

    private static Commit commit(long expected) {
        Payload payload = Payload.ofObject("x", object -> {
            throw new AssertionError("not serialised");
        });
        return new Commit(
                "p",
                "commit-" + expected,
                at(expected),
                null,
                List.of(new Write.Put(new StoredRecord("k", "i", 1, payload))));
    }

    private static Revision at(long number) {
        return number == 0 ? Revision.NONE : new Revision(number, "commit-" + (number - 1));
    }

    private <T> Outcome<?> call(Callable<T> work) {
        outcomes.clear();
        strand.call(lane, MINUTE, work, outcomes::add);
        simulation.runFor(MINUTE.multipliedBy(2));
        return outcomes.get(0);
    }

    private long revision() {
        return truth.read("p").revision().number();
    }

    private String readText() {
        Outcome<?> outcome = call(() -> store.read("p"));
        PartitionSnapshot read = (PartitionSnapshot) Objects.requireNonNull(((Outcome.Success<?>) outcome).value());
        return text(read.records().get(0));
    }

    private static String text(StoredRecord record) {
        return record.payload().object(String.class, damagedText -> damagedText);
    }

    private void damage() {
        truth.listen(damaged);
        truth.commit(commit(0));
        damaged.damage("p", truth.read("p").records().get(0), "cut o");
    }

    @Test
    void aDamagedRecordIsDamagedForWhoeverReadsItAndNobodyElse() {
        damage();
        assertThat(readText()).isEqualTo("cut o");
        assertThat(simulation.cells().count(Fault.RECORDS_DAMAGED, Component.STORE))
                .isEqualTo(1);
        Outcome<?> feed = call(() -> store.changesAfter("p", Revision.NONE, Duration.ZERO));
        Changes changes = (Changes) Objects.requireNonNull(((Outcome.Success<?>) feed).value());
        assertThat(text(((Write.Put) changes.writes().get(0)).record())).isEqualTo("cut o");
        assertThat(text(truth.read("p").records().get(0))).isEqualTo("x");
    }

    @Test
    void aRecordThatIsWrittenAnewIsDamagedNoMore() {
        damage();
        truth.commit(commit(1));
        assertThat(readText()).isEqualTo("x");
        assertThat(damaged.mend(truth.read("p"), "p", "k", "i")).isNull();
    }

    @Test
    void aRecordIsMendedByACommitThatWritesItAsItWas() {
        damage();
        Commit mending = Objects.requireNonNull(damaged.mend(truth.read("p"), "p", "k", "i"));
        assertThat(DamagedRecords.isMending(mending)).isTrue();
        assertThat(truth.commit(mending)).isInstanceOf(CommitResult.Committed.class);
        assertThat(readText()).isEqualTo("x");
    }

    @Test
    void aFailedCallHasNoEffect() {
        store.rates(Rates.NONE.with(Fault.STORE_FAILS, ALWAYS));
        assertThat(call(() -> store.commit(commit(0)))).isInstanceOf(Outcome.Failure.class);
        assertThat(revision()).isZero();
        assertThat(simulation.cells().count(Fault.STORE_FAILS, Component.STORE)).isEqualTo(1);
    }

    @Test
    void aCallThatHangsHasNoEffectAndNoAnswer() {
        store.rates(Rates.NONE.with(Fault.STORE_HANGS, ALWAYS));
        assertThat(call(() -> store.commit(commit(0)))).isInstanceOf(Outcome.Unknown.class);
        assertThat(revision()).isZero();
    }

    @Test
    void aCallWhoseAnswerIsLostHasItsEffect() {
        store.rates(Rates.NONE.with(Fault.STORE_ANSWERS_LOST, ALWAYS));
        assertThat(call(() -> store.commit(commit(0)))).isNotInstanceOf(Outcome.Success.class);
        assertThat(revision()).isEqualTo(1);
        store.rates(Rates.NONE);
        assertThat(call(() -> store.outcome("p", "commit-0")))
                .isEqualTo(new Outcome.Success<>(Optional.of(new CommitResult.Committed(1))));
    }

    @Test
    void aCommitThatIsOvertakenIsAConflictAndNothingIsMadeUp() {
        store.rates(Rates.NONE.with(Fault.STORE_CONFLICTS, ALWAYS));
        assertThat(call(() -> store.commit(commit(0))))
                .isEqualTo(new Outcome.Success<>(
                        new CommitResult.Conflict(truth.read("p").revision())));
        assertThat(revision()).isEqualTo(1);
        assertThat(truth.read("p").records()).isEmpty();
    }

    @Test
    void aStaleFeedAnswersWithNothing() {
        truth.commit(commit(0));
        store.rates(Rates.NONE.with(Fault.STORE_STALE, ALWAYS));
        assertThat(call(() -> store.changesAfter("p", Revision.NONE, Duration.ZERO)))
                .isEqualTo(new Outcome.Success<>(new Changes(Revision.NONE, true, List.of())));
    }

    @Test
    void aConnectionThatIsCutLetsNothingThroughAndOneWayLetsRequestsThrough() {
        simulation.network().set("one", Network.STORE, Condition.CUT);
        assertThat(call(() -> store.commit(commit(0)))).isNotInstanceOf(Outcome.Success.class);
        assertThat(revision()).isZero();
        simulation.network().set("one", Network.STORE, Condition.ANSWERS_LOST);
        assertThat(call(() -> store.commit(commit(0)))).isInstanceOf(Outcome.Unknown.class);
        assertThat(revision()).isEqualTo(1);
        simulation.network().heal();
        assertThat(call(() -> store.commit(commit(1)))).isInstanceOf(Outcome.Success.class);
    }

    @Test
    void anEngineStandsStillRightBeforeItsNextCommitOrRightAfterIt() {
        store.pauseAtCommit(Duration.ofSeconds(30), true);
        strand.call(lane, MINUTE, () -> store.commit(commit(0)), outcomes::add);
        simulation.runFor(Duration.ofSeconds(20));
        assertThat(world.isPaused()).isTrue();
        assertThat(revision()).isZero();
        simulation.runFor(Duration.ofSeconds(20));
        assertThat(revision()).isEqualTo(1);
        assertThat(outcomes).hasSize(1);

        store.pauseAtCommit(Duration.ofSeconds(30), false);
        strand.call(lane, MINUTE, () -> store.commit(commit(1)), outcomes::add);
        simulation.runFor(Duration.ofSeconds(20));
        assertThat(world.isPaused()).isTrue();
        assertThat(revision()).isEqualTo(2);
        assertThat(outcomes).hasSize(1);
        simulation.runFor(Duration.ofSeconds(20));
        assertThat(outcomes).hasSize(2);
    }

    @Test
    void aStepOfTheDatabasesClockEndsALeaseEarlyOrLate() {
        Lease first = truth.acquire("p", "one", Duration.ofSeconds(10)).orElseThrow();
        truth.clockOffset(Duration.ofMinutes(-1));
        simulation.runFor(Duration.ofSeconds(20));
        assertThat(truth.acquire("p", "two", Duration.ofSeconds(10))).isEmpty();
        truth.clockOffset(MINUTE);
        assertThat(truth.acquire("p", "two", Duration.ofSeconds(10))
                        .orElseThrow()
                        .epoch())
                .isGreaterThan(first.epoch());
    }

    @Test
    void aFailOverTakesBackTheLastCommitsAndLeases() {
        truth.keepCopy();
        truth.commit(commit(0));
        Lease first = truth.acquire("p", "one", Duration.ofSeconds(10)).orElseThrow();
        truth.commit(commit(1));
        truth.release(first);
        Lease second = truth.acquire("p", "two", Duration.ofSeconds(10)).orElseThrow();
        assertThat(second.epoch()).isEqualTo(2);
        List<Long> revisions = new ArrayList<>();
        truth.listen(new CommitListener() {
            @Override
            public void committed(Commit commit, long revision) {
                revisions.add(revision);
            }

            @Override
            public void failedOver(java.util.function.Function<String, io.stowage.spi.PartitionSnapshot> read) {
                revisions.add(-read.apply("p").revision().number());
            }
        });
        assertThat(truth.failOver(3)).isTrue();
        assertThat(revision()).isEqualTo(1);
        assertThat(truth.outcome("p", "commit-1")).isEmpty();
        assertThat(truth.renew(second, Duration.ofSeconds(10))).isFalse();
        assertThat(truth.renew(first, Duration.ofSeconds(10))).isTrue();
        truth.commit(commit(1));
        assertThat(revisions).containsExactly(-1L, 2L);
        assertThat(truth.failOver(3)).as("there is one copy").isFalse();
    }

    @Test
    void whatWasDecidedOnALostCommitIsNotAppliedThoughItsNumberHasComeAgain() {
        truth.keepCopy();
        truth.commit(commit(0));
        Revision lost = truth.read("p").revision();
        Commit late = new Commit("p", "late", lost, null, List.of());
        truth.failOver(1);
        Commit other = new Commit("p", "other", Revision.NONE, null, List.of());
        truth.commit(other);
        assertThat(truth.commit(late)).isEqualTo(new CommitResult.Conflict(other.revision()));
        assertThat(truth.changesAfter("p", lost, Duration.ZERO).complete()).isFalse();
    }

    @Test
    void whoWaitsForAChangeHearsOfItAtOnce() {
        strand.call(lane, MINUTE, () -> store.changesAfter("p", Revision.NONE, Duration.ofSeconds(30)), outcomes::add);
        simulation.runFor(Duration.ofSeconds(10));
        assertThat(outcomes).isEmpty();
        truth.commit(commit(0));
        simulation.runFor(Duration.ofMillis(10));
        assertThat(truth.changesAfter("p", Revision.NONE, Duration.ZERO).writes())
                .hasSize(1);
        assertThat(outcomes)
                .singleElement()
                .isEqualTo(new Outcome.Success<>(truth.changesAfter("p", Revision.NONE, Duration.ZERO)));
    }

    @Test
    void whoWaitsInVainHearsSoAfterTheWait() {
        strand.call(lane, MINUTE, () -> store.changesAfter("p", Revision.NONE, Duration.ofSeconds(30)), outcomes::add);
        simulation.runFor(Duration.ofSeconds(29));
        assertThat(outcomes).isEmpty();
        simulation.runFor(Duration.ofSeconds(2));
        assertThat(outcomes).containsExactly(new Outcome.Success<>(new Changes(Revision.NONE, true, List.of())));
    }
}
