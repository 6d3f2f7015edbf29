package io.stowage.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What the engine costs on top of the processes it runs: {@code benchmarks/run overhead --processes N --idle N --rounds N --warmup N}.
 *
 * <p>The plain side starts the same program as often with {@link ProcessBuilder}, from as many threads as an agent has calls under way,
 * output to new files as the engine does it, and is done when the last start has returned. The engine's side begins with CreateService and
 * is done when the last task is RUNNING: registered, placed, committed, created, started, and reported. Both are done in turn, each after a
 * rest: some rounds until nothing is compiled any more, and some of which the medians count. Then an engine of its own runs idle processes, and what that costs of a core is measured
 * once their start has settled.
 */
public final class Overhead {

    private static final Duration REST = Duration.ofMillis(500);

    private Overhead() {}

    /** Prints one line of JSON. */
    public static void main(String[] line) throws IOException, InterruptedException {
        Map<String, Long> defaults = new LinkedHashMap<>();
        defaults.put("processes", 100L);
        defaults.put("idle", 1_000L);
        defaults.put("rounds", 7L);
        defaults.put("warmup", 100L);
        Arguments arguments = new Arguments(defaults, line);
        int processes = arguments.of("processes");
        Path folder = Files.createTempDirectory("stowage-overhead");
        Median plain = new Median();
        Median engine = new Median();
        try (OverheadCluster cluster = new OverheadCluster(folder.resolve("starts"))) {
            int warmup = arguments.of("warmup");
            for (int round = 0; round < warmup + arguments.of("rounds"); round++) {
                Path output = Files.createDirectory(folder.resolve("plain-" + round));
                rest();
                long plainNanos = PlainStarts.nanos(processes, output);
                rest();
                long engineNanos = cluster.startNanos(processes, "round-" + round);
                System.err.printf(
                        Locale.ROOT,
                        "round %d: plain %.1f ms, engine %.1f ms%n",
                        round,
                        plainNanos / 1e6,
                        engineNanos / 1e6);
                if (round >= warmup) {
                    plain.add(plainNanos / 1e6);
                    engine.add(engineNanos / 1e6);
                }
            }
        }
        IdleCost idle = idle(arguments.of("idle"), folder.resolve("idle"));
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

    /** What the end of the last processes set going is over: their control groups, above all. */
    private static void rest() throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(REST.toNanos());
    }

    /** By an engine that has nothing else: no stopped tasks of the rounds before. */
    private static IdleCost idle(int processes, Path folder) throws IOException, InterruptedException {
        try (OverheadCluster cluster = new OverheadCluster(folder)) {
            return cluster.idle(processes);
        }
    }
}
