package io.stowage.benchmarks.capacity;

import io.stowage.benchmarks.Options;
import io.stowage.benchmarks.placement.JsonLine;
import io.stowage.benchmarks.placement.Trace;
import io.stowage.testkit.EngineFactory;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What capacity providers cost, and what they leave behind: {@code benchmarks/run capacity [--part turn|optimum|steady|faults]}. Prints one line of
 * JSON; exits with 1 if machines came or went without a reason, were left in the end, or an invariant was violated.
 */
public final class CapacityBenchmark {

    private static final String ALL = "all";
    private static final List<String> PARTS = List.of("turn", "optimum", "steady", "faults");

    private final Options options;
    private final EngineFactory engines;
    private final PrintStream out;
    private final PrintStream progress;

    CapacityBenchmark(Options options, EngineFactory engines, PrintStream out, PrintStream progress) {
        this.options = options;
        this.engines = engines;
        this.out = out;
        this.progress = progress;
    }

    /** Prints one line of JSON; says on standard error how far it is. */
    public static void main(String[] line) {
        boolean sound;
        try {
            sound = new CapacityBenchmark(options(line), FaultyRuns.scalingInFast(), System.out, System.err).run();
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage());
            System.exit(2);
            return;
        }
        System.exit(sound ? 0 : 1);
    }

    static Options options(String... line) {
        Map<String, String> defaults = new LinkedHashMap<>();
        defaults.put("part", ALL);
        defaults.put("tasks", "1000");
        defaults.put("turns", "20");
        defaults.put("windows", "1");
        defaults.put("steadyhours", "24");
        defaults.put("first", "1");
        defaults.put("runs", "2");
        defaults.put("hours", "2");
        defaults.put("engines", "1");
        defaults.put("threads", String.valueOf(Runtime.getRuntime().availableProcessors()));
        Options options = new Options(defaults, line);
        String part = options.of("part");
        if (!part.equals(ALL) && !PARTS.contains(part)) {
            throw new IllegalArgumentException("--part is \"" + part + "\"; it must be one of " + PARTS + " or " + ALL);
        }
        return options;
    }

    /** True if nothing came, went or stayed that should not. */
    boolean run() {
        JsonLine json = new JsonLine();
        if (isWanted("turn")) {
            new Turns(windows().get(0), options.positive("turns")).measure(json);
        }
        if (isWanted("optimum")) {
            List<Pods> windows = windows();
            new Optimum(windows.subList(0, Math.min(windows.size(), options.positive("windows")))).measure(json);
            new Course(windows.get(0)).measure(json);
        }
        boolean steady = !isWanted("steady")
                || new SteadyLoad(options.positive("first"), options.positive("steadyhours")).measure(json);
        boolean clean = !isWanted("faults") || new FaultyRuns(options, engines, progress).measure(json);
        out.println(json);
        return steady && clean;
    }

    private boolean isWanted(String part) {
        return options.of("part").equals(ALL) || options.of("part").equals(part);
    }

    private List<Pods> windows() {
        int tasks = options.positive("tasks");
        List<Pods> windows = Pods.windows(Trace.of("openb"), tasks);
        if (windows.isEmpty()) {
            throw new IllegalArgumentException("--tasks is " + tasks + ", which is more than the trace has");
        }
        return windows;
    }
}
