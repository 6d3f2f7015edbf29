package io.stowage.samples.autoscale;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChartTest {

    @Test
    void drawsEachValueAsHighAsItIs() {
        assertThat(Chart.of("machines", List.of(0, 1, 6, 15, 9, 0), 5)).isEqualTo("""
                machines
                   15 |   #
                   12 |   #
                    9 |   ##
                    6 |  ###
                    3 | ####
                    0 +------ 5 s""");
    }

    @Test
    void drawsNothingWhereNothingEverWas() {
        assertThat(Chart.of("machines", List.of(0, 0), 1).lines().filter(line -> line.contains("#")))
                .isEmpty();
        assertThat(Chart.of("machines", List.of(), 0)).endsWith("    0 + 0 s");
    }

    @Test
    void showsTheLargestOfWhatSharesAColumn() {
        List<Integer> values = IntStream.range(0, 1_000)
                .map(second -> second == 500 ? 60 : 0)
                .boxed()
                .toList();

        String chart = Chart.of("tasks", values, 1_000);

        assertThat(chart.lines().filter(line -> line.contains("#")))
                .hasSize(5)
                .allSatisfy(line -> assertThat(line).endsWith("#").hasSize(7 + 37));
        assertThat(Chart.of("tasks", Collections.nCopies(1_000, 1), 1_000).lines())
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(7 + 72 + 7));
    }
}
