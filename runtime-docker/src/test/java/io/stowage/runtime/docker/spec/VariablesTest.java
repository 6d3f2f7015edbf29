package io.stowage.runtime.docker.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.model.TaskDefinition;
import io.stowage.spi.ContainerSpec;
import io.stowage.spi.SecretValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class VariablesTest {

    @Provide
    Arbitrary<Map<String, String>> variables() {
        return Arbitraries.maps(
                        Arbitraries.of("A", "B", "C", "D"),
                        Arbitraries.strings().alpha().ofMaxLength(3))
                .ofMaxSize(4);
    }

    @Property(tries = 200)
    void aSecretWins(
            @ForAll("variables") Map<String, String> environment, @ForAll("variables") Map<String, String> secrets) {
        TaskDefinition task = Definitions.one("", "");
        List<SecretValue> values = secrets.entrySet().stream()
                .map(e -> new SecretValue(e.getKey(), e.getValue().toCharArray()))
                .toList();
        ContainerSpec spec = new ContainerSpec(
                "c", task.containerDefinitions().get(0), task, environment, values, List.of(), Map.of(), 0);
        Map<String, String> expected = new LinkedHashMap<>(environment);
        expected.keySet().removeAll(secrets.keySet());
        Report report = new Report();
        assertThat(Variables.of(spec, report)).isEqualTo(expected);
        assertThat(report.findings()).isEmpty();
    }
}
