package io.stowage.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IsoInstantTest {

    /** What the JDK says. */
    private static Object expected(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException noTime) {
            return "no time";
        }
    }

    private static Object parsed(String text) {
        try {
            return IsoInstant.parse(text);
        } catch (DateTimeException noTime) {
            return "no time";
        }
    }

    @Provide
    Arbitrary<Instant> instants() {
        Arbitrary<Long> seconds = Arbitraries.oneOf(
                Arbitraries.longs().between(-62_200_000_000L, 253_500_000_000L),
                Arbitraries.longs().between(1_700_000_000L, 1_900_000_000L));
        Arbitrary<Integer> nanos = Arbitraries.oneOf(
                Arbitraries.just(0),
                Arbitraries.integers().between(0, 999).map(millis -> millis * 1_000_000),
                Arbitraries.integers().between(0, 999_999).map(micros -> micros * 1_000),
                Arbitraries.integers().between(0, 999_999_999));
        return Combinators.combine(seconds, nanos).as((second, nano) -> Instant.ofEpochSecond(second, nano));
    }

    @Property(tries = 10_000)
    void whatAnInstantWritesOfItselfIsRead(@ForAll("instants") Instant instant) {
        assertThat(parsed(instant.toString())).isEqualTo(expected(instant.toString()));
    }

    /** One character of a time is another one, is missing, or is there twice. */
    @Property(tries = 10_000)
    void whatIsNearlyATimeIsReadAsTheJdkReadsIt(
            @ForAll("instants") Instant instant, @ForAll("characters") char other, @ForAll int where) {
        String text = instant.toString();
        int at = Math.floorMod(where, text.length());
        for (String middle : new String[] {"" + other, "", "" + text.charAt(at) + text.charAt(at)}) {
            String nearly = text.substring(0, at) + middle + text.substring(at + 1);
            assertThat(parsed(nearly)).as(nearly).isEqualTo(expected(nearly));
        }
    }

    @Provide
    Arbitrary<Character> characters() {
        return Arbitraries.of(
                '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '+', '-', ':', '.', ',', 'T', 't', 'Z', 'z', ' ',
                '\u0663', '/');
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2024-02-29T23:59:59.999999999Z",
                "2024-02-29T23:59Z",
                "1969-12-31T23:59:59.000000001Z",
                "0000-01-01T00:00:00Z",
                "9999-12-31T23:59:59Z",
                "+10000-01-01T00:00:00Z",
                "-0001-01-01T00:00:00Z",
                "2026-01-31T12:00:00.1Z",
                "2026-01-31T12:00:00.Z",
                "2026-01-31T12:00:00+02:00",
                "2026-01-31T12:00:00.123456-11:30"
            })
    void timesAreReadAsTheJdkReadsThem(String text) {
        assertThat(IsoInstant.parse(text)).isEqualTo(OffsetDateTime.parse(text).toInstant());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Z",
                "2023-02-29T00:00:00Z",
                "2026-13-01T00:00:00Z",
                "2026-00-01T00:00:00Z",
                "2026-01-31T24:00:00Z",
                "2026-01-31T23:60:00Z",
                "2026-01-31T23:59:60Z",
                "2026-01-31T12:00:00.1234567890Z",
                "2026-01-31T12:00:00.12-4Z",
                "2026-01-31T12:00:00",
                "2026-01-31 12:00:00Z"
            })
    void whatIsNoTimeIsRefused(String text) {
        assertThatExceptionOfType(DateTimeException.class).isThrownBy(() -> IsoInstant.parse(text));
    }

    @Test
    void aTimeInUtcIsThatTime() {
        assertThat(IsoInstant.parse("2026-01-31T12:30:15.25Z"))
                .isEqualTo(Instant.ofEpochSecond(1_769_862_615L, 250_000_000));
    }
}
