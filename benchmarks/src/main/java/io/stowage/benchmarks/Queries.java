package io.stowage.benchmarks;

import io.stowage.core.query.ClusterQuery;
import io.stowage.core.query.MalformedQueryException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Hands mutated expressions to the cluster query language: {@code benchmarks/run queries}. Each is understood, and then asked of a few
 * instances, or refused, in at most 10 ms of CPU time; anything else is a failure. Prints one line of JSON on standard output, and the
 * failures on standard error. Exits with 1 if there was one.
 */
public final class Queries {

    private static final long MOST_NANOS = 10_000_000;
    /** The JVM compiles first; what it takes meanwhile is not judged. */
    private static final int WARM_UP = 5_000;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final PrintStream out;
    private final PrintStream failures;
    private int understood;
    private int refused;
    private int failed;
    private long slowestNanos;

    Queries(PrintStream out, PrintStream failures) {
        this.out = out;
        this.failures = failures;
    }

    /** Runs from the command line. */
    public static void main(String[] words) {
        boolean sound;
        try {
            Arguments arguments = arguments(words);
            sound = new Queries(System.out, System.err).run(arguments.of("strings"), arguments.of("seed"));
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage());
            System.exit(2);
            return;
        }
        System.exit(sound ? 0 : 1);
    }

    static Arguments arguments(String... words) {
        Map<String, Long> defaults = new LinkedHashMap<>();
        defaults.put("strings", 1_000_000L);
        defaults.put("seed", 1L);
        return new Arguments(defaults, words);
    }

    /** True if nothing failed. */
    boolean run(int strings, long seed) {
        MutatedQueries others = new MutatedQueries(~seed);
        for (int i = 0; i < WARM_UP; i++) {
            tried(others.next());
        }
        understood = 0;
        refused = 0;
        MutatedQueries queries = new MutatedQueries(seed);
        for (int i = 0; i < strings; i++) {
            judge(queries.next());
        }
        out.printf(
                Locale.ROOT,
                "{\"strings\":%d,\"understood\":%d,\"refused\":%d,\"failures\":%d,\"slowestMicros\":%d}%n",
                strings,
                understood,
                refused,
                failed,
                slowestNanos / 1_000);
        return failed == 0;
    }

    private void judge(String text) {
        long before = threads.getCurrentThreadCpuTime();
        Throwable crash = tried(text);
        long nanos = threads.getCurrentThreadCpuTime() - before;
        slowestNanos = Math.max(slowestNanos, nanos);
        if (crash != null || nanos > MOST_NANOS) {
            failed++;
            failures.println((crash == null ? nanos / 1_000 + " us" : crash.toString()) + ": " + text);
        }
    }

    /** What it threw that it must not throw; null if all is well. */
    private @Nullable Throwable tried(String text) {
        try {
            ClusterQuery query = ClusterQuery.of(text);
            QueriedInstance.ALL.forEach(query::matches);
            understood++;
            return null;
        } catch (MalformedQueryException malformed) {
            refused++;
            return null;
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError crash) {
            return crash;
        }
    }
}
