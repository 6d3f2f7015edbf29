package io.stowage.core.agent.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.spi.ContainerSpec;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The labels of containers, and what is read from them. */
class ContainerLabelsTest {

    @Test
    void aContainerCarriesWhoseItIs() {
        Map<String, String> ofInstance = ContainerLabels.ofInstance("default", "i1");
        assertThat(ofInstance)
                .containsExactly(
                        Map.entry("io.stowage.cluster", "default"), Map.entry("io.stowage.container-instance", "i1"));
        assertThat(ContainerLabels.of(ofInstance, "t1", "web", 2, "hash"))
                .containsAllEntriesOf(ofInstance)
                .containsEntry("io.stowage.task", "t1")
                .containsEntry("io.stowage.container", "web")
                .containsEntry("io.stowage.run", "2")
                .containsEntry(ContainerSpec.SPEC_HASH_LABEL, "hash")
                .hasSize(6);
    }

    /** Anybody can write labels: what no agent has written is read as if it were not there. */
    @ParameterizedTest
    @CsvSource({
        "0, 0, 0",
        "09, 9, 9",
        "90, 90, 90",
        "999999999, 999999999, 999999999",
        "1000000000, -1, 1000000000",
        "999999999999999999, -1, 999999999999999999",
        "1000000000000000000, -1, 0",
        "'', -1, 0",
        "-1, -1, 0",
        "1/, -1, 0",
        "1:, -1, 0",
        "x, -1, 0",
    })
    void readsNumbers(String text, int run, long commit) {
        assertThat(ContainerLabels.run(Map.of(ContainerLabels.RUN, text))).isEqualTo(run);
        assertThat(ContainerLabels.commit(Map.of(ContainerLabels.COMMIT, text))).isEqualTo(commit);
    }

    @Test
    void aContainerWithoutALabelIsOfNoRunAndOfNoCommit() {
        assertThat(ContainerLabels.run(Map.of())).isEqualTo(-1);
        assertThat(ContainerLabels.commit(Map.of())).isZero();
    }
}
