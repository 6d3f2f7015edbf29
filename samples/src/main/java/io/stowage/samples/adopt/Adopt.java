package io.stowage.samples.adopt;

import io.stowage.samples.adopt.Abandonment.Progress;
import io.stowage.samples.adopt.GroundTruth.Sleeper;
import io.stowage.store.memory.MemoryStateStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An engine with real processes is killed, ten times, each time at another moment, and the next one on the same store takes over:
 * {@code samples/run adopt [PROCESSES [TIMES]]}, 20 and 10 by default.
 *
 * <p>Each engine is a process of its own that gets SIGKILL. The store is here, and outlives them. What the last line counts is read from
 * the kernel and from what the processes wrote down themselves, not from what an engine says. Exits with 0 if nothing was restarted,
 * doubled, orphaned or lost.
 */
public final class Adopt {

    private static final int PROCESSES = 20;
    private static final long LOOK_MILLIS = 1;
    private static final long PATIENCE_NANOS = 60_000_000_000L;

    private final long start = System.nanoTime();
    private final Path directory;
    private final StoreServer store;
    private final GroundTruth truth;
    private final Tally tally;
    private @Nullable KilledEngine engine;
    private boolean ended;

    private Adopt(Path directory, StoreServer store) {
        this.directory = directory;
        this.store = store;
        this.truth = new GroundTruth(directory);
        this.tally = new Tally(truth);
    }

    public static void main(String[] arguments) throws Exception {
        int processes = arguments.length < 1 ? PROCESSES : Integer.parseInt(arguments[0]);
        List<Abandonment> all = plan(processes);
        List<Abandonment> plan = arguments.length < 2 ? all : all.subList(0, Integer.parseInt(arguments[1]));
        Path directory = Files.createTempDirectory("stowage-adopt-").toRealPath();
        try (StoreServer store = new StoreServer(new MemoryStateStore())) {
            Adopt adopt = new Adopt(directory, store);
            Thread lastResort = new Thread(adopt::cleanUp, "adopt-last-resort");
            Runtime.getRuntime().addShutdownHook(lastResort);
            boolean clean;
            try {
                clean = adopt.run(plan);
                System.out.println(adopt.tally.json());
            } finally {
                adopt.cleanUp();
            }
            System.exit(clean ? 0 : 1);
        }
    }

    /** Each leaves the service as the next one finds it. */
    private static List<Abandonment> plan(int n) {
        int more = n + Math.max(2, n / 3);
        return List.of(
                Abandonment.whenBegun(Math.max(1, n / 3), "its first tasks start", "create " + n, n, "1"),
                Abandonment.atRest(n, "1"),
                Abandonment.atOnce("it has just promised to scale out", "scale " + more, more, "1"),
                Abandonment.whenLeft(more - 1, "it scales in", "scale " + n, n, "1"),
                Abandonment.whenBegun(1, "it rolls out version 2", "roll 2", n, "2"),
                Abandonment.whenBegun(2, "it scales out", "scale " + more, more, "2"),
                Abandonment.whenBegun(n / 2, "it rolls out version 3", "roll 3", more, "3"),
                Abandonment.atOnce("it has just promised to scale in", "scale " + n, n, "3"),
                Abandonment.whenOldLeft(n / 2, "it rolls out version 4", "roll 4", n, "4"),
                Abandonment.atRest(n, "4"));
    }

    private boolean run(List<Abandonment> plan) throws Exception {
        System.out.println("Stowage: an engine is killed " + plan.size() + " times, and its processes do not notice.");
        tell("everything of this run is in " + directory);
        KilledEngine first = startEngine();
        tell("engine " + first.pid() + " is there");
        int count = 0;
        String version = "1";
        for (int i = 0; i < plan.size(); i++) {
            Abandonment next = plan.get(i);
            tally.expectRuns(next.version().equals(version) ? Math.max(0, next.count() - count) : next.count());
            abandon(i + 1, next);
            count = next.count();
            version = next.version();
        }
        tell("delete the service");
        current().carryOut("delete", "done");
        awaitRunning(0);
        tally.deleted();
        tell(truth.withChildren().size() + " processes are left of "
                + truth.everRan().size() + " that ever ran");
        return tally.isClean();
    }

