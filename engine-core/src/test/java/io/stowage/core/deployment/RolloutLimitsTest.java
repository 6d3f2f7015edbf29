package io.stowage.core.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.error.InvalidParameterException;
import io.stowage.model.DeploymentConfiguration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RolloutLimitsTest {

    private static DeploymentConfiguration percents(Integer minimumHealthy, Integer maximum) {
        return DeploymentConfiguration.builder()
                .minimumHealthyPercent(minimumHealthy)
                .maximumPercent(maximum)
                .build();
    }

    /** ECS's own numbers, and those of its documented traps: 75 % of 2 is 2, 125 % of 3 is 3. */
    @ParameterizedTest
    @CsvSource({"2,75,2", "4,50,2", "3,50,2", "10,100,10", "1,50,1", "1,0,0", "0,100,0", "3,66,2", "3,67,3"})
    void theFloorIsRoundedUp(int desired, int percent, int lower) {
        assertThat(RolloutLimits.lower(desired, percent)).isEqualTo(lower);
    }

    @ParameterizedTest
    @CsvSource({"3,125,3", "4,125,5", "4,200,8", "1,150,1", "10,110,11", "0,200,0", "3,133,3", "3,134,4"})
    void theCeilingIsRoundedDown(int desired, int percent, int upper) {
        assertThat(RolloutLimits.upper(desired, percent)).isEqualTo(upper);
    }

    @Test
    void theDefaultsAreOneHundredAndTwoHundred() {
        assertThat(RolloutLimits.lower(7, DeploymentConfiguration.defaults())).isEqualTo(7);
        assertThat(RolloutLimits.upper(7, DeploymentConfiguration.defaults())).isEqualTo(14);
    }

    @Test
    void manyTasksDontOverflow() {
        assertThat(RolloutLimits.upper(50_000_000, 200)).isEqualTo(100_000_000);
        assertThat(RolloutLimits.lower(50_000_000, 100)).isEqualTo(50_000_000);
    }

    @Test
    void settingsThatCanNeverMoveAreRefusedWithTheSmallestChangeThatHelps() {
        assertThatThrownBy(() -> RolloutLimits.requireFeasible(2, percents(75, 100)))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessage("deploymentConfiguration: with desiredCount 2, maximumPercent 100 allows 2 tasks and"
                        + " minimumHealthyPercent 75 keeps 2 healthy, so that a deployment could neither start nor stop a task."
                        + " Raise maximumPercent to at least 150, or lower minimumHealthyPercent to at most 50.");
        assertThatThrownBy(() -> RolloutLimits.requireFeasible(3, percents(100, 125)))
                .hasMessageContaining("maximumPercent to at least 134, or lower minimumHealthyPercent to at most 66.");
        assertThatThrownBy(() -> RolloutLimits.requireFeasible(1, percents(100, 150)))
                .hasMessageContaining("maximumPercent to at least 200, or lower minimumHealthyPercent to at most 0.");
    }

    @Test
    void settingsThatCanMoveAreAccepted() {
        assertThatCode(() -> RolloutLimits.requireFeasible(4, percents(100, 150)))
                .doesNotThrowAnyException();
        assertThatCode(() -> RolloutLimits.requireFeasible(1, percents(null, null)))
                .doesNotThrowAnyException();
        assertThatCode(() -> RolloutLimits.requireFeasible(1, percents(0, 100))).doesNotThrowAnyException();
        assertThatCode(() -> RolloutLimits.requireFeasible(0, percents(100, 100)))
                .doesNotThrowAnyException();
    }

    @Property(tries = 1000)
    void theAdviceHelpsAndASmallerChangeDoesNot(
            @ForAll @IntRange(min = 1, max = 300) int desired,
            @ForAll @IntRange(min = 0, max = 100) int minimumHealthy,
            @ForAll @IntRange(min = 100, max = 130) int maximum) {
        if (RolloutLimits.feasible(desired, percents(minimumHealthy, maximum))) {
            return;
        }
        int[] advice = advice(desired, minimumHealthy, maximum);
        assertThat(RolloutLimits.feasible(desired, percents(minimumHealthy, advice[0])))
                .isTrue();
        assertThat(RolloutLimits.feasible(desired, percents(minimumHealthy, advice[0] - 1)))
                .isFalse();
        assertThat(RolloutLimits.feasible(desired, percents(advice[1], maximum)))
                .isTrue();
        assertThat(RolloutLimits.feasible(desired, percents(advice[1] + 1, maximum)))
                .isFalse();
    }

    private static int[] advice(int desired, int minimumHealthy, int maximum) {
        try {
            RolloutLimits.requireFeasible(desired, percents(minimumHealthy, maximum));
        } catch (InvalidParameterException refused) {
            Matcher numbers = Pattern.compile("at least (\\d+).*at most (\\d+)").matcher(refused.getMessage());
            assertThat(numbers.find()).as(refused.getMessage()).isTrue();
            return new int[] {Integer.parseInt(numbers.group(1)), Integer.parseInt(numbers.group(2))};
        }
        throw new AssertionError("not refused");
    }

    @Test
    void whereNoTaskMayBeThereOnlyTheMaximumCanHelp() {
        assertThatThrownBy(() -> RolloutLimits.requireFeasible(1, percents(0, 50)))
                .hasMessageEndingWith("could neither start nor stop a task. Raise maximumPercent to at least 100.");
    }

    @Test
    void theLargestCeilingThereIsIsNotExceeded() {
        assertThat(RolloutLimits.upper(Integer.MAX_VALUE, 200)).isEqualTo(Integer.MAX_VALUE);
        assertThat(RolloutLimits.lower(Integer.MAX_VALUE, 100)).isEqualTo(Integer.MAX_VALUE);
    }
}
