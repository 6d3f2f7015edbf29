package io.stowage.core.agent.variable;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.spi.SecretValue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class EnvironmentFileTextTest {

    static Map<String, String> values(Iterable<SecretValue> variables) {
        Map<String, String> values = new LinkedHashMap<>();
        variables.forEach(each -> assertThat(values.put(each.name(), String.valueOf(each.reveal())))
                .as("a second %s", each.name())
                .isNull());
        return values;
    }

    static EnvironmentFileText parse(String text) {
        return EnvironmentFileText.parse(text.toCharArray());
    }

    static Stream<Arguments> examples() {
        return Stream.of(
                Arguments.of("", Map.of()),
                Arguments.of("A=1", Map.of("A", "1")),
                Arguments.of("A=1\nB=2\n", Map.of("A", "1", "B", "2")),
                Arguments.of("A=1\r\nB=2\r\n", Map.of("A", "1", "B", "2")),
                Arguments.of("A=1\r\r\n", Map.of("A", "1\r")),
                Arguments.of("\n\n  \n\t\r\nA=1\n\n", Map.of("A", "1")),
                Arguments.of("# A=1\n#B=2\n#", Map.of()),
                Arguments.of("A=1 # no comment", Map.of("A", "1 # no comment")),
                Arguments.of(" #A=1", Map.of(" #A", "1")),
                Arguments.of("A=x=y==", Map.of("A", "x=y==")),
                Arguments.of("A=\"1\"\nB='2'", Map.of("A", "\"1\"", "B", "'2'")),
                Arguments.of("A= 1 \n B =2", Map.of("A", " 1 ", " B ", "2")),
                Arguments.of("A=$B ${C} `D` \\n", Map.of("A", "$B ${C} `D` \\n")),
                Arguments.of("A=", Map.of("A", "")),
                Arguments.of("A=\r\n", Map.of("A", "")),
                Arguments.of("A=1\nA=2", Map.of("A", "2")),
                Arguments.of("export A=1", Map.of("export A", "1")),
                Arguments.of("spring.name=a-b", Map.of("spring.name", "a-b")),
                Arguments.of("A=grün 🚢", Map.of("A", "grün 🚢")));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void aLineIsAVariable(String text, Map<String, String> variables) {
        EnvironmentFileText read = parse(text);
        assertThat(values(read.variables())).isEqualTo(variables);
        assertThat(read.passedOver()).isZero();
        assertThat(read.firstPassedOver()).isZero();
    }

    @Test
    void whatIsNoVariableIsPassedOver() {
        EnvironmentFileText read = parse("\n# A\nA=1\nnothing\n=no name\n=\nB=2\nC");
        assertThat(values(read.variables())).containsExactly(Map.entry("A", "1"), Map.entry("B", "2"));
        assertThat(read.passedOver()).isEqualTo(4);
        assertThat(read.firstPassedOver()).isEqualTo(4);
    }

    @Test
    void noTextFormHasAValueInIt() {
        assertThat(parse("PASSWORD=hunter2").toString()).contains("PASSWORD").doesNotContain("hunter2");
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of("A", "B", "=", "#", " ", "\t", "\n", "\r", "\r\n", "'", "\"", "$", "\\", "ü")
                .list()
                .ofMaxSize(40)
                .map(words -> String.join("", words));
    }

    @Property(tries = 2_000)
    void aFileSaysWhatItsLinesSay(@ForAll("texts") String text) {
        Map<String, String> expected = new LinkedHashMap<>();
        int passedOver = 0;
        for (String each : text.split("\n", -1)) {
            String line = each.endsWith("\r") ? each.substring(0, each.length() - 1) : each;
            String[] words = line.split("=", 2);
            if (!line.startsWith("#") && words.length == 2 && !words[0].isEmpty()) {
                expected.put(words[0], words[1]);
            } else if (!line.startsWith("#") && !line.isBlank()) {
                passedOver++;
            }
        }
        EnvironmentFileText read = parse(text);
        assertThat(values(read.variables())).containsExactlyEntriesOf(expected);
        assertThat(read.passedOver()).isEqualTo(passedOver);
    }
}
