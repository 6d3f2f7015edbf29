package io.stowage.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.testkit.EngineFactory;
import io.stowage.testkit.StowageEngines;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SimulateTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream progress = new ByteArrayOutputStream();

    @Test
    void printsOneLineOfJson() {
        assertThat(run(new StowageEngines(), "--seeds", "2", "--tasks", "5", "--hours", "1"))
                .isTrue();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .matches("\\{\"seeds\":2,\"simulatedHours\":[0-9.]+,\"steps\":[0-9]+,\"violations\":0,"
                        + "\"simulatedHoursPerSecond\":[0-9.]+,\"peakHeapMiB\":[0-9]+}\\R");
    }

    @Test
    void aViolationIsToldWithItsSeedAndFailsTheRun() {
        EngineFactory broken = (world, store, runtime) -> {
            throw new IllegalStateException("broken on purpose");
        };
        assertThat(run(broken, "--replay", "9", "--tasks", "5")).isFalse();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("\"violations\":1");
        assertThat(progress.toString(StandardCharsets.UTF_8))
                .contains("broken on purpose", "simulate --replay 9 --tasks 5 --hours 6");
    }

    @Test
    void argumentsHaveDefaultsAndAreChecked() {
        assertThat(SimulateArguments.parse(new String[] {"--seeds", "3", "--first", "8"}))
                .isEqualTo(new SimulateArguments(8, 3, 20, 6));
        assertThat(SimulateArguments.parse(new String[] {"--replay", "4", "--tasks", "100", "--hours", "2"}))
                .isEqualTo(new SimulateArguments(4, 1, 100, 2));
        assertThatThrownBy(() -> SimulateArguments.parse(new String[] {"--seeds"}))
                .hasMessageContaining("--seeds has no value");
        assertThatThrownBy(() -> SimulateArguments.parse(new String[] {"--seeds", "many"}))
                .hasMessageContaining("many");
        assertThatThrownBy(() -> SimulateArguments.parse(new String[] {"--tasks", "0"}))
                .hasMessageContaining("at least 1");
        assertThatThrownBy(() -> SimulateArguments.parse(new String[] {"--loud", "1"}))
                .hasMessageContaining("--loud is not an option");
    }

    private boolean run(EngineFactory engines, String... words) {
        return new Simulate(
                        SimulateArguments.parse(words),
                        engines,
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(progress, true, StandardCharsets.UTF_8))
                .run();
    }
}
