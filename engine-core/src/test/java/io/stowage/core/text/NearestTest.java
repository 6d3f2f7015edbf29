package io.stowage.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {

    private static final List<String> KNOWN =
            List.of("cpu", "memory", "containerPort", "hostPort", "containerPortRange");

    @ParameterizedTest
    @CsvSource({
        "contianerPort, containerPort",
        "containerport, containerPort",
        "hostPrt, hostPort",
        "hostPorts, hostPort",
        "Memory, memory",
        "cpus, cpu",
        "container_port_range, containerPortRange"
    })
    void aSlipFindsItsWord(String word, String expected) {
        assertThat(Nearest.of(word, KNOWN)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"cmd, command", "env, environment", "port, portMappings", "commandLine, command"})
    void anAbbreviationFindsTheShortestWordItStandsFor(String word, String expected) {
        assertThat(Nearest.of(word, List.of("environmentFiles", "environment", "portMappings", "command")))
                .isEqualTo(expected);
    }

    @Test
    void whatIsFarFromEverythingFindsNothing() {
        assertThat(Nearest.of("essential", KNOWN)).isNull();
        assertThat(Nearest.of("x", KNOWN)).isNull();
        assertThat(Nearest.of("containerPort".repeat(1000), KNOWN)).isNull();
        assertThat(Nearest.hint("essential", KNOWN)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"abc, abc, 0", "abc, acb, 1", "abc, ab, 1", "ab, abc, 1", "abc, axc, 1", "'', abc, 3", "ca, abc, 3"})
    void theDistanceCountsSlips(String a, String b, int expected) {
        assertThat(Nearest.distance(a, b)).isEqualTo(expected);
    }

    @Property(tries = 300)
    void theDistanceIsSymmetricAndBounded(
            @ForAll @AlphaChars @StringLength(max = 12) String a,
            @ForAll @AlphaChars @StringLength(max = 12) String b) {
        int distance = Nearest.distance(a, b);

        assertThat(distance).isEqualTo(Nearest.distance(b, a));
        assertThat(distance).isBetween(Math.abs(a.length() - b.length()), Math.max(a.length(), b.length()));
        assertThat(distance == 0).isEqualTo(a.equals(b));
    }
}
