package io.stowage.runtime.docker.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.stowage.model.EnvironmentFile;
import io.stowage.model.TaskDefinition;
import io.stowage.runtime.docker.spec.EnvironmentFiles.NotAvailableException;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerRuntimeException.Category;
import io.stowage.spi.ContainerSpec;
import io.stowage.spi.SecretValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class VariablesTest {

    private static ContainerSpec spec(int files, Map<String, String> environment, List<SecretValue> secrets) {
        String named = IntStream.range(0, files)
                .mapToObj(i -> "{\"type\":\"s3\",\"value\":\"" + i + "\"}")
                .collect(Collectors.joining(","));
        TaskDefinition task = Definitions.one("", "\"environmentFiles\":[" + named + "],");
        return new ContainerSpec(
                "c", task.containerDefinitions().get(0), task, environment, secrets, List.of(), Map.of(), 0);
    }

    @Provide
    Arbitrary<Map<String, String>> variables() {
        return Arbitraries.maps(
                        Arbitraries.of("A", "B", "C", "D"),
                        Arbitraries.strings().alpha().ofMaxLength(3))
                .ofMaxSize(4);
    }

    /** The oracle goes from the weakest to the strongest. */
    @Property(tries = 500)
    void theStrongestWordCounts(
            @ForAll("variables") Map<String, String> first,
            @ForAll("variables") Map<String, String> second,
            @ForAll("variables") Map<String, String> environment,
            @ForAll("variables") Map<String, String> secrets)
            throws Exception {
        List<Map<String, String>> files = List.of(first, second);
        EnvironmentFiles reads = file -> text(files.get(Integer.parseInt(file.value())));
        List<SecretValue> values = secrets.entrySet().stream()
                .map(e -> new SecretValue(e.getKey(), e.getValue().toCharArray()))
                .toList();
        Map<String, String> expected = new LinkedHashMap<>(second);
        expected.putAll(first);
        expected.putAll(environment);
        expected.keySet().removeAll(secrets.keySet());
        assertThat(Variables.of(spec(2, environment, values), reads, new Report()))
                .isEqualTo(expected);
    }

    private static String text(Map<String, String> variables) {
        return variables.entrySet().stream()
                .map(e -> e.getKey() + "=" + e.getValue())
                .collect(Collectors.joining("\r\n"));
    }

    @Example
    void aFileIsReadLineByLine() {
        Report report = new Report();
        assertThat(Variables.parse("# comment\n\nA=1=2\r\n  B= x \n=no\nnothing\nA=3\nC=", report))
                .containsExactly(Map.entry("A", "3"), Map.entry("B", " x "), Map.entry("C", ""));
        assertThat(report.warnings()).hasSize(2).allMatch(w -> !w.contains("nothing"));
    }

    @Example
    void aFileThatIsNotThereIsSaid() {
        EnvironmentFiles none = VariablesTest::notThere;
        ContainerRuntimeException refusal = catchThrowableOfType(
                ContainerRuntimeException.class, () -> Variables.of(spec(1, Map.of(), List.of()), none, new Report()));
        assertThat(refusal.category()).isEqualTo(Category.ResourceInitializationError);
        assertThat(refusal).hasMessage("environmentFiles \"0\" is not available: no such object");
        assertThat(refusal.isRetryable()).isFalse();
    }

    private static String notThere(EnvironmentFile file) throws NotAvailableException {
        throw new NotAvailableException("no such object");
    }

    @Example
    void whoFailsToReadIsAskedAgainAndNotQuoted() {
        EnvironmentFiles broken = file -> {
            throw new IllegalStateException("hunter2");
        };
        ContainerRuntimeException refusal = catchThrowableOfType(
                ContainerRuntimeException.class,
                () -> Variables.of(spec(1, Map.of(), List.of()), broken, new Report()));
        assertThat(refusal.isRetryable()).isTrue();
        assertThat(refusal).hasMessageNotContaining("hunter2");
    }
}
