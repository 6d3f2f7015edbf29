package io.stowage.samples.adopt;

import io.stowage.samples.Sweeping;
import io.stowage.samples.adopt.Abandonment.Progress;
import io.stowage.samples.adopt.GroundTruth.Sleeper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A run in which one engine after the other is killed. Each is a process of its own that gets SIGKILL. What is counted is read from the
 * kernel and from what the processes wrote down themselves, not from what an engine says.
 */
final class Killings {

    private static final long LOOK_MILLIS = 1;

    private final long start = System.nanoTime();
    private final Path directory;
    private final Engines engines;
    private final GroundTruth truth;
    private final Tally tally;
    private @Nullable KilledEngine engine;
    private boolean ended;
    private boolean isKept;

    private Killings(Path directory, Engines engines) {
        this.directory = directory;
        this.engines = engines;
        this.truth = engines.truth();
        this.tally = new Tally(truth);
    }

    /**
     * What is killed.
     *
     * @param store where they keep their state, and {@code more} what else they are told, as {@link EngineProcess} takes it
     */
    record Engines(String store, List<String> more, GroundTruth truth) {}

    /** A run from its beginning to its end, with nothing left behind, however it ends; only the files are, if something was wrong. */
    static Tally run(Path directory, Engines engines, List<Abandonment> plan) throws Exception {
        Killings killings = new Killings(directory, engines);
        Thread lastResort = new Thread(killings::cleanUp, "last-resort");
        Runtime.getRuntime().addShutdownHook(lastResort);
        try {
            killings.run(plan);
            killings.keepIfWrong();
            return killings.tally;
        } finally {
            killings.cleanUp();
        }
    }

    private synchronized void keepIfWrong() {
        isKept = !tally.isClean();
        if (isKept) {
            tell("what the engines said and wrote is kept in " + directory);
        }
    }

    private void run(List<Abandonment> plan) throws Exception {
        System.out.println("Stowage: one engine after the other is killed, and what it runs does not notice.");
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
        tell(truth.withChildren().size() + " are left of " + truth.everRan().size() + " that ever ran");
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
        KilledEngine fresh = successor(abandonment);
        fresh.carryOut("settle", "settled");
        awaitRunning(abandonment.count());
        int kept = tally.settled(before, abandonment.count(), abandonment.version());
        tally.remembered(fresh.ask("describe"), abandonment.count(), abandonment.version());
        tell(String.format(
                Locale.ROOT,
                "   engine %d has taken over, and all is as it should be after %.1f s: %d run, %d of them as before",
                fresh.pid(),
                (System.nanoTime() - killed) / 1e9,
                truth.running().size(),
                kept));
    }

    /** The engine that takes over, or the one after it. */
    private KilledEngine successor(Abandonment abandonment) throws Exception {
        KilledEngine fresh = startEngine();
        if (abandonment.cutShort() == null) {
            return fresh;
        }
        Thread.sleep(abandonment.cutShort().toMillis());
        fresh.kill();
        tally.abandoned();
        tell("   engine " + fresh.pid() + " is killed while it takes over, "
                + abandonment.cutShort().toMillis() + " ms after it was there");
        return startEngine();
    }

    private synchronized KilledEngine startEngine() throws IOException {
        if (ended) {
            throw new IOException("the run was ended");
        }
        KilledEngine fresh =
                KilledEngine.start(engines.store(), directory, engines.more().toArray(new String[0]));
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
        long end = System.nanoTime() + truth.patience().toNanos();
        Progress progress = progressSince(ranBefore);
        while (!abandonment.moment().test(progress)) {
            if (System.nanoTime() - end > 0) {
                throw new IOException("the moment did not come: while " + abandonment.when());
            }
            Thread.sleep(LOOK_MILLIS);
        }
    }

    private Progress progressSince(int ranBefore) {
        long since = System.nanoTime();
        return new Progress() {
            @Override
            public int begun() {
                return truth.everRan().size() - ranBefore;
            }

            @Override
            public int running() {
                return truth.running().size();
            }

            @Override
            public long millis() {
                return (System.nanoTime() - since) / 1_000_000;
            }
        };
    }

    /** What was stopped needs a moment to end. What is not so after a while is counted. */
    private void awaitRunning(int count) throws InterruptedException {
        long end = System.nanoTime() + truth.patience().toNanos() / 6;
        while ((count == 0 ? truth.withChildren() : truth.running()).size() != count && System.nanoTime() - end < 0) {
            Thread.sleep(LOOK_MILLIS);
        }
    }

    private void tell(String text) {
        System.out.printf(Locale.ROOT, "%7.1f s  %s%n", (System.nanoTime() - start) / 1e9, text);
    }

    /** Ends the run wherever it is: no engine is started any more. Kills what is left, and deletes what is not kept. Idempotent; does not throw. */
    private void cleanUp() {
        boolean keeps;
        synchronized (this) {
            ended = true;
            keeps = isKept;
            if (engine != null) {
                engine.close();
            }
        }
        truth.close();
        if (keeps) {
            Sweeping.kill(directory, truth::processes);
        } else {
            Sweeping.sweep(directory, truth::processes);
        }
    }
}
