package io.stowage.core.agent;

import static io.stowage.core.agent.Moment.NEVER;
import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.agent.Sight.Presence;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What is believed of a container's being there. */
class SightTest {

    private final Sight sight = new Sight();

    private static Moment at(long second) {
        return new Moment(nanos(second), Instant.EPOCH);
    }

    private static long nanos(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }

    @Test
    void atFirstItIsCertainlyNotThere() {
        assertThat(sight.is(Presence.ABSENT)).isTrue();
        assertThat(sight.lookAt()).isEqualTo(NEVER);
        assertThat(sight.unansweredSince()).isEqualTo(NEVER);
        assertThat(sight.absentTick()).isNegative();
    }

    @Test
    void whatIsInDoubtIsNotActedOnUntilItIsSeen() {
        sight.settle(Presence.RUNNING);
        sight.suspect("no answer", at(5));
        assertThat(sight.certain()).isFalse();
        assertThat(sight.is(Presence.RUNNING)).isFalse();
        assertThat(sight.presence()).isEqualTo(Presence.RUNNING);
        assertThat(sight.doubt()).isEqualTo("no answer");
        assertThat(sight.lookAt()).as("at once").isEqualTo(nanos(5));
        sight.settle(Presence.RUNNING);
        assertThat(sight.is(Presence.RUNNING)).isTrue();
        assertThat(sight.is(Presence.EXITED)).isFalse();
    }

    @Test
    void anAnswerIsOwedSinceTheFirstOneThatDidNotCome() {
        sight.suspect("no answer", at(5));
        sight.owed("no answer again", at(7));
        assertThat(sight.unansweredSince()).isEqualTo(nanos(5));
        assertThat(sight.doubt()).isEqualTo("no answer again");
        sight.answered();
        assertThat(sight.unansweredSince()).isEqualTo(NEVER);
    }

    @Test
    void toSeeThatItIsCreatedOrGoneAnswersNothingAndToSeeItRunOrEndedDoes() {
        sight.owed("no answer", at(5));
        sight.settle(Presence.CREATED);
        assertThat(sight.unansweredSince()).isEqualTo(nanos(5));
        sight.settle(Presence.ABSENT);
        assertThat(sight.unansweredSince()).isEqualTo(nanos(5));
        sight.settle(Presence.RUNNING);
        assertThat(sight.unansweredSince()).isEqualTo(NEVER);
        sight.owed("no answer", at(6));
        sight.settle(Presence.EXITED);
        assertThat(sight.unansweredSince()).isEqualTo(NEVER);
    }

    @Test
    void whatWasOwedBeforeTheConnectionWasLostIsNotCounted() {
        sight.reconnected(at(9));
        assertThat(sight.unansweredSince()).isEqualTo(NEVER);
        sight.owed("no answer", at(5));
        sight.reconnected(at(9));
        assertThat(sight.unansweredSince()).isEqualTo(nanos(9));
    }

    @Test
    void theEarliestLookIsTheOneThatIsTaken() {
        sight.look(nanos(9));
        sight.look(nanos(8));
        sight.look(nanos(10));
        assertThat(sight.lookAt()).isEqualTo(nanos(8));
        sight.looking();
        assertThat(sight.lookAt()).isEqualTo(NEVER);
    }

    @Test
    void whatIsCertainlyAbsentIsNotLookedFor() {
        sight.look(nanos(9));
        sight.settle(Presence.CREATED);
        assertThat(sight.lookAt()).isEqualTo(nanos(9));
        sight.settle(Presence.ABSENT);
        assertThat(sight.lookAt()).isEqualTo(NEVER);
    }

    /** How long the next look waits. */
    private long nextLook() {
        sight.looking();
        sight.lookLater(at(100));
        return sight.lookAt() - nanos(100);
    }

    @Test
    void looksAreMadeLessAndLessOftenUntilOneTellsNews() {
        sight.settle(Presence.RUNNING);
        for (int seconds : new int[] {1, 2, 4, 8, 10, 10}) {
            assertThat(nextLook()).isEqualTo(nanos(seconds));
        }
        sight.settle(Presence.RUNNING);
        assertThat(nextLook()).as("nothing new").isEqualTo(nanos(10));
        sight.settle(Presence.EXITED);
        assertThat(nextLook()).as("it ended").isEqualTo(nanos(1));
        sight.suspect("no answer", at(101));
        assertThat(nextLook()).isEqualTo(nanos(2));
        sight.settle(Presence.EXITED);
        assertThat(nextLook()).as("the doubt is over").isEqualTo(nanos(1));
    }

    @Test
    void aLookWithoutAnAnswerOwesOneOnlyWhereThereIsADoubt() {
        sight.settle(Presence.RUNNING);
        sight.unseen("no answer", at(5));
        assertThat(sight.unansweredSince()).isEqualTo(NEVER);
        assertThat(sight.lookAt()).isEqualTo(nanos(6));
        sight.suspect("in doubt", at(7));
        sight.answered();
        sight.looking();
        sight.unseen("no answer", at(8));
        assertThat(sight.unansweredSince()).isEqualTo(nanos(8));
        assertThat(sight.doubt()).isEqualTo("no answer");
        assertThat(sight.lookAt()).isEqualTo(nanos(10));
    }

    @Test
    void absenceTakesAListThatWasBegunAfterTheInspection() {
        assertThat(sight.absenceConfirmedBy(9)).as("nobody found it absent").isFalse();
        sight.settle(Presence.RUNNING);
        sight.absent(5);
        assertThat(sight.certain()).isFalse();
        assertThat(sight.absentTick()).isEqualTo(5);
        assertThat(sight.absenceConfirmedBy(4)).isFalse();
        assertThat(sight.absenceConfirmedBy(5)).isFalse();
        assertThat(sight.absenceConfirmedBy(6)).isTrue();
        sight.settle(Presence.RUNNING);
        assertThat(sight.absenceConfirmedBy(6)).as("it was seen").isFalse();
    }

    @Test
    void aListSaysNothingThatWasBegunBeforeTheLastVerbEnded() {
        assertThat(sight.judgedBy(0)).isTrue();
        sight.touched(5);
        assertThat(sight.judgedBy(5)).isFalse();
        assertThat(sight.judgedBy(6)).isTrue();
    }

    @Test
    void itIsKnownWhichListHadItLast() {
        assertThat(sight.wasListed(3)).isFalse();
        sight.listed(3);
        assertThat(sight.wasListed(3)).isTrue();
        assertThat(sight.wasListed(4)).isFalse();
    }
}
