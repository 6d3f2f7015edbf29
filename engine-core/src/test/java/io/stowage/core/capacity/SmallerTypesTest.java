package io.stowage.core.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.capacity.SmallerTypes.Size;
import io.stowage.spi.InstanceProvider.MachineType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is remembered of machine types that have less than the instance provider says. */
class SmallerTypesTest {

    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final Map<String, String> PROPERTIES = Map.of("image", "one");
    private static final MachineType TYPE = type("m", 1024, 2048);
    private static final Size LESS = new Size(1024, 2000);

    private static MachineType type(String name, int cpu, int memory) {
        return new MachineType(name, cpu, memory, List.of("a"), Map.of("os", "linux"), 1.0, 0.5);
    }

    private static SmallerTypes after(SmallerTypes before, Size has, Instant at) {
        return before.registered(TYPE, PROPERTIES, has, at, at);
    }

    private static Size expected(SmallerTypes smaller, Instant now) {
        MachineType expected = smaller.expected(TYPE, now);
        assertThat(expected.availabilityZones()).isEqualTo(TYPE.availabilityZones());
        assertThat(expected.attributes()).isEqualTo(TYPE.attributes());
        assertThat(expected.hourlySpotPrice()).isEqualTo(TYPE.hourlySpotPrice());
        return new Size(expected.cpu(), expected.memory());
    }

    @ParameterizedTest
    @CsvSource({"1024,2048,false", "4096,4096,false", "1023,2048,true", "1024,2047,true", "4096,2047,true", "0,0,true"})
    void onlyWhatHasLessIsRemembered(int cpu, int memory, boolean less) {
        SmallerTypes smaller = after(SmallerTypes.NONE, new Size(cpu, memory), NOW);

        assertThat(smaller.equals(SmallerTypes.NONE)).isEqualTo(!less);
        assertThat(expected(smaller, NOW)).isEqualTo(new Size(Math.min(1024, cpu), Math.min(2048, memory)));
        assertThat(smaller.mayHold("m", 1024, 2048, NOW)).isEqualTo(!less);
        assertThat(smaller.mayHold("another", 1024, 2048, NOW)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"1,1", "2,2", "3,4", "4,8", "5,16", "6,24", "7,24", "70,24"})
    void itHoldsForAnHourAndEachTimeTwiceAsLongUpToADay(int times, int hours) {
        SmallerTypes smaller = SmallerTypes.NONE;
        Instant at = NOW;
        Instant until = NOW;
        for (int i = 0; i < times; i++) {
            at = until;
            smaller = after(smaller, LESS, at);
            until = at;
            while (!expected(smaller, until).equals(new Size(1024, 2048))) {
                until = until.plus(Duration.ofMinutes(30));
            }
        }

        assertThat(Duration.between(at, until)).isEqualTo(Duration.ofHours(hours));
    }

    @Test
    void anotherSmallOneMeanwhileExtendsItAndCountsForItsOwnSize() {
        SmallerTypes smaller = after(SmallerTypes.NONE, LESS, NOW);
        Instant later = NOW.plus(Duration.ofMinutes(50));
        smaller = after(smaller, new Size(1000, 2048), later);

        assertThat(expected(smaller, later.plus(Duration.ofMinutes(59)))).isEqualTo(new Size(1000, 2048));
        assertThat(expected(smaller, later.plus(Duration.ofMinutes(60)))).isEqualTo(new Size(1024, 2048));
    }

    @Test
    void theMachineThatCameLastCounts() {
        SmallerTypes smaller = after(SmallerTypes.NONE, LESS, NOW);

        assertThat(after(smaller, LESS, NOW)).as("it is known").isSameAs(smaller);
        assertThat(after(smaller, new Size(1024, 2048), NOW.minusSeconds(1)))
                .as("it came before")
                .isSameAs(smaller);
        assertThat(after(smaller, new Size(1024, 2048), NOW.plusSeconds(1))).isEqualTo(SmallerTypes.NONE);
    }

    @Test
    void itIsForgottenWhereTheCapacityProviderOrTheInstanceProviderSaysSomethingElse() {
        SmallerTypes smaller = after(SmallerTypes.NONE, LESS, NOW);

        assertThat(smaller.still(PROPERTIES, List.of(TYPE, type("n", 1, 1)))).isEqualTo(smaller);
        assertThat(smaller.still(PROPERTIES, List.of())).as("nothing is known").isEqualTo(smaller);
        assertThat(smaller.still(Map.of("image", "two"), List.of(TYPE))).isEqualTo(SmallerTypes.NONE);
        assertThat(smaller.still(PROPERTIES, List.of(type("m", 1024, 2000)))).isEqualTo(SmallerTypes.NONE);
    }

    @Test
    void itIsTheReasonOnlyOfWhatWouldFitByWhatWasSaid() {
        SmallerTypes smaller = after(SmallerTypes.NONE, LESS, NOW);

        assertThat(smaller.whyNot(1024, 2048))
                .hasValue("Machine type m registered 1024 CPU units and 2000 MiB, but the instance provider said 1024"
                        + " CPU units and 2048 MiB.");
        assertThat(smaller.whyNot(1024, 2000)).as("it fits").isEmpty();
        assertThat(smaller.whyNot(1025, 2048)).as("it never did").isEmpty();
    }

    @Test
    void notMoreThanThreeTypesAreTold() {
        SmallerTypes smaller = SmallerTypes.NONE;
        for (String name : List.of("a", "b", "c", "d")) {
            smaller = smaller.registered(type(name, 1024, 2048), PROPERTIES, LESS, NOW, NOW);
        }

        assertThat(smaller.whyNot(1, 2048).orElseThrow())
                .contains("type a", "type b", "type c")
                .doesNotContain("type d");
    }
}
