package io.stowage.core.placement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExplanationsTest {

    private final Explanations explanations = new Explanations();
    private final List<Integer> explained = new ArrayList<>();

    private PlacementFailure of(int cpu) {
        return explanations.of(new Demand(cpu, 0, 0, List.of()), demand -> {
            explained.add(demand.cpu());
            return new PlacementFailure(1, "RESOURCE:CPU", "" + demand.cpu(), Map.of(), null, List.of());
        });
    }

    @Test
    void whatIsAskedAgainIsNotExplainedAgainUntilSomethingChanges() {
        assertThat(of(1)).isSameAs(of(1));
        assertThat(of(2).message()).isEqualTo("2");
        explanations.changedIf(false);
        of(1);
        assertThat(explained).containsExactly(1, 2);
        explanations.changedIf(true);
        of(1);
        of(2);
        explanations.clear();
        of(1);
        assertThat(explained).containsExactly(1, 2, 1, 2, 1);
    }

    @Test
    void only64AreKept() {
        for (int round = 0; round < 2; round++) {
            for (int cpu = 1; cpu <= 64; cpu++) {
                of(cpu);
            }
        }
        assertThat(explained).hasSize(64);
        of(65);
        of(1);
        assertThat(explained).hasSize(66).endsWith(65, 1);
    }
}
