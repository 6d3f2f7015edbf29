package io.stowage.testkit.invariant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.model.Attribute;
import io.stowage.model.ContainerInstance;
import io.stowage.model.ContainerInstanceStatus;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The oracle's own understanding of cluster queries. */
class ExpressionsTest {

    private final ContainerInstance instance = ContainerInstance.builder()
            .containerInstanceArn("arn:container-instance/1")
            .runtime("simulated")
            .runtimeProperties(Map.of())
            .registeredResources(List.of())
            .attributes(List.of(
                    new Attribute("zone", "b", null, null),
                    new Attribute("stack", "blue", null, null),
                    new Attribute("retiring", null, null, null)))
            .status(ContainerInstanceStatus.ACTIVE)
            .agentConnected(true)
            .build();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "attribute:zone == b",
                "attribute:zone != a",
                "attribute:zone in [a, b]",
                "attribute:zone !in [a, c]",
                "attribute:zone > a",
                "attribute:zone >= b",
                "attribute:zone < c",
                "attribute:zone <= b",
                "attribute:stack =~ bl.*",
                "attribute:stack !~ b",
                "attribute:retiring exists",
                "attribute:none !exists",
                "not(attribute:zone == a)",
                "not attribute:none == x",
                "attribute:zone == a or attribute:zone == b and attribute:stack == blue",
                "(attribute:zone == a or attribute:zone == b) and not(attribute:none exists)",
                "(attribute:zone == b) and (attribute:stack == blue)"
            })
    void isTrue(String expression) {
        assertThat(Expressions.matches(expression, instance)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "attribute:zone == a",
                "attribute:none != a",
                "attribute:retiring != true",
                "attribute:none !in [a]",
                "attribute:none !~ a",
                "attribute:zone in [a, c]",
                "attribute:zone !in [b]",
                "attribute:zone > b",
                "attribute:zone < b",
                "attribute:none >= a",
                "attribute:retiring !exists",
                "not(attribute:zone == b or attribute:zone == a)",
                "(attribute:zone == b or attribute:zone == a) and attribute:stack == red"
            })
    void isFalse(String expression) {
        assertThat(Expressions.matches(expression, instance)).isFalse();
    }

    @Test
    void whatItDoesNotUnderstandIsRefused() {
        for (String expression :
                List.of("", "task:group == x", "attribute:zone", "attribute:zone in b", "attribute:zone ==")) {
            assertThatThrownBy(() -> Expressions.matches(expression, instance))
                    .as(expression)
                    .hasMessageContaining("does not understand");
        }
    }
}
