package io.stowage.core.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.agent.Sight.Presence;
import io.stowage.core.agent.spec.ContainerLabels;
import io.stowage.model.ContainerStatus;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerRuntimeException.Category;
import io.stowage.spi.ContainerState;
import io.stowage.spi.ContainerState.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is concluded from the answer to a call, from a look, and from a list. */
class KnownContainerTest {

    private final KnownTask task =
            KnownTask.accept(new TaskPlans().of(Samples.order(Samples.container("web"))), Map.of(), at(0));
    private final KnownContainer web = task.container("web");

    private static Moment at(long seconds) {
        long nanos = Duration.ofSeconds(seconds).toNanos();
        return new Moment(nanos, Instant.EPOCH.plusNanos(nanos));
    }

    private static long nanos(long seconds) {
        return at(seconds).nanos();
    }

    private static ContainerRuntimeException hopeless() {
        return ContainerRuntimeException.permanent(Category.CannotStartContainerError, "no");
    }

    private static ContainerRuntimeException curable() {
        return ContainerRuntimeException.retryable(Category.CannotStartContainerError, "not now");
    }

    private ContainerState state(Phase phase, int run, String reason) {
        Map<String, String> labels = ContainerLabels.of(
                Map.of(), task.taskId(), "web", run, task.plan().specHash(web.plan(), run));
        return new ContainerState("web", labels, "id", phase, null, reason, null, null, List.of(), null);
    }

    private ContainerState state(Phase phase) {
        return state(phase, web.run().number(), "");
    }

    /** Runs, and was seen to at tick 1. */
    private void running() {
        web.inspected(state(Phase.RUNNING), 1, at(1));
        assertThat(web.sight().is(Presence.RUNNING)).isTrue();
    }

    /** Is to be restarted after its first run, which has ended and is still there. */
    private void restarting() {
        web.inspected(state(Phase.EXITED), 1, at(1));
        web.restart(at(1));
    }

    private static @Nullable String failure(KnownContainer container) {
        return container.failure();
    }

    @Test
    void anImageThatIsPulledIsAStepAndEndsWhatIsOwed() {
        web.issued(Verb.PULL, at(0));
        web.unanswered(Verb.PULL, "silence", 1, at(60));
        assertThat(web.sight().unansweredSince()).isEqualTo(nanos(60));
        assertThat(web.retryAt()).isGreaterThan(nanos(60));
        assertThat(web.sight().certain()).as("a pull changes no container").isTrue();

        web.pulled(null);
        assertThat(web.status()).isEqualTo(ContainerStatus.PULLED);
        assertThat(web.sight().unansweredSince()).isEqualTo(Moment.NEVER);
        assertThat(web.retryAt()).isLessThanOrEqualTo(nanos(60));
    }

    @Test
    void whatIsCreatedIsThereAndNotStarted() {
        web.issued(Verb.CREATE, at(0));
        assertThat(web.busy()).isTrue();
        web.done(Verb.CREATE, 1, at(1));
        assertThat(web.busy()).isFalse();
        assertThat(web.status()).isEqualTo(ContainerStatus.CREATED);
        assertThat(web.sight().is(Presence.CREATED)).isTrue();
        assertThat(web.hasStarted()).isFalse();
        assertThat(web.runsAsFarAsKnown()).isFalse();
    }

    @Test
    void whatWasStartedIsLookedAtBeforeItCountsAsRunning() {
        web.done(Verb.CREATE, 1, at(1));
        web.issued(Verb.START, at(1));
        web.done(Verb.START, 2, at(2));
        assertThat(web.sight().certain()).isFalse();
        assertThat(web.sight().lookAt()).isEqualTo(nanos(2));
        assertThat(web.runsAsFarAsKnown()).isTrue();
        assertThat(web.status()).isEqualTo(ContainerStatus.CREATED);
    }

    @Test
    void aSignalIsHeardAndItsEffectLookedForAfterAWhile() {
        running();
        web.issued(Verb.SIGNAL, at(2));
        web.done(Verb.SIGNAL, 2, at(3));
        assertThat(web.ending().heard()).isTrue();
        assertThat(web.sight().lookAt()).isGreaterThan(nanos(3)).isLessThan(Moment.NEVER);
        assertThat(web.runsAsFarAsKnown()).isFalse();
    }

    @Test
    void aKillIsLookedAfterAtOnce() {
        running();
        web.issued(Verb.KILL, at(2));
        web.done(Verb.KILL, 2, at(3));
        assertThat(web.sight().lookAt()).isEqualTo(nanos(3));
    }

