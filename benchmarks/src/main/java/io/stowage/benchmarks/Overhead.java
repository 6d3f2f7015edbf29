package io.stowage.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What the engine costs on top of the processes it runs: {@code benchmarks/run overhead --processes N --idle N --rounds N}.
 *
 * <p>The plain side starts the same program as often with {@link ProcessBuilder}, from as many threads as an agent has calls under way,
 * output to files as the engine does it, and is done when the last start has returned. The engine's side begins with CreateService and is done when the last task is RUNNING: registered,
 * placed, committed, created, started, and reported. Both are done in turn, several times; the medians count. Then that many idle
 * processes run under the engine for some seconds, and what the engine's own process uses of a core is measured.
 */
public final class Overhead {

    private Overhead() {}

    /** Prints one line of JSON. */
    public static void main(String[] line) throws IOException, InterruptedException {
        Map<String, Long> defaults = new LinkedHashMap<>();
        defaults.put("processes", 100L);
        defaults.put("idle", 1_000L);
        defaults.put("rounds", 7L);
        Arguments arguments = new Arguments(defaults, line);
        int processes = arguments.of("processes");
        Path folder = Files.createTempDirectory("stowage-overhead");
        try (OverheadCluster cluster = new OverheadCluster(folder)) {
            Median plain = new Median();
            Median engine = new Median();
            for (int round = 0; round <= arguments.of("rounds"); round++) {
                long plainNanos = PlainStarts.nanos(processes, folder);
                long engineNanos = cluster.startNanos(processes, "round-" + round);
                if (round > 0) {
                    plain.add(plainNanos / 1e6);
                    engine.add(engineNanos / 1e6);
                }
            }
            IdleCost idle = cluster.idle(arguments.of("idle"));
            System.out.printf(
                    Locale.ROOT,
                    "{\"processes\":%d,\"plainMillis\":%.1f,\"engineMillis\":%.1f,\"ratio\":%.2f,"
                            + "\"idleProcesses\":%d,\"idleCorePercent\":%.2f,\"threads\":%d}%n",
                    processes,
                    plain.get(),
                    engine.get(),
                    engine.get() / plain.get(),
                    idle.processes(),
                    idle.corePercent(),
                    idle.threads());
        }
    }
}
