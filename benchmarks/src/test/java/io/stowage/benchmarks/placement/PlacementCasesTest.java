package io.stowage.benchmarks.placement;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PlacementCasesTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream differences = new ByteArrayOutputStream();

    @Test
    void everyTaskGoesWhereThePipelineSays() {
        boolean sound = new PlacementCases(print(out), print(differences)).run(50_000, 1);
        assertThat(differences.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(sound).isTrue();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .matches("\\{\"cases\":50000,\"tasksPlaced\":[0-9]{5,},\"requestsNotMet\":[0-9]{4,},\"differences\":0,"
                        + "\"wallMillis\":[0-9]+}\\R");
    }

    private static PrintStream print(ByteArrayOutputStream to) {
        return new PrintStream(to, true, StandardCharsets.UTF_8);
    }
}