    @Test
    void whatWasAskedToStopAndStillRunsIsLookedAtAgain() {
        running();
        web.issued(Verb.SIGNAL, at(2));
        web.done(Verb.SIGNAL, 2, at(2));
        web.issued(Verb.INSPECT, at(4));
        web.inspected(state(Phase.RUNNING), 3, at(4));
        assertThat(web.sight().lookAt()).isGreaterThan(nanos(4)).isLessThan(Moment.NEVER);
    }

    @Test
    void whatRunsAndWasNotAskedToStopIsNotLookedAtAgain() {
        running();
        web.issued(Verb.INSPECT, at(4));
        web.inspected(state(Phase.RUNNING), 3, at(4));
        assertThat(web.sight().lookAt()).isEqualTo(Moment.NEVER);
    }

    @ParameterizedTest
    @EnumSource(
            value = Verb.class,
            names = {"PULL", "CREATE", "START"})
    void aHopelessNoToAStepGivesTheContainerUp(Verb step) {
        web.issued(step, at(0));
        web.refused(step, hopeless(), 1, at(1));
        assertThat(failure(web)).isEqualTo(hopeless().reason());
        assertThat(web.over()).isTrue();
        assertThat(web.status()).isEqualTo(ContainerStatus.STOPPED);
    }

    @ParameterizedTest
    @EnumSource(
            value = Verb.class,
            names = {"SIGNAL", "KILL", "REMOVE"})
    void aNoToWhatEndsItOnlyDelaysThat(Verb verb) {
        running();
        web.issued(verb, at(2));
        web.refused(verb, hopeless(), 2, at(3));
        assertThat(failure(web)).isNull();
        assertThat(web.over()).isFalse();
        assertThat(web.sight().lookAt()).isEqualTo(nanos(3));
        assertThat(web.retryAt()).isGreaterThan(nanos(3));
    }

    @Test
    void aNoToARemovalThatMakesRoomForTheNextRunGivesItUp() {
        restarting();
        web.issued(Verb.REMOVE, at(2));
        web.refused(Verb.REMOVE, hopeless(), 2, at(3));
        assertThat(failure(web)).isEqualTo(hopeless().reason());
    }

    @Test
    void aCurableNoIsTakenTwiceAndASuccessBetweenBeginsToCountAnew() {
        for (int round = 0; round < 2; round++) {
            for (int refusal = 0; refusal < 2; refusal++) {
                web.issued(Verb.CREATE, at(1));
                web.refused(Verb.CREATE, curable(), 1, at(1));
                assertThat(failure(web)).isNull();
            }
            web.done(Verb.CREATE, 2, at(2));
        }
        for (int refusal = 0; refusal < 3; refusal++) {
            assertThat(failure(web)).isNull();
            web.refused(Verb.START, curable(), 3, at(3));
        }
        assertThat(failure(web)).isEqualTo(curable().reason());
    }

    @Test
    void aNoToAPullSaysNothingOfTheContainer() {
        web.issued(Verb.PULL, at(0));
        web.refused(Verb.PULL, curable(), 9, at(1));
        assertThat(web.sight().lookAt()).isEqualTo(Moment.NEVER);
        assertThat(web.judgedBy(9)).isTrue();
    }

    @Test
    void aNoIsAnAnswerSoThatNoneIsOwedAndListsFromBeforeItSayNothing() {
        web.issued(Verb.CREATE, at(0));
        web.unanswered(Verb.CREATE, "silence", 4, at(1));
        assertThat(web.sight().unansweredSince()).isEqualTo(nanos(1));
        assertThat(web.judgedBy(4)).isFalse();
        web.issued(Verb.CREATE, at(2));
        web.refused(Verb.CREATE, curable(), 7, at(3));
        assertThat(web.sight().unansweredSince()).isEqualTo(Moment.NEVER);
        assertThat(web.judgedBy(7)).isFalse();
        assertThat(web.judgedBy(8)).isTrue();
    }

    @Test
    void whatCouldNotBeStartedHasNotStarted() {
        web.done(Verb.CREATE, 1, at(1));
        web.issued(Verb.START, at(1));
        web.refused(Verb.START, curable(), 2, at(2));
        assertThat(web.runsAsFarAsKnown()).isFalse();
    }

    @Test
    void whatIsInDoubtMayHaveStartedWhateverARefusalSays() {
        web.done(Verb.CREATE, 1, at(1));
        web.issued(Verb.START, at(1));
        web.unanswered(Verb.START, "silence", 2, at(2));
        web.issued(Verb.START, at(3));
        web.refused(Verb.START, curable(), 3, at(3));
        assertThat(web.runsAsFarAsKnown()).isTrue();
    }

