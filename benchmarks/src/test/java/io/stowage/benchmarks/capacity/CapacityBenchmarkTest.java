package io.stowage.benchmarks.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.benchmarks.placement.JsonLine;
import io.stowage.benchmarks.placement.Trace;
import io.stowage.testkit.EngineFactory;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class CapacityBenchmarkTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream progress = new ByteArrayOutputStream();

    private boolean run(EngineFactory engines, String... words) {
        return new CapacityBenchmark(
                        CapacityBenchmark.options(words),
                        engines,
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(progress, true, StandardCharsets.UTF_8))
                .run();
    }

    private double figure(String name) {
        Matcher matcher = Pattern.compile("\"" + name + "\":([0-9.]+)").matcher(out.toString(StandardCharsets.UTF_8));
        assertThat(matcher.find()).as(name + " in " + out).isTrue();
        return Double.parseDouble(matcher.group(1));
    }

    @Test
    void theTraceIsCutIntoPieces() {
        List<Pods> windows = Pods.windows(Trace.of("openb"), 1_000);
        assertThat(windows)
                .hasSize(5)
                .allSatisfy(pods -> assertThat(pods.total()).isEqualTo(1_000));
        assertThat(Pods.windows(Trace.of("openb"), 6_000)).isEmpty();
    }

    @Test
    void thereAreTwoHundredMachineTypesOfDifferentNames() {
        assertThat(MachineCatalog.all()).hasSize(200).contains(MachineCatalog.large());
        assertThat(new HashSet<>(
                        MachineCatalog.all().stream().map(type -> type.name()).toList()))
                .hasSize(200);
    }

    @Test
    void aTurnIsMeasured() {
        assertThat(run(FaultyRuns.scalingInFast(), "--part", "turn", "--turns", "2", "--tasks", "100"))
                .isTrue();
        assertThat(figure("waitingTasks")).isEqualTo(100);
        assertThat(figure("turnMillis")).isPositive().isLessThanOrEqualTo(figure("turnMillisWorst"));
    }

    /** With 200 types, and with one. */
    @Test
    void whatOneDecisionLaunchesIsWithinFivePerCentOfWhatIsNeeded() {
        JsonLine json = new JsonLine();
        new Optimum(Pods.windows(Trace.of("openb"), 1_000).subList(0, 1)).measure(json);
        new PrintStream(out, true, StandardCharsets.UTF_8).println(json);
        assertThat(figure("optimumRatio")).isBetween(1.0, 1.05);
    }

    @Test
    void underSteadyLoadNoMachineComesOrGoes() {
        assertThat(run(FaultyRuns.scalingInFast(), "--part", "steady", "--steadyhours", "4", "--first", "2"))
                .isTrue();
        assertThat(figure("steadyReplacements")).isGreaterThan(10);
        assertThat(figure("steadyLaunches") + figure("steadyTerminations")).isZero();
    }

    @Test
    void aRunThatFailsIsToldWithItsSeed() {
        EngineFactory broken = parts -> {
            throw new IllegalStateException("broken on purpose");
        };
        assertThat(run(broken, "--part", "faults", "--runs", "2", "--first", "9", "--hours", "1"))
                .isFalse();
        assertThat(figure("violations")).isEqualTo(2);
        assertThat(progress.toString(StandardCharsets.UTF_8))
                .contains("broken on purpose", "capacity --part faults --runs 1 --first 9 --engines 1 --hours 1");
    }

    @Test
    void argumentsAreChecked() {
        assertThatThrownBy(() -> CapacityBenchmark.options("--part", "rain")).hasMessageContaining("rain");
        assertThatThrownBy(() -> run(FaultyRuns.scalingInFast(), "--part", "turn", "--tasks", "9000"))
                .hasMessageContaining("9000");
    }
}
