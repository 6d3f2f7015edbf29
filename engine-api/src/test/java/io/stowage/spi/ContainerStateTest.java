package io.stowage.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ContainerStateTest {

    private final Map<String, String> given = new LinkedHashMap<>();

    ContainerStateTest() {
        given.put("z", "1");
        given.put("a", "2");
        given.put("m", "3");
    }

    private static ContainerState state(Map<String, String> labels) {
        return new ContainerState(
                "web", labels, null, ContainerState.Phase.CREATED, null, null, null, null, List.of(), null);
    }

    @Test
    void keepsItsOwnLabelsInTheirOrder() {
        ContainerState state = state(given);
        given.put("b", "4");

        assertThat(state.labels().keySet()).containsExactly("z", "a", "m");
        assertThat(state.labels())
                .containsEntry("a", "2")
                .doesNotContainKey("b")
                .hasSize(3);
        assertThat(state.labels().getOrDefault("b", "none")).isEqualTo("none");
    }

    @Test
    void givesNobodyTheMeansToChangeThem() {
        Map<String, String> labels = state(given).labels();

        assertThatThrownBy(() -> labels.put("a", "5")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(labels::clear).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> labels.entrySet().iterator().next().setValue("5"))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void equalsAnotherWithTheSameLabelsAndCopiesThemOnce() {
        ContainerState state = state(given);

        assertThat(state(new LinkedHashMap<>(given))).isEqualTo(state).hasSameHashCodeAs(state);
        assertThat(state(state.labels()).labels()).isSameAs(state.labels());
        assertThat(state.labels()).isEqualTo(given);
    }
}