    @Test
    void onlyWhatRunsIsMissingFromAListThatBeganAfterItChanged() {
        running();
        web.done(Verb.SIGNAL, 5, at(2));
        assertThat(web.isMissingFrom(5)).isFalse();
        assertThat(web.isMissingFrom(6)).isTrue();
        assertThat(web.listed(state(Phase.RUNNING), 6, at(3))).as("news").isFalse();
        assertThat(web.isMissingFrom(6)).isFalse();
        assertThat(web.isMissingFrom(7)).isTrue();
        web.issued(Verb.KILL, at(4));
        assertThat(web.isMissingFrom(8)).isFalse();
    }

    @Test
    void aListTellsNewsOnlyOnce() {
        web.done(Verb.CREATE, 1, at(1));
        assertThat(web.listed(state(Phase.RUNNING), 1, at(2))).as("too old").isFalse();
        assertThat(web.listed(state(Phase.RUNNING), 2, at(2))).isTrue();
        assertThat(web.listed(state(Phase.RUNNING), 3, at(3))).isFalse();
        assertThat(web.listed(state(Phase.RUNNING, 0, "ill"), 4, at(4))).isTrue();
        assertThat(web.status()).isEqualTo(ContainerStatus.RUNNING);
    }

    @Test
    void whatIsNotInAListIsInDoubtOnceAndWhatIsKnownToBeAbsentNever() {
        assertThat(web.unlisted(5, at(1))).isFalse();
        running();
        assertThat(web.unlisted(1, at(2))).as("too old").isFalse();
        assertThat(web.unlisted(2, at(2))).isTrue();
        assertThat(web.sight().certain()).isFalse();
        assertThat(web.sight().lookAt()).isEqualTo(nanos(2));
        assertThat(web.unlisted(3, at(3))).isFalse();
    }

    @Test
    void aListThatIsNotBelievedIsReasonToLookAndNoWitness() {
        assertThat(web.unlistedWithOthers(5, at(1))).as("absent anyway").isFalse();
        running();
        assertThat(web.unlistedWithOthers(1, at(2))).as("too old").isFalse();
        assertThat(web.unlistedWithOthers(2, at(2))).isTrue();
        assertThat(web.sight().lookAt()).isEqualTo(nanos(2));
        assertThat(web.unlistedWithOthers(3, at(3))).as("in doubt already").isFalse();
        assertThat(web.exit()).isNull();
    }

    @Test
    void aHintIsWorthALookWhereSomethingCanHaveChanged() {
        assertThat(web.hinted(at(1))).isFalse();
        web.done(Verb.CREATE, 1, at(1));
        assertThat(web.hinted(at(2))).isTrue();
        assertThat(web.sight().lookAt()).isEqualTo(nanos(2));
        web.issued(Verb.START, at(3));
        assertThat(web.hinted(at(3))).as("a look follows anyway").isFalse();
        web.inspected(state(Phase.RUNNING), 2, at(4));
        assertThat(web.hinted(at(5))).isTrue();
        web.inspected(state(Phase.EXITED), 3, at(6));
        assertThat(web.hinted(at(7))).isFalse();
    }

    @Test
    void aStrangerWithItsNameIsNotIt() {
        running();
        ContainerState stranger =
                new ContainerState("web", Map.of(), "other", Phase.RUNNING, null, null, null, null, List.of(), null);
        web.inspected(stranger, 2, at(2));
        assertThat(web.sight().is(Presence.ABSENT)).isTrue();
        assertThat(Objects.requireNonNull(web.exit()).gone()).isTrue();
        assertThat(web.failure()).contains("is taken by a container that is not this task's");
        assertThat(web.over()).isTrue();
    }

    /** In its second run, which was seen to run at tick 3. */
    private void inSecondRun() {
        restarting();
        web.done(Verb.REMOVE, 2, at(2));
        assertThat(web.run().number()).isEqualTo(1);
        assertThat(web.restarting()).isFalse();
        web.inspected(state(Phase.RUNNING), 3, at(3));
    }

    private ContainerState firstRun(Phase phase) {
        return state(phase, 0, "");
    }

    @Test
    void anEarlierRunInAListIsAReasonToLookAndNoMore() {
        inSecondRun();
        assertThat(web.listed(firstRun(Phase.RUNNING), 4, at(4))).isTrue();
        assertThat(web.sight().certain()).isFalse();
        assertThat(web.sight().lookAt()).isEqualTo(nanos(4));
        assertThat(web.showsEarlierRun()).isFalse();
        web.listed(firstRun(Phase.RUNNING), 5, at(5));
        assertThat(web.exit()).isNull();
        web.inspected(state(Phase.RUNNING), 6, at(6));
        assertThat(web.sight().is(Presence.RUNNING)).isTrue();
    }

