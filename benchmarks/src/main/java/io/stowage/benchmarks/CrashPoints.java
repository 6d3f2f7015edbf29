package io.stowage.benchmarks;

import io.stowage.testkit.EngineFactory;
import io.stowage.testkit.StowageEngines;
import io.stowage.testkit.crash.CrashExploration;
import io.stowage.testkit.crash.CrashPoint;
import io.stowage.testkit.crash.CrashPoint.Moment;
import io.stowage.testkit.crash.CrashReport;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Crashes the engine at every point of every scenario:
 *
 * <pre>
 * crashpoints [--engines N] [--seeds N] [--seed FIRST] [--scenario NAME] [--nested N|all|none] [--sides all|close[,before]]
 * crashpoints --scenario NAME --crashes 17:before[,3:after] [--engines N] [--seed SEED]
 * </pre>
 *
 * What follows each crash is crashed as well, at so many of its points ({@code --nested}, 20 by itself), which are drawn from the seed. With three
 * engines there are three times as many: ask for fewer then.
 *
 * <p>Prints one line of JSON on standard output, and each scenario and each violation on standard error. Exits with 1 if anything was
 * violated.
 */
public final class CrashPoints {

    private static final String ALL = "all";
    private static final String NONE = "none";
    private final Options options;
    private final EngineFactory engines;
    private final PrintStream out;
    private final PrintStream progress;

    CrashPoints(Options options, EngineFactory engines, PrintStream out, PrintStream progress) {
        this.options = options;
        this.engines = engines;
        this.out = out;
        this.progress = progress;
    }

    /** Runs from the command line. */
    public static void main(String[] words) {
        boolean sound;
        try {
            sound = new CrashPoints(options(words), new StowageEngines(), System.out, System.err).run();
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage());
            System.exit(2);
            return;
        }
        System.exit(sound ? 0 : 1);
    }

    static Options options(String... words) {
        Map<String, String> defaults = new LinkedHashMap<>();
        defaults.put("engines", "1");
        defaults.put("seeds", "1");
        defaults.put("seed", "1");
        defaults.put("scenario", ALL);
        defaults.put("nested", "20");
        defaults.put("sides", ALL);
        defaults.put("crashes", NONE);
        return new Options(defaults, words);
    }

    /** True if nothing was violated. */
    boolean run() {
        return options.of("crashes").equals(NONE) ? explore() : replay();
    }

    private CrashExploration exploration(int seed) {
        CrashExploration exploration = new CrashExploration(engines, seed, options.positive("engines"));
        String sides = options.of("sides");
        return sides.equals(ALL)
                ? exploration
                : exploration.only(
                        Arrays.stream(sides.split(",")).map(Moment::parse).toList());
    }

    private boolean replay() {
        List<CrashPoint> crashes = Arrays.stream(options.of("crashes").split(","))
                .map(CrashPoint::parse)
                .toList();
        @Nullable String violation = exploration(options.positive("seed")).replay(options.of("scenario"), crashes);
        progress.println(violation == null ? "Nothing is violated." : violation);
        return violation == null;
    }

    private boolean explore() {
        String wanted = options.of("scenario");
        List<String> scenarios = wanted.equals(ALL) ? CrashExploration.scenarios() : List.of(wanted);
        int points = 0;
        int nestedPoints = 0;
        int violations = 0;
        for (int i = 0; i < options.positive("seeds"); i++) {
            CrashExploration exploration = exploration(options.positive("seed") + i);
            for (String scenario : scenarios) {
                CrashReport report = exploration.explore(scenario, nested());
                points += report.crashPoints();
                nestedPoints += report.nestedCrashPoints();
                violations += report.violations().size();
                report.violations().forEach(progress::println);
                progress.printf(
                        Locale.ROOT,
                        "%s: %d crash points, %d nested, %d violations%n",
                        scenario,
                        report.crashPoints(),
                        report.nestedCrashPoints(),
                        report.violations().size());
            }
        }
        out.printf(
                Locale.ROOT,
                "{\"scenarios\":%d,\"engines\":%d,\"crashPoints\":%d,\"nestedCrashPoints\":%d,\"violations\":%d}%n",
                scenarios.size(),
                options.positive("engines"),
                points,
                nestedPoints,
                violations);
        return violations == 0;
    }

    private int nested() {
        return switch (options.of("nested")) {
            case ALL -> CrashExploration.EVERYWHERE;
            case NONE -> CrashExploration.NOT_NESTED;
            default -> options.positive("nested");
        };
    }
}
