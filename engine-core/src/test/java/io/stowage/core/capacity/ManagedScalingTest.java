package io.stowage.core.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.core.capacity.ManagedScaling.Decision;
import io.stowage.core.capacity.ManagedScaling.Fleet;
import io.stowage.core.capacity.ScalingRules.Pace;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManagedScalingTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final ScalingRules DEFAULTS = ScalingRules.between(0, 1000);

    private static ScalingRules rules(int target, int minimumStep, int maximumStep, int minimumSize, int maximumSize) {
        return new ScalingRules(true, target, minimumStep, maximumStep, minimumSize, maximumSize, Pace.DEFAULT);
    }

    private static Decision decide(ScalingRules rules, Fleet fleet) {
        return ManagedScaling.decide(rules, ScalingState.NEW, fleet, NOON);
    }

    /** The decision after so many minutes at the same size. */
    private static Decision after(int minutes, ScalingRules rules, ScalingState state, Fleet fleet) {
        Decision decision = ManagedScaling.decide(rules, state, fleet, NOON);
        for (int m = 1; m <= minutes; m++) {
            assertThat(decision.release()).as("after %d minutes", m - 1).isZero();
            assertThat(decision.launch()).isZero();
            decision = ManagedScaling.decide(rules, decision.state(), fleet, NOON.plus(Duration.ofMinutes(m)));
        }
        return decision;
    }

    /** Where whatever is idle does for what waits. */
    static Fleet fleet(int running, int coming, int needed) {
        return new Fleet(running, coming, needed, 0);
    }

    @ParameterizedTest
    @CsvSource({"0,0,100", "1,0,200", "7,0,200", "5,10,50", "10,10,100", "12,10,120", "0,3,0", "1,3,33.333333333333336"
    })
    void theReservationIsWhatIsNeededOfWhatThereIs(int needed, int machines, double percent) {
        assertThat(ManagedScaling.reservation(needed, machines)).isEqualTo(percent);
    }

    @ParameterizedTest
    @CsvSource({
        // target, min step, max step, min size, max size, running, coming, needed, launched
        "100, 1, 10000, 0, 1000,  0,  0,   0,   0",
        "100, 1, 10000, 0, 1000,  0,  0,   1,   1",
        "100, 1, 10000, 0, 1000,  0,  0, 191, 191",
        "100, 1, 10000, 0, 1000, 10,  0,  10,   0",
        "100, 1, 10000, 0, 1000, 10,  0,  11,   1",
        "100, 1, 10000, 0, 1000,  4,  6,  10,   0",
        "100, 1, 10000, 0, 1000,  4,  6,  12,   2",
        "90,  1, 10000, 0, 1000, 10,  0,   9,   0",
        "90,  1, 10000, 0, 1000, 10,  0,  10,   2",
        "50,  1, 10000, 0, 1000, 10,  0,   5,   0",
        "50,  1, 10000, 0, 1000, 10,  0,   6,   2",
        "1,   1, 10000, 0, 1000,  0,  0,   1, 100",
        "100, 5, 10000, 0, 1000, 10,  0,  11,   5",
        "100, 5, 10000, 0, 1000, 10,  0,  16,   6",
        "100, 5, 10000, 0,   13, 10,  0,  11,   3",
        "100, 1,     4, 0, 1000, 10,  0,  20,   4",
        "100, 4,     4, 0, 1000, 10,  0,  11,   4",
        "100, 1, 10000, 0,   12, 10,  0,  20,   2",
        "100, 1, 10000, 0,   10, 10,  0,  20,   0",
        "100, 1, 10000, 3, 1000,  0,  0,   0,   3",
        "100, 1, 10000, 3, 1000,  1,  1,   0,   1",
        "100, 1, 10000, 3, 1000,  2,  1,   0,   0"
    })
    void scalesOutByWhatIsMissing(
            int target,
            int minimumStep,
            int maximumStep,
            int minimumSize,
            int maximumSize,
            int running,
            int coming,
            int needed,
            int launched) {
        Decision decision = decide(
                rules(target, minimumStep, maximumStep, minimumSize, maximumSize), fleet(running, coming, needed));
        assertThat(decision.launch()).isEqualTo(launched);
        assertThat(decision.release()).isZero();
    }

    @Test
    void aStepIsAMinuteLong() {
        ScalingRules four = rules(100, 1, 4, 0, 1000);
        Decision first = decide(four, fleet(0, 0, 9));
        assertThat(first.launch()).isEqualTo(4);
        assertThat(first.lookAgainAt()).isEqualTo(NOON.plusSeconds(60));
        Decision tooSoon = ManagedScaling.decide(four, first.state(), fleet(0, 4, 9), NOON.plusMillis(59_999));
        assertThat(tooSoon.launch()).isZero();
        assertThat(tooSoon.state().scaledOutAt()).isEqualTo(NOON);
        assertThat(tooSoon.lookAgainAt()).isEqualTo(NOON.plusSeconds(60));
        Decision second = ManagedScaling.decide(four, tooSoon.state(), fleet(0, 4, 9), NOON.plusSeconds(60));
        assertThat(second.launch()).isEqualTo(4);
        Decision third = ManagedScaling.decide(four, second.state(), fleet(0, 8, 9), NOON.plusSeconds(120));
        assertThat(third.launch()).isEqualTo(1);
        assertThat(third.lookAgainAt()).isNull();
        Decision more = ManagedScaling.decide(four, third.state(), fleet(0, 9, 20), NOON.plusSeconds(150));
        assertThat(more.launch()).isEqualTo(3);
        assertThat(more.state().launched()).isEqualTo(4);
        assertThat(more.state().stepAt()).isEqualTo(NOON.plusSeconds(120));
        assertThat(more.state().scaledOutAt()).isEqualTo(NOON.plusSeconds(150));
    }

    @ParameterizedTest
    @CsvSource({"10, 8, 2", "10, 5, 5", "10, 4, 5", "10, 0, 5", "11, 0, 5", "3, 0, 1", "2, 0, 1", "1, 0, 1"})
    void atTheFifteenthPointAtMostHalfMayGo(int running, int needed, int released) {
        Decision decision = after(14, DEFAULTS, ScalingState.NEW, fleet(running, 0, needed));
        assertThat(decision.release()).isEqualTo(released);
        assertThat(decision.state().pointsBelow()).isZero();
    }

    @Test
    void severalLooksWithinAMinuteAreOnePoint() {
        Fleet fleet = fleet(10, 0, 5);
        ScalingState state = ScalingState.NEW;
        for (int second = 0; second < 14 * 60; second++) {
            Decision decision = ManagedScaling.decide(DEFAULTS, state, fleet, NOON.plusSeconds(second));
            assertThat(decision.release()).isZero();
            assertThat(decision.lookAgainAt()).isEqualTo(NOON.plusSeconds(second / 60 * 60 + 60));
            state = decision.state();
        }
        assertThat(state.pointsBelow()).isEqualTo(14);
        assertThat(ManagedScaling.decide(DEFAULTS, state, fleet, NOON.plusSeconds(14 * 60))
                        .release())
                .isEqualTo(5);
    }

    @Test
    void theWorstOfThePointsDecides() {
        ScalingState state =
                after(12, DEFAULTS, ScalingState.NEW, fleet(10, 0, 2)).state();
        state = ManagedScaling.decide(DEFAULTS, state, fleet(10, 0, 7), NOON.plusSeconds(13 * 60))
                .state();
        assertThat(state.pointsBelow()).isEqualTo(14);
        assertThat(state.mostNeeded()).isEqualTo(7);
        assertThat(ManagedScaling.decide(DEFAULTS, state, fleet(10, 0, 2), NOON.plusSeconds(14 * 60))
                        .release())
                .isEqualTo(3);
        ScalingState within = ManagedScaling.decide(DEFAULTS, state, fleet(10, 0, 9), NOON.plusSeconds(13 * 60 + 1))
                .state();
        assertThat(ManagedScaling.decide(DEFAULTS, within, fleet(10, 0, 2), NOON.plusSeconds(14 * 60))
                        .release())
                .isEqualTo(1);
    }

    @Test
    void aMinuteThatIsMissedBreaksTheRow() {
        Fleet fleet = fleet(10, 0, 5);
        ScalingState state = after(13, DEFAULTS, ScalingState.NEW, fleet).state();
        Decision late = ManagedScaling.decide(DEFAULTS, state, fleet, NOON.plusSeconds(15 * 60));
        assertThat(late.release()).isZero();
        assertThat(late.state().pointsBelow()).isEqualTo(1);
    }

    @Test
    void aLookAtWhichAllAreNeededBreaksTheRow() {
        ScalingState state =
                after(13, DEFAULTS, ScalingState.NEW, fleet(10, 0, 5)).state();
        Decision full = ManagedScaling.decide(DEFAULTS, state, fleet(10, 0, 10), NOON.plusSeconds(13 * 60 + 30));
        assertThat(full.state().pointsBelow()).isZero();
        assertThat(full.lookAgainAt()).isNull();
        assertThat(ManagedScaling.decide(DEFAULTS, full.state(), fleet(10, 0, 5), NOON.plusSeconds(14 * 60))
                        .state()
                        .pointsBelow())
                .isEqualTo(1);
        Decision more = ManagedScaling.decide(DEFAULTS, state, fleet(10, 0, 11), NOON.plusSeconds(13 * 60 + 30));
        assertThat(more.launch()).isEqualTo(1);
        assertThat(more.state().pointsBelow()).isZero();
    }

    @Test
    void headroomThatNobodyCanTakeAwayIsNoPoint() {
        assertThat(decide(rules(90, 1, 10, 0, 100), fleet(9, 0, 8)).state().pointsBelow())
                .isZero();
        assertThat(decide(rules(90, 1, 10, 0, 100), fleet(10, 0, 8)).state().pointsBelow())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"899, 0", "900, 5", "901, 5"})
    void nothingGoesForFifteenMinutesAfterAScaleOut(int secondsAgo, int released) {
        ScalingState old = new ScalingState(
                NOON.getEpochSecond() / 60 - 1, 14, 5, NOON.minusSeconds(secondsAgo), NOON.minusSeconds(secondsAgo), 1);
        Decision decision = ManagedScaling.decide(DEFAULTS, old, fleet(10, 0, 5), NOON);
        assertThat(decision.release()).isEqualTo(released);
        assertThat(decision.lookAgainAt()).isEqualTo(NOON.plusSeconds(60));
    }

    @Test
    void nothingGoesWhileSomethingIsComing() {
        Decision decision = after(20, DEFAULTS, ScalingState.NEW, fleet(9, 1, 5));
        assertThat(decision.release()).isZero();
        assertThat(decision.state().pointsBelow()).isEqualTo(21);
    }

    @Test
    void nothingGoesBelowTheMinimum() {
        assertThat(after(14, ScalingRules.between(8, 100), ScalingState.NEW, fleet(10, 0, 0))
                        .release())
                .isEqualTo(2);
        assertThat(after(30, ScalingRules.between(10, 100), ScalingState.NEW, fleet(10, 0, 0))
                        .release())
                .isZero();
    }

    @Test
    void atItsMaximumItShrinksAsEver() {
        assertThat(after(14, ScalingRules.between(0, 10), ScalingState.NEW, fleet(10, 0, 5))
                        .release())
                .isEqualTo(5);
    }

    @Test
    void whatIsAboveTheMaximumGoesAtOnce() {
        Decision decision = decide(ScalingRules.between(0, 4), fleet(10, 0, 10));
        assertThat(decision.release()).isEqualTo(6);
        assertThat(decision.lookAgainAt()).isEqualTo(NOON.plusSeconds(60));
        assertThat(decide(ScalingRules.between(0, 4), fleet(1, 9, 10)).release())
                .isEqualTo(1);
        assertThat(decide(ScalingRules.between(0, 10), fleet(10, 0, 10)).release())
                .isZero();
    }

    @Test
    void thatWhichDoesNotScaleKeepsItsSize() {
        ScalingRules fixed = new ScalingRules(false, 100, 1, 10, 2, 5, Pace.DEFAULT);
        assertThat(decide(fixed, fleet(3, 0, 9)).launch()).isZero();
        assertThat(after(30, fixed, ScalingState.NEW, fleet(3, 0, 0)).release()).isZero();
        assertThat(decide(fixed, fleet(1, 0, 0)).launch()).isEqualTo(1);
        assertThat(decide(fixed, fleet(6, 0, 6)).release()).isEqualTo(1);
    }

    @Test
    void numbersMustBeInTheirRanges() {
        assertThat(rules(1, 1, 1, 0, 0).targetCapacity()).isEqualTo(1);
        assertThat(rules(100, 10_000, 10_000, 5, 5).maximumStep()).isEqualTo(10_000);
        assertThatThrownBy(() -> rules(0, 1, 1, 0, 0))
                .hasMessage("targetCapacity is 0; it must be 1 to 100, both included");
        assertThatThrownBy(() -> rules(101, 1, 1, 0, 0)).hasMessageContaining("targetCapacity is 101");
        assertThatThrownBy(() -> rules(100, 0, 1, 0, 0)).hasMessageContaining("minimumStep is 0");
        assertThatThrownBy(() -> rules(100, 2, 1, 0, 0)).hasMessageContaining("maximumStep is 1");
        assertThatThrownBy(() -> rules(100, 1, 10_001, 0, 0)).hasMessageContaining("maximumStep is 10001");
        assertThatThrownBy(() -> rules(100, 1, 1, -1, 0)).hasMessageContaining("minimumSize is -1");
        assertThatThrownBy(() -> rules(100, 1, 1, 2, 1)).hasMessageContaining("maximumSize is 1");
        assertThatThrownBy(() -> new Pace(0, 50, Duration.ZERO)).hasMessageContaining("points is 0");
        assertThatThrownBy(() -> new Pace(1, 0, Duration.ZERO)).hasMessageContaining("share is 0");
        assertThatThrownBy(() -> new Pace(1, 101, Duration.ZERO)).hasMessageContaining("share is 101");
        assertThatThrownBy(() -> new Pace(1, 50, Duration.ofNanos(-1))).hasMessageContaining("hold is");
        assertThat(new Pace(1, 100, Duration.ZERO).share()).isEqualTo(100);
    }

    @Test
    void whatIsPostponedHoldsNothingBack() {
        Fleet postponed = new Fleet(9, 1, 5, 0, 1);
        assertThat(after(14, DEFAULTS, ScalingState.NEW, postponed).release()).isPositive();
    }

    @Test
    void spareIsWhatIsWantedBeyondWhatIsNeeded() {
        ScalingRules least = ScalingRules.between(3, 10);
        assertThat(ManagedScaling.spare(least, new Fleet(1, 0, 0, 0))).isEqualTo(2);
        assertThat(ManagedScaling.spare(least, new Fleet(1, 0, 2, 1))).isEqualTo(1);
        assertThat(ManagedScaling.spare(least, new Fleet(4, 0, 0, 0))).isZero();
        assertThat(ManagedScaling.spare(least, new Fleet(10, 0, 12, 2))).isZero();
    }
}