    private void abandon(int number, Abandonment abandonment) throws Exception {
        KilledEngine last = current();
        int ranBefore = truth.everRan().size();
        String order = abandonment.order();
        if (order != null) {
            last.carryOut(order, "done");
        }
        await(abandonment, ranBefore);
        last.kill();
        tally.abandoned();
        Set<Sleeper> before = truth.running();
        System.out.println();
        tell(number + ". engine " + last.pid() + " is killed while " + abandonment.when() + ": " + before.size()
                + " run");
        long killed = System.nanoTime();
        KilledEngine fresh = startEngine();
        fresh.carryOut("settle", "settled");
        awaitRunning(abandonment.count());
        int kept = tally.settled(before, abandonment.count(), abandonment.version());
        tell(String.format(
                Locale.ROOT,
                "   engine %d has taken over, and all is as it should be after %.1f s: %d run, %d of them as before",
                fresh.pid(),
                (System.nanoTime() - killed) / 1e9,
                truth.running().size(),
                kept));
    }

    private synchronized KilledEngine startEngine() throws IOException {
        if (ended) {
            throw new IOException("the run was ended");
        }
        KilledEngine fresh = KilledEngine.start(store.port(), directory);
        engine = fresh;
        return fresh;
    }

    private synchronized KilledEngine current() {
        KilledEngine present = engine;
        if (present == null) {
            throw new IllegalStateException("there is no engine");
        }
        return present;
    }

    private void await(Abandonment abandonment, int ranBefore) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE_NANOS;
        Progress progress = progressSince(ranBefore);
        while (!abandonment.moment().test(progress)) {
            if (System.nanoTime() - end > 0) {
                throw new IOException("the moment did not come: while " + abandonment.when());
            }
            Thread.sleep(LOOK_MILLIS);
        }
    }

    private Progress progressSince(int ranBefore) {
        return new Progress() {
            @Override
            public int begun() {
                return truth.everRan().size() - ranBefore;
            }

            @Override
            public int running() {
                return truth.running().size();
            }
        };
    }

    /** What was stopped needs a moment to end. What is not so after a while is counted. */
    private void awaitRunning(int count) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE_NANOS / 6;
        while ((count == 0 ? truth.withChildren() : truth.running()).size() != count && System.nanoTime() - end < 0) {
            Thread.sleep(LOOK_MILLIS);
        }
    }

    private void tell(String text) {
        System.out.printf(Locale.ROOT, "%7.1f s  %s%n", (System.nanoTime() - start) / 1e9, text);
    }

    /** Ends the run wherever it is: no engine is started any more. Kills what is left, and deletes the directory. Idempotent; does not throw. */
    private void cleanUp() {
        synchronized (this) {
            ended = true;
            if (engine != null) {
                engine.close();
            }
        }
        try {
            long end = System.nanoTime() + PATIENCE_NANOS / 6;
            while ((killLeftovers() || !delete(directory)) && System.nanoTime() - end < 0) {
                Thread.sleep(LOOK_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (Files.exists(directory)) {
            System.err.println(directory + " could not be deleted");
        }
    }

    /** Launchers and supervisors have the directory in their command line; processes of the service have it in their environment. */
    private boolean killLeftovers() {
        List<ProcessHandle> left = new ArrayList<>(ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains(directory.toString()))
                .toList());
        truth.withChildren().forEach(sleeper -> ProcessHandle.of(sleeper.pid()).ifPresent(left::add));
        left.forEach(ProcessHandle::destroyForcibly);
        return !left.isEmpty();
    }

    /** False if something is left: what is being killed may still delete and write files meanwhile. */
    private static boolean delete(Path directory) {
        try (Stream<Path> files = Files.exists(directory) ? Files.walk(directory) : Stream.empty()) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
            return true;
        } catch (IOException | UncheckedIOException changedMeanwhile) {
            return false;
        }
    }
}
