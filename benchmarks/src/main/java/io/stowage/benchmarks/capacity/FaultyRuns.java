package io.stowage.benchmarks.capacity;

import io.stowage.benchmarks.Options;
import io.stowage.benchmarks.Workers;
import io.stowage.benchmarks.placement.JsonLine;
import io.stowage.core.EngineConfiguration.ScaleIn;
import io.stowage.testkit.ChurnResult;
import io.stowage.testkit.ChurnRun;
import io.stowage.testkit.ChurnSettings;
import io.stowage.testkit.EngineFactory;
import io.stowage.testkit.StowageEngines;
import io.stowage.testkit.provider.CloudFault;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;

/** Runs in which machines come and go all the time while everything fails: how many were launched, and how many of them are left in the end. */
final class FaultyRuns {

    /** ECS's 15 minutes and a half at a time would leave little to launch anew. */
    private static final ScaleIn FAST = new ScaleIn(1, 100, Duration.ZERO);

    private final Options options;
    private final EngineFactory engines;
    private final PrintStream progress;
    private final Map<CloudFault, Long> faults = new TreeMap<>();
    private int done;
    private int launches;
    private int leaked;
    private int violations;
    private double hours;

    FaultyRuns(Options options, EngineFactory engines, PrintStream progress) {
        this.options = options;
        this.engines = engines;
        this.progress = progress;
    }

    static EngineFactory scalingInFast() {
        return StowageEngines.scalingIn(FAST);
    }

    /** True if nothing is left and nothing was violated. */
    boolean measure(JsonLine json) {
        Duration duration = Duration.ofHours(options.positive("hours"));
        int first = options.positive("first");
        List<Callable<ChurnResult>> runs = new ArrayList<>();
        for (int i = 0; i < options.positive("runs"); i++) {
            ChurnSettings settings = new ChurnSettings(first + i, options.positive("engines"), duration);
            runs.add(() -> ChurnRun.run(settings, engines));
        }
        Workers.run(options.positive("threads"), runs, this::take);
        progress.println("What the cloud did: " + faults);
        json.put("faultyRuns", runs.size())
                .put("faultyEngines", options.positive("engines"))
                .put("faultyHours", hours, 1)
                .put("faultyLaunches", launches)
                .put("leaked", leaked)
                .put("violations", violations);
        return leaked + violations == 0;
    }

    private void take(ChurnResult result) {
        done++;
        launches += result.launches();
        leaked += result.leaked();
        hours += result.simulatedHours();
        result.faults().forEach((fault, times) -> faults.merge(fault, times, Long::sum));
        if (result.failed()) {
            violations += result.violation() == null ? 0 : 1;
            progress.println(
                    result.violation() == null
                            ? result.leaked() + " machines are left. Run it again with: "
                                    + result.settings().replayCommand()
                            : result.violation());
        }
        progress.printf(
                Locale.ROOT, "%d runs, %d launches, %d leaked, %d violations%n", done, launches, leaked, violations);
        if (options.positive("runs") == 1) {
            progress.println("Trace " + result.trace() + ", " + result.counts());
        }
    }
}
