package io.stowage.samples.adopt;

import io.stowage.samples.Sweeping;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;

/** A run in which whichever of three engines leads is taken away. What is counted is read from the kernel and from the processes themselves. */
final class Failovers {

    private static final String HOSTS = "3";
    private static final int ENGINES = 3;
    private static final long MOST_MILLIS = 15_000;
    private static final long LOOK_MILLIS = 20;
    private static final long PATIENCE_NANOS = 60_000_000_000L;
    /** The lease lasts 10 s. */
    private static final long LONGER_THAN_A_LEASE_MILLIS = 13_000;

    private static final long DATABASE_AWAY_MILLIS = 3_000;
    private static final int EARLIEST_MILLIS = 1_000;
    private static final int LATEST_MILLIS = 5_000;

    private final long start = System.nanoTime();
    private final Path directory;
    private final int processes;
    private final Random random;
    private final GroundTruth truth;
    private final Tally tally;
    private final DatabaseServer database;
    private final List<KilledEngine> engines = new ArrayList<>();
    private final List<Long> millis = new ArrayList<>();

    private Failovers(Path directory, int processes, Random random) throws IOException {
        this.directory = directory;
        this.processes = processes;
        this.random = random;
        this.truth = new ProcessTruth(directory);
        this.tally = new Tally(truth);
        this.database = DatabaseServer.start(directory.resolve("database"));
    }

    /** A run from its beginning to its end, with nothing left behind, however it ends; says whether nothing was wrong. */
    static boolean run(Path directory, int processes, int kills, Random random) throws Exception {
        Failovers run = new Failovers(directory, processes, random);
        Thread lastResort = new Thread(run::cleanUp, "last-resort");
        Runtime.getRuntime().addShutdownHook(lastResort);
        try {
            run.run(kills);
        } finally {
            run.cleanUp();
        }
        System.out.println(run.tally.failoverJson(run.millis));
        return run.tally.isClean() && run.millis.stream().allMatch(one -> one <= MOST_MILLIS);
    }

    private void run(int kills) throws Exception {
        tell("everything of this run is in " + directory);
        for (int i = 0; i < ENGINES; i++) {
            engines.add(KilledEngine.start(database.url(), directory, HOSTS));
        }
        tally.expectRuns(processes);
        engines.get(0).carryOut("create " + processes, "done");
        engines.get(0).carryOut("settle", "settled");
        awaitRunning(processes);
        tell(processes + " processes run, and " + ENGINES + " engines are there");
        for (int kill = 1; kill <= kills; kill++) {
            killTheLeader(kill);
            if (kill == (kills + 1) / 2) {
                stopTheLeader();
                restartTheDatabase();
            }
        }
        KilledEngine last = awaitLeader(engines);
        last.carryOut("delete", "done");
        awaitRunning(0);
        tally.deleted();
    }

    private void killTheLeader(int number) throws Exception {
        KilledEngine leader = awaitLeader(engines);
        Thread.sleep(EARLIEST_MILLIS + random.nextInt(LATEST_MILLIS - EARLIEST_MILLIS));
        Set<GroundTruth.Sleeper> before = truth.running();
        long killed = System.nanoTime();
        leader.kill();
        tally.abandoned();
        engines.remove(leader);
        // The one in its place is there long before the lease is over, and may be the one that takes it.
        engines.add(KilledEngine.start(database.url(), directory, HOSTS));
        KilledEngine next = takenOver(engines, killed);
        settled(next, before);
        tell(String.format(
                Locale.ROOT,
                "%d. engine %d was killed; engine %d led after %.1f s",
                number,
                leader.pid(),
                next.pid(),
                millis.get(millis.size() - 1) / 1e3));
    }

    /** Another engine leads, and has carried out something. */
    private KilledEngine takenOver(List<KilledEngine> others, long since) throws Exception {
        KilledEngine next = awaitLeader(others);
        next.carryOut("scale " + processes, "done");
        millis.add((System.nanoTime() - since) / 1_000_000);
        return next;
    }

    private void stopTheLeader() throws Exception {
        KilledEngine leader = awaitLeader(engines);
        Set<GroundTruth.Sleeper> before = truth.running();
        List<KilledEngine> others = new ArrayList<>(engines);
        others.remove(leader);
        long stopped = System.nanoTime();
        leader.signal("STOP");
        KilledEngine next = takenOver(others, stopped);
        Thread.sleep(Math.max(0, LONGER_THAN_A_LEASE_MILLIS - (System.nanoTime() - stopped) / 1_000_000));
        leader.signal("CONT");
        settled(next, before);
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (leader.ask("role").equals("leader") && System.nanoTime() - end < 0) {
            Thread.sleep(LOOK_MILLIS);
        }
        settled(next, before);
        tell("engine " + leader.pid() + " stood still for longer than its lease, and engine " + next.pid() + " leads");
    }

    private void restartTheDatabase() throws Exception {
        Set<GroundTruth.Sleeper> before = truth.running();
        database.stop();
        Thread.sleep(DATABASE_AWAY_MILLIS);
        database.start();
        KilledEngine leader = awaitLeader(engines);
        leader.carryOut("scale " + processes, "done");
        settled(leader, before);
        tell("the database was away for some seconds; engine " + leader.pid() + " leads");
    }

    private void settled(KilledEngine by, Set<GroundTruth.Sleeper> before) throws Exception {
        by.carryOut("settle", "settled");
        awaitRunning(processes);
        int unused = tally.settled(before, processes, "1");
    }

    private static KilledEngine awaitLeader(List<KilledEngine> among) throws Exception {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (System.nanoTime() - end < 0) {
            for (KilledEngine engine : among) {
                if (engine.ask("role").equals("leader")) {
                    return engine;
                }
            }
            Thread.sleep(LOOK_MILLIS);
        }
        throw new IOException("no engine leads");
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

    private void cleanUp() {
        engines.forEach(KilledEngine::close);
        try {
            database.close();
        } catch (IOException stillThere) {
            System.err.println("the database could not be stopped: " + stillThere);
        }
        Sweeping.sweep(directory, truth::processes);
    }
}
