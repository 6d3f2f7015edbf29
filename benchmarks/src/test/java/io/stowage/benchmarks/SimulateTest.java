package io.stowage.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.testkit.EngineFactory;
import io.stowage.testkit.SimulationSettings;
import io.stowage.testkit.StowageEngines;
import io.stowage.testkit.fault.Fault;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
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
                        + "\"simulatedHoursPerSecond\":[0-9.]+,\"peakHeapMiB\":[0-9]+,"
                        + "\"cells\":[0-9]+,\"cellsHit\":[0-9]+,\"crashPoints\":[0-9]+,\"threads\":[0-9]+}\\R");
    }

    @Test
    void seedsThatRunAtOnceAreTheSameRunsAsOneAfterTheOther() {
        String[] seeds = {"--seeds", "6", "--tasks", "5", "--hours", "1", "--threads", "1"};
        run(new StowageEngines(), seeds);
        String oneByOne = steps();
        out.reset();
        seeds[7] = "3";
        run(new StowageEngines(), seeds);
        assertThat(steps()).isEqualTo(oneByOne);
    }

    /** How many events there were in all. */
    private String steps() {
        return out.toString(StandardCharsets.UTF_8).replaceAll("(?s).*\"steps\":([0-9]+).*", "$1");
    }

    @Test
    void aViolationIsToldWithItsSeedAndFailsTheRun() {
        EngineFactory broken = parts -> {
            throw new IllegalStateException("broken on purpose");
        };
        assertThat(run(broken, "--replay", "9", "--tasks", "5")).isFalse();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("\"violations\":1");
        assertThat(progress.toString(StandardCharsets.UTF_8))
                .contains("broken on purpose", "simulate --replay 9 --tasks 5 --hours 6");
    }

    @Test
    void aCellThatManySeedsLeaveEmptyIsAFaultOfTheSimulation() {
        List<String> never = List.of("CALLS_FAIL x HEALTH");
        assertThat(Simulate.isAFault(never, 1_000)).isTrue();
        assertThat(Simulate.isAFault(never, 999)).isFalse();
        assertThat(Simulate.isAFault(List.of(), 1_000)).isFalse();
    }

    @Test
    void argumentsHaveDefaultsAndAreChecked() {
        SimulateArguments defaults = SimulateArguments.parse(new String[] {"--seeds", "3", "--first", "8"});
        assertThat(defaults.seeds()).isEqualTo(3);
        assertThat(defaults.threads()).isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(SimulateArguments.parse("--threads 4".split(" ")).threads()).isEqualTo(4);
        assertThat(defaults.settings(2)).isEqualTo(new SimulationSettings(10, 20, Duration.ofHours(6)));
        assertThat(SimulateArguments.parse("--replay 4 --tasks 100 --hours 2 --engines 3 --without 7,5".split(" "))
                        .settings(0))
                .isEqualTo(new SimulationSettings(4, 100, Duration.ofHours(2))
                        .withEngines(3)
                        .without(List.of(5, 7)));
        assertThat(SimulateArguments.parse("--faults NONE".split(" "))
                        .settings(0)
                        .faults())
                .isEmpty();
        assertThat(SimulateArguments.parse("--faults HOST_REBOOTS,CALLS_FAIL".split(" "))
                        .settings(0)
                        .faults())
                .containsExactly(Fault.HOST_REBOOTS, Fault.CALLS_FAIL);
        assertThatThrownBy(() -> SimulateArguments.parse(new String[] {"--faults", "RAIN"}))
                .hasMessageContaining("RAIN")
                .hasMessageContaining("HOST_REBOOTS");
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
