package io.stowage.benchmarks;

import io.stowage.testkit.EngineFactory;
import io.stowage.testkit.SimulationResult;
import io.stowage.testkit.SimulationRun;
import io.stowage.testkit.SimulationSettings;
import io.stowage.testkit.StowageEngines;
import io.stowage.testkit.fault.Cells;
import io.stowage.testkit.fault.Component;
import io.stowage.testkit.fault.Fault;
import io.stowage.testkit.shrink.RegressionFile;
import io.stowage.testkit.shrink.Shrinker;
import io.stowage.testkit.shrink.ShrunkRun;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;

/**
 * Runs the whole engine over virtual time with every invariant checked, each seed in one thread, and several seeds at once:
 *
 * <pre>
 * simulate --seeds N --tasks N [--engines N] [--hours H] [--faults NONE|LIST] [--first SEED] [--threads N]
 * simulate --replay SEED --tasks N [--engines N] [--hours H] [--faults NONE|LIST] [--without LIST]
 * </pre>
 *
 * Prints one line of JSON on standard output, and progress, violations and the table of faults and components on standard error. Exits
 * with 1 if an invariant was violated, or if many seeds have left a cell of that table empty.
 */
public final class Simulate {

    private static final double MEBIBYTE = 1024.0 * 1024.0;
    private static final int PROGRESS_EVERY_SECONDS = 10;
    /** How long the JVM may compile before the speed counts, if there is enough to do after it. */
    private static final double WARM_UP_SECONDS = 20;

    private static final double LEAST_SECONDS = 10;

    /** From so many seeds on, a kind of fault that never struck a component is a fault of the simulation. */
    private static final int MANY_SEEDS = 1_000;

    private static final Set<Component> CALLED =
            EnumSet.of(Component.STORE, Component.RUNTIME, Component.HEALTH, Component.HOST_APPLICATION);

    private final SimulateArguments arguments;
    private final EngineFactory engines;
    private final PrintStream out;
    private final PrintStream progress;
    private long begin;
    private long told;
    private int runsDone;
    private double hours;
    private double hoursToWarmUp;
    private double secondsToWarmUp;
    private long steps;
    private int violations;
    private final Cells cells = new Cells();

    Simulate(SimulateArguments arguments, EngineFactory engines, PrintStream out, PrintStream progress) {
        this.arguments = arguments;
        this.engines = engines;
        this.out = out;
        this.progress = progress;
    }

    /** Runs from the command line. */
    public static void main(String[] words) {
        SimulateArguments arguments;
        try {
            arguments = SimulateArguments.parse(words);
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage());
            System.exit(2);
            return;
        }
        boolean sound = new Simulate(arguments, new StowageEngines(), System.out, System.err).run();
        System.exit(sound ? 0 : 1);
    }

    /** True if no invariant was violated. */
    boolean run() {
        List<Callable<SimulationResult>> runs = new ArrayList<>();
        for (int i = 0; i < arguments.seeds(); i++) {
            SimulationSettings settings = arguments.settings(i);
            runs.add(() -> SimulationRun.run(settings, engines));
        }
        begin = System.nanoTime();
        told = begin;
        Workers.run(arguments.threads(), runs, this::take);
        out.println(summary(secondsUntil(System.nanoTime())));
        boolean nothingIsMissing = everyCellIsHit();
        return violations == 0 && nothingIsMissing;
    }

    private Set<Fault> faults() {
        Set<Fault> given = arguments.runs().faults();
        return given == null ? EnumSet.allOf(Fault.class) : given;
    }

    private boolean everyCellIsHit() {
        cells.table().forEach((fault, row) -> progress.println(fault + " " + row));
        List<String> never = cells.neverHit(faults());
        if (never.isEmpty()) {
            return true;
        }
        progress.println("Never hit: " + never);
        return !isAFault(never, arguments.seeds());
    }

    static boolean isAFault(List<String> neverHit, int seeds) {
        return seeds >= MANY_SEEDS && !neverHit.isEmpty();
    }

    private double secondsUntil(long now) {
        return (now - begin) / 1e9;
    }

    private void take(SimulationResult result) {
        runsDone++;
        hours += result.simulatedHours();
        steps += result.steps();
        cells.add(result.cells());
        if (result.failed()) {
            violations++;
            tell(result);
        }
        if (arguments.seeds() == 1) {
            result.acts().forEach(progress::println);
            progress.println("Trace " + result.trace() + ", " + result.counts());
        }
        keepTime(System.nanoTime());
    }

    private void keepTime(long now) {
        if (secondsToWarmUp == 0 && secondsUntil(now) > WARM_UP_SECONDS) {
            secondsToWarmUp = secondsUntil(now);
            hoursToWarmUp = hours;
        }
        if (now - told > Duration.ofSeconds(PROGRESS_EVERY_SECONDS).toNanos()) {
            told = now;
            progress.printf(Locale.ROOT, "%d of %d seeds, %d violations%n", runsDone, arguments.seeds(), violations);
        }
    }

    private void tell(SimulationResult failed) {
        SimulateArguments.Failures failures = arguments.failures();
        if (failures.shrinking().isZero()) {
            progress.println(failed.violation());
            return;
        }
        ShrunkRun shrunk = new Shrinker(engines, System::nanoTime, failures.shrinking()).shrink(failed);
        progress.println(shrunk.text());
        if (failures.keep() != null) {
            Path file = failures.keep().resolve("seed-" + failed.settings().seed() + RegressionFile.ENDING);
            RegressionFile.of(shrunk, null, LocalDate.now(ZoneOffset.UTC)).write(file);
            progress.println("Kept as " + file);
        }
    }

    private String summary(double seconds) {
        return String.format(
                Locale.ROOT,
                "{\"seeds\":%d,\"simulatedHours\":%.1f,\"steps\":%d,\"violations\":%d,"
                        + "\"simulatedHoursPerSecond\":%.2f,\"peakHeapMiB\":%d,\"cells\":%d,\"cellsHit\":%d,\"crashPoints\":%d,\"threads\":%d}",
                arguments.seeds(),
                hours,
                steps,
                violations,
                speed(seconds),
                Math.round(peakHeap() / MEBIBYTE),
                Cells.number(faults()),
                Cells.number(faults()) - cells.neverHit(faults()).size(),
                crashPoints(),
                arguments.threads());
    }

    /** How many calls were under way when their engine crashed. */
    private long crashPoints() {
        return CALLED.stream()
                .mapToLong(component -> cells.count(Fault.ENGINE_CRASHES, component))
                .sum();
    }

    private double speed(double seconds) {
        boolean longEnough = seconds - secondsToWarmUp >= LEAST_SECONDS;
        return longEnough ? (hours - hoursToWarmUp) / (seconds - secondsToWarmUp) : hours / seconds;
    }

    /** The peaks of the heap's parts, added up: at most a little more than there ever was at once. */
    private static double peakHeap() {
        double peak = 0;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            if (pool.getType() == MemoryType.HEAP) {
                peak += pool.getPeakUsage().getUsed();
            }
        }
        return peak;
    }
}
