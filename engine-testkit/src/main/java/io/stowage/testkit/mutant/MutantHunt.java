package io.stowage.testkit.mutant;

import io.stowage.testkit.EngineFactory;
import io.stowage.testkit.SimulationResult;
import io.stowage.testkit.SimulationRun;
import io.stowage.testkit.SimulationSettings;
import io.stowage.testkit.crash.CrashExploration;
import io.stowage.testkit.crash.CrashReport;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Lets the simulator look for a seeded bug, by everything it has: whole runs seed by seed, the same seed once more to see whether it
 * is the same run, and the engine crashed at every point of every scenario.
 *
 * <p>Which way finds a bug first depends on luck; so all of them are asked, and each says how long it took.
 */
public final class MutantHunt {

    private static final int TASKS = 20;
    private static final int DETERMINISM_EVERY = 10;
    /** Each has calls of other lengths, so that an engine crashes or is closed with other things under way. */
    private static final int CRASH_SEEDS = 4;

    private final int mostSeeds;
    private final Duration duration;

    /**
     * @param mostSeeds how many seeds are tried before whole runs give up
     * @param duration of each
     */
    public MutantHunt(int mostSeeds, Duration duration) {
        this.mostSeeds = mostSeeds;
        this.duration = duration;
    }

    /**
     * What a way of looking came to.
     *
     * @param tries seeds, or crash points, until the bug was found, or all there were
     * @param evidence what was violated; null if nothing was
     */
    public record Find(String way, int tries, @Nullable String evidence) {

        private static final Pattern RULE =
                Pattern.compile("[SL]\\d+(?= violated)|not the same run|\\w+(?:Exception|Error)\\b");

        /** The rule that the evidence names, in a word or two; empty if there is none. */
        public String rule() {
            Matcher matcher = RULE.matcher(evidence == null ? "" : evidence);
            return matcher.find() ? matcher.group() : "";
        }
    }

    /** Whole runs from a first seed on, until one fails or is not the same twice. */
    public Find seeds(EngineFactory engines, int number, long first) {
        for (int i = 0; i < mostSeeds; i++) {
            SimulationSettings settings = new SimulationSettings(first + i, TASKS, duration).withEngines(number);
            SimulationResult result = SimulationRun.run(settings, engines);
            if (result.failed()) {
                return new Find("seeds", i + 1, result.violation());
            }
            if (i % DETERMINISM_EVERY == 0
                    && !SimulationRun.run(settings, engines).trace().equals(result.trace())) {
                return new Find(
                        "seeds",
                        i + 1,
                        "Seed " + settings.seed()
                                + " is not the same run twice: what is hashed by identity has decided");
            }
        }
        return new Find("seeds", mostSeeds, null);
    }

    /** Every crash point of one scenario after the other, and so with a few seeds, until a run fails. */
    public Find crashes(EngineFactory engines, int number) {
        return crashes(engines, number, CrashExploration.scenarios());
    }

    /** The same, of these scenarios. */
    Find crashes(EngineFactory engines, int number, List<String> scenarios) {
        int points = 0;
        for (int seed = 1; seed <= CRASH_SEEDS; seed++) {
            CrashExploration exploration = new CrashExploration(engines, seed, number);
            for (String scenario : scenarios) {
                CrashReport report = exploration.exploreToFirst(scenario);
                points += report.crashPoints();
                if (!report.violations().isEmpty()) {
                    return new Find("crash points", points, report.violations().get(0));
                }
            }
        }
        return new Find("crash points", points, null);
    }
}
