package io.stowage.testkit.shrink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.testkit.Act;
import io.stowage.testkit.EngineFactory;
import io.stowage.testkit.SimulationResult;
import io.stowage.testkit.SimulationRun;
import io.stowage.testkit.SimulationSettings;
import io.stowage.testkit.StowageEngines;
import io.stowage.testkit.mutant.MutantEngines;
import io.stowage.testkit.mutant.SeededBug;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that fails is made short, and kept. */
class ShrinkerTest {

    private static final SimulationSettings SETTINGS = new SimulationSettings(1, 20, Duration.ofHours(1));
    private static final Duration LONG = Duration.ofMinutes(2);

    private static EngineFactory with(String bug) {
        SeededBug seeded = SeededBug.in(Path.of("src/test/resources/mutants")).stream()
                .filter(one -> one.name().equals(bug))
                .findFirst()
                .orElseThrow();
        return new MutantEngines(Path.of("../engine-core/src/main/java")).with(seeded);
    }

    @Test
    void aRunThatFailsIsMadeShortAndItsFileReplaysToTheSameViolation(@TempDir Path folder) {
        EngineFactory broken = with("stopped-before-gone");
        SimulationResult failed = SimulationRun.run(SETTINGS, broken);
        assertThat(failed.violation()).contains("S9 violated");

        ShrunkRun shrunk = new Shrinker(broken, System::nanoTime, LONG).shrink(failed);
        assertThat(shrunk.acts()).hasSizeLessThanOrEqualTo(3);
        assertThat(shrunk.result().violation()).contains("S9 violated");
        assertThat(shrunk.text())
                .contains("Seed 1", "only " + shrunk.acts().size() + " acts", "benchmarks/run simulate --replay 1")
                .contains("--without ");

        Path file = folder.resolve("stopped-before-gone" + RegressionFile.ENDING);
        RegressionFile.of(shrunk, "a task was STOPPED too early", LocalDate.EPOCH)
                .write(file);
        RegressionFile kept = RegressionFile.in(folder).get("stopped-before-gone.regression");
        assertThat(kept).isEqualTo(RegressionFile.read(file));
        assertThat(kept.changes()).isEmpty();

        SimulationResult replayed = SimulationRun.run(kept.settings(), broken);
        assertThat(replayed.trace()).isEqualTo(shrunk.result().trace());
        assertThat(firstLine(replayed)).isEqualTo(firstLine(shrunk.result()));
        assertThat(SimulationRun.run(kept.settings(), new StowageEngines()).violation())
                .isNull();
    }

    /** The rule and what broke it; the line before it names the command. */
    private static String firstLine(SimulationResult result) {
        return String.valueOf(result.violation()).lines().skip(1).findFirst().orElseThrow();
    }

    @Test
    void whatDoesNotFailIsNotMadeShorter() {
        SimulationResult sound = SimulationRun.run(
                new SimulationSettings(1, 3, Duration.ofHours(1)).withFaults(Set.of()), new StowageEngines());
        assertThatThrownBy(() -> new Shrinker(new StowageEngines(), System::nanoTime, LONG).shrink(sound))
                .hasMessageContaining("did not fail");
    }

    @Test
    void withoutTimeTheRunStaysAsItIs() {
        EngineFactory broken = with("stopped-before-gone");
        SimulationResult failed = SimulationRun.run(SETTINGS, broken);
        ShrunkRun shrunk = new Shrinker(broken, () -> 0, Duration.ZERO).shrink(failed);
        assertThat(shrunk.acts()).isEqualTo(failed.acts());
    }

    @Test
    void aFileThatTheSimulationNoLongerDrawsSaysSo() {
        RegressionFile file = new RegressionFile(
                SETTINGS, "S9", LocalDate.EPOCH, List.of(new Act(1, Duration.ofSeconds(1), "dance").toString()));
        assertThat(file.changes())
                .anyMatch(change -> change.startsWith("new: "))
                .anyMatch(change -> change.contains("dance"));
        assertThatThrownBy(() -> RegressionFile.parse(List.of("seed: 1"))).hasMessageContaining("tasks");
    }

    @Test
    void aFailureIsKnownByItsRuleOrElseItsException() {
        assertThat(FailureKind.of("Seed 1 failed. x: InvariantViolation: S13 violated at y"))
                .isEqualTo("S13");
        assertThat(FailureKind.of("Seed 1 failed.\njava.lang.IllegalStateException: broken"))
                .isEqualTo("IllegalStateException");
        assertThat(FailureKind.of("something else")).isEqualTo("unknown");
    }
}
