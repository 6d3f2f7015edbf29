package io.stowage.core.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.capacity.ManagedScaling.Decision;
import io.stowage.core.capacity.ScalingRules.Pace;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Whole days of minutes. */
class ManagedScalingPropertyTest {

    private static final int DAY = 24 * 60;

    /** Machines that are there at once, and go at once. */
    private static final class Day {
        final ScalingRules rules;
        final List<Integer> needed = new ArrayList<>();
        final List<Integer> sizes = new ArrayList<>();
        final List<Integer> launches = new ArrayList<>();
        final List<Integer> releases = new ArrayList<>();
        private Instant now = Instant.parse("2026-01-01T00:00:00Z");
        private ScalingState state = ScalingState.NEW;
        private int size;

        Day(ScalingRules rules, int size) {
            this.rules = rules;
            this.size = size;
        }

        void minute(int machines) {
            Decision decision = ManagedScaling.decide(rules, state, ManagedScalingTest.fleet(size, 0, machines), now);
            assertThat(decision.launch() == 0 || decision.release() == 0).isTrue();
            state = decision.state();
            size += decision.launch() - decision.release();
            now = now.plus(Duration.ofMinutes(1));
            needed.add(machines);
            sizes.add(size);
            launches.add(decision.launch());
            releases.add(decision.release());
        }
    }

    @Property(tries = 100)
    void aSteadyLoadMovesNothing(
            @ForAll @IntRange(max = 500) int needed, @ForAll @IntRange(min = 1, max = 100) int target) {
        ScalingRules rules = new ScalingRules(true, target, 1, 10_000, 0, 100_000, Pace.DEFAULT);
        Day day = new Day(rules, (needed * 100 + target - 1) / target);
        for (int m = 0; m < DAY; m++) {
            day.minute(needed);
        }
        assertThat(day.launches).containsOnly(0);
        assertThat(day.releases).containsOnly(0);
    }

    @Property(tries = 50)
    void sizesStayBetweenTheirLimitsAndStepsToo(
            @ForAll long seed,
            @ForAll @IntRange(max = 20) int minimum,
            @ForAll @IntRange(max = 50) int more,
            @ForAll @IntRange(min = 1, max = 9) int minimumStep,
            @ForAll @IntRange(max = 9) int widerStep,
            @ForAll @IntRange(min = 1, max = 100) int target) {
        int maximum = minimum + more;
        ScalingRules rules =
                new ScalingRules(true, target, minimumStep, minimumStep + widerStep, minimum, maximum, Pace.DEFAULT);
        Random random = new Random(seed);
        Day day = new Day(rules, minimum);
        for (int m = 0; m < DAY; m++) {
            int before = m == 0 ? minimum : day.sizes.get(m - 1);
            day.minute(random.nextInt(random.nextInt(80) + 1));
            assertThat(day.sizes.get(m)).isBetween(minimum, maximum);
            assertThat(day.launches.get(m)).isLessThanOrEqualTo(minimumStep + widerStep);
            assertThat(day.releases.get(m)).isLessThanOrEqualTo(Math.max(1, before / 2));
        }
    }

    @Property(tries = 50)
    void nothingGoesThatWasNeededInTheLastFifteenMinutes(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 100) int target) {
        ScalingRules rules = new ScalingRules(true, target, 1, 10_000, 0, 100_000, Pace.DEFAULT);
        Random random = new Random(seed);
        Day day = new Day(rules, 0);
        for (int m = 0; m < DAY; m++) {
            day.minute(random.nextInt(100) < 3 ? random.nextInt(100) : random.nextInt(10));
            assertThat(day.sizes.get(m) * target).isGreaterThanOrEqualTo(day.needed.get(m) * 100);
            if (day.releases.get(m) > 0) {
                assertThat(m).isGreaterThanOrEqualTo(14);
                assertThat(day.sizes.get(m) * target)
                        .isGreaterThanOrEqualTo(100 * Collections.max(day.needed.subList(m - 14, m + 1)));
                assertThat(day.launches.subList(m - 14, m + 1)).containsOnly(0);
            }
        }
    }

    /** A load that is worst at least every 15 minutes: once its worst is known, nothing moves. */
    @Property(tries = 50)
    void noiseMovesNothing(
            @ForAll long seed, @ForAll @IntRange(max = 100) int least, @ForAll @IntRange(max = 50) int noise) {
        Random random = new Random(seed);
        Day day = new Day(ScalingRules.between(0, 1000), 0);
        for (int m = 0; m < DAY; m++) {
            day.minute(m % 14 == 0 ? least + noise : least + random.nextInt(noise + 1));
        }
        assertThat(day.launches.subList(1, DAY)).containsOnly(0);
        assertThat(day.releases).containsOnly(0);
        assertThat(day.sizes).containsOnly(least + noise);
    }
}