    @Test
    void anEarlierRunThatWasInspectedTakesAListToAgree() {
        inSecondRun();
        web.inspected(firstRun(Phase.RUNNING), 4, at(4));
        assertThat(web.sight().certain()).isFalse();
        assertThat(web.sight().absentTick()).isEqualTo(4);
        assertThat(web.exit()).isNull();
        web.listed(firstRun(Phase.RUNNING), 5, at(5));
        assertThat(Objects.requireNonNull(web.exit()).gone()).isTrue();
        assertThat(web.showsEarlierRun()).isTrue();
        assertThat(web.sight().is(Presence.RUNNING)).isTrue();
        assertThat(web.run().number()).isEqualTo(1);
        assertThat(web.listed(firstRun(Phase.RUNNING), 6, at(6))).as("news").isFalse();
        web.inspected(firstRun(Phase.EXITED), 7, at(7));
        assertThat(web.finished()).isTrue();
    }

    @Test
    void aListOfAnEarlierRunIsNoWitnessOfAnAbsence() {
        inSecondRun();
        web.inspectedAbsent(4);
        web.listed(firstRun(Phase.RUNNING), 5, at(5));
        assertThat(web.exit()).isNull();
        assertThat(web.sight().certain()).isFalse();
        assertThat(web.sight().lookAt()).isEqualTo(nanos(5));
    }

    @Test
    void whereTheNextRunHasNotBegunTheEarlierOneIsOnlyInItsWay() {
        restarting();
        web.done(Verb.REMOVE, 2, at(2));
        web.inspected(firstRun(Phase.EXITED), 3, at(3));
        web.listed(firstRun(Phase.EXITED), 4, at(4));
        assertThat(web.showsEarlierRun()).isTrue();
        assertThat(web.exit()).isNull();
        web.done(Verb.REMOVE, 5, at(5));
        assertThat(web.showsEarlierRun()).isFalse();
        assertThat(web.sight().is(Presence.ABSENT)).isTrue();
        assertThat(web.run().number()).isEqualTo(1);
    }

    @Test
    void aLaterRunThatIsSeenIsTheOneItIsIn() {
        running();
        web.inspected(state(Phase.RUNNING, 2, ""), 2, at(2));
        assertThat(web.run().number()).isEqualTo(2);
        assertThat(web.sight().is(Presence.RUNNING)).isTrue();
        assertThat(web.run().runningSince()).isEqualTo(nanos(2));
    }

    @Test
    void roomForTheNextRunIsMadeOnceItIsCommittedOrAfterAWhile() {
        restarting();
        assertThat(web.runsAsFarAsKnown()).isFalse();
        assertThat(web.runOnTheWay()).isEqualTo(1);
        assertThat(web.seenOnTheWay()).isNull();
        assertThat(web.roomAt()).isEqualTo(nanos(6));
        assertThat(web.committed(0)).as("another number").isFalse();
        assertThat(web.committed(1)).isTrue();
        assertThat(web.roomAt()).isLessThan(0);
        assertThat(web.committed(1)).as("known").isFalse();
    }

    @Test
    void aRestartForgetsHowOftenTheRuntimeSaidNo() {
        web.refused(Verb.CREATE, curable(), 1, at(1));
        web.refused(Verb.CREATE, curable(), 1, at(1));
        restarting();
        assertThat(web.retryAt()).isLessThanOrEqualTo(nanos(1));
        web.refused(Verb.CREATE, curable(), 2, at(2));
        assertThat(failure(web)).isNull();
    }

    @Test
    void whatIsGoneWhenItIsToBeRestartedIsInItsNextRunAtOnce() {
        running();
        web.unlisted(2, at(2));
        web.inspectedAbsent(3);
        web.unlisted(4, at(4));
        assertThat(Objects.requireNonNull(web.exit()).gone()).isTrue();
        web.restart(at(4));
        assertThat(web.run().number()).isEqualTo(1);
        assertThat(web.restarting()).isFalse();
    }

    @Test
    void whatIsAdoptedNeedsNoPull() {
        web.adopted(state(Phase.RUNNING), io.stowage.model.HealthStatus.UNKNOWN, at(1));
        assertThat(web.pulled()).isTrue();
        assertThat(web.runsAsFarAsKnown()).isTrue();
    }

    /** A runtime may show for a moment what was there before the call that it has answered. */
    @Test
    void whatRanIsNotTakenBackByALookThatShowsItUnstarted() {
        running();
        assertThat(web.sight().lookAt()).isEqualTo(Moment.NEVER);
        web.inspected(state(Phase.CREATED), 2, at(5));
        assertThat(web.sight().is(Presence.RUNNING)).isTrue();
        assertThat(web.status()).isEqualTo(ContainerStatus.RUNNING);
        assertThat(web.run().seen()).isEqualTo(state(Phase.RUNNING));
        assertThat(web.sight().lookAt()).as("it is looked at again").isEqualTo(nanos(6));
    }
}
