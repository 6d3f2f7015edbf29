package io.stowage.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.testkit.fault.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PlanTest {

    private static final SimulationSettings SETTINGS = new SimulationSettings(11, 20, Duration.ofHours(2));

    @Test
    void numbersItsActsInTheOrderOfTime() {
        List<Act> acts = Plan.of(SETTINGS).acts();
        assertThat(acts).hasSizeGreaterThan(30);
        for (int i = 0; i < acts.size(); i++) {
            assertThat(acts.get(i).number()).isEqualTo(i + 1);
            if (i > 0) {
                assertThat(acts.get(i).at())
                        .isGreaterThanOrEqualTo(acts.get(i - 1).at());
            }
        }
        assertThat(acts.get(acts.size() - 1).at())
                .isLessThan(Duration.ofHours(2).plusSeconds(30));
    }

    @Test
    void isTheSameForTheSameSettingsAndAnotherForAnotherSeed() {
        assertThat(Plan.of(SETTINGS).acts()).isEqualTo(Plan.of(SETTINGS).acts());
        assertThat(Plan.of(new SimulationSettings(12, 20, Duration.ofHours(2))).acts())
                .isNotEqualTo(Plan.of(SETTINGS).acts());
    }

    @Test
    void lacksWhatIsLeftOutAndNothingElseIsDifferent() {
        Plan whole = Plan.of(SETTINGS);
        Plan shorter = Plan.of(SETTINGS.without(List.of(3, 17)));
        List<Act> expected = new ArrayList<>(whole.acts());
        expected.removeIf(act -> act.number() == 3 || act.number() == 17);
        assertThat(shorter.acts()).isEqualTo(expected);
        assertThat(draws(shorter))
                .isEqualTo(draws(whole).stream()
                        .filter(draw -> !draw.startsWith("3 ") && !draw.startsWith("17 "))
                        .toList());
    }

    private static List<String> draws(Plan plan) {
        return plan.steps().stream()
                .map(step -> step.act().number() + " " + step.random().nextLong())
                .toList();
    }

    @Test
    void hasTheFaultsThatAreAskedForOrNone() {
        Plan without = Plan.of(SETTINGS.withFaults(EnumSet.noneOf(Fault.class)));
        assertThat(without.acts()).noneMatch(act -> act.name().startsWith("fault"));
        Plan one = Plan.of(SETTINGS.withFaults(EnumSet.of(Fault.HOST_REBOOTS)));
        assertThat(one.acts())
                .anyMatch(act -> act.name().equals("fault HOST_REBOOTS"))
                .noneMatch(act -> act.name().startsWith("fault") && !act.name().equals("fault HOST_REBOOTS"));
    }

    @Test
    void drawsNoFaultsForSomeSeedsAndExactlyOneForSome() {
        int none = 0;
        int one = 0;
        for (int seed = 0; seed < 1_000; seed++) {
            int faults = Plan.of(new SimulationSettings(seed, 20, Duration.ofMinutes(1)))
                    .faults()
                    .size();
            none += faults == 0 ? 1 : 0;
            one += faults == 1 ? 1 : 0;
        }
        assertThat(none).isBetween(25, 100);
        assertThat(one).isBetween(25, 150);
    }

    @Test
    void everyPlaceIsADeedAndEveryDeedHasAPlace() {
        EnumSet<Deed> seen = EnumSet.noneOf(Deed.class);
        for (int place = 0; place < 100; place++) {
            seen.add(Deed.at(place));
        }
        assertThat(seen).containsExactly(Deed.values());
    }

    @Test
    void aRunThatIsMadeShorterIsCarriedOutAndSaysSo() {
        SimulationSettings hour = new SimulationSettings(5, 10, Duration.ofHours(1));
        List<Integer> odd = Plan.of(hour).acts().stream()
                .map(Act::number)
                .filter(number -> number % 2 == 1)
                .toList();
        SimulationResult result = SimulationRun.run(hour.without(odd), new StowageEngines());
        assertThat(result.violation()).isNull();
        assertThat(result.acts()).isNotEmpty().allMatch(act -> act.number() % 2 == 0);
        assertThat(result.settings().replayCommand()).contains("--without 1,3,5,");
    }

    @Test
    void whatIsLeftOutIsPrintedInRangesAndReadAgain() {
        SortedSet<Integer> numbers = new TreeSet<>(List.of(1, 2, 3, 5, 8, 9));
        assertThat(NumberRanges.print(numbers)).isEqualTo("1-3,5,8-9");
        assertThat(NumberRanges.parse("1-3,5,8-9")).isEqualTo(numbers);
        assertThat(NumberRanges.print(new TreeSet<>())).isEmpty();
        assertThatThrownBy(() -> NumberRanges.parse("1,x")).hasMessageContaining("\"x\"");
    }
}
