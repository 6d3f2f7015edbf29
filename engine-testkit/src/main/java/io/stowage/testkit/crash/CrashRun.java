package io.stowage.testkit.crash;

import io.stowage.testkit.EngineFactory;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One scenario played once, with the engine crashed at the points given, and everything checked: the invariants at every commit and
 * every effect, that the goal is reached, and that it stays so.
 *
 * @param passed every point that was passed while the scenario happened
 * @param violation what went wrong, and how to see it again; null if nothing did
 */
record CrashRun(List<String> passed, @Nullable String violation) {

    /** What comes next is there at once, before the lease of the one that died is over, or after others have long noticed. */
    private static final List<Duration> DOWNTIMES =
            List.of(Duration.ZERO, Duration.ofSeconds(4), Duration.ofSeconds(25));

    /** How a scenario is played: everything that a run depends on but for the crashes. */
    record Settings(long seed, int engines) {}

    static CrashRun play(Scenario scenario, EngineFactory engines, Settings settings, List<CrashPoint> crashes) {
        Stage stage = new Stage(settings, engines, scenario.cloud(), crashes, downtime(crashes));
        try {
            play(scenario, stage);
            return new CrashRun(stage.points().passed(), null);
        } catch (RuntimeException | AssertionError | StackOverflowError broken) {
            StringWriter text = new StringWriter();
            broken.printStackTrace(new PrintWriter(text));
            return new CrashRun(
                    stage.points().passed(),
                    "Scenario " + scenario.name() + " failed with crashes at " + crashes + ". Run it again with: "
                            + replayCommand(scenario, settings, crashes) + System.lineSeparator() + text);
        }
    }

    private static void play(Scenario scenario, Stage stage) {
        Harbour harbour = new Harbour(stage);
        stage.raise();
        scenario.prepared().accept(harbour);
        stage.points().counting(true);
        scenario.happens().accept(harbour);
        stage.await(
                "the goal of " + scenario.name(),
                scenario.bound(),
                () -> scenario.missing().apply(harbour));
        stage.points().counting(false);
        stage.staysAsItIs(() -> scenario.missing().apply(harbour));
        if (!stage.points().missed().isEmpty()) {
            throw new IllegalStateException("There are fewer points than that: only "
                    + stage.points().passed().size());
        }
    }

    private static Duration downtime(List<CrashPoint> crashes) {
        return crashes.isEmpty() ? Duration.ZERO : DOWNTIMES.get(crashes.get(0).index() % DOWNTIMES.size());
    }

    private static String replayCommand(Scenario scenario, Settings settings, List<CrashPoint> crashes) {
        return "benchmarks/run crashpoints --scenario " + scenario.name() + " --engines " + settings.engines()
                + " --seed " + settings.seed()
                + (crashes.isEmpty()
                        ? ""
                        : " --crashes "
                                + crashes.stream().map(CrashPoint::toString).collect(Collectors.joining(",")));
    }
}
