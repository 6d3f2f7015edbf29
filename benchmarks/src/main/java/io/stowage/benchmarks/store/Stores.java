package io.stowage.benchmarks.store;

import io.stowage.benchmarks.Options;
import io.stowage.spi.PartitionSnapshot;
import java.sql.Connection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a store can take: {@code benchmarks/run store --store memory|h2|postgresql}. Commits of one leader with 1, 10 and 100 changes, beside what
 * plain JDBC does with the same payloads; how long it takes to load them all; and how fast a whole engine on it brings tasks to RUNNING. With
 * {@code --takeover N} instead: how long an engine takes from its start until it leads N tasks that another one has left. With {@code --follower N}
 * instead: how long N operations take that are asked of an engine that doesn't lead; with {@code --listening true} on stores that tell each other.
 * With {@code --idle N} instead: how many transactions a second N clusters cost in which nothing happens.
 */
public final class Stores {

    private static final String STORE = "store";
    private static final String RECORDS = "records";
    private static final String SECONDS = "seconds";
    private static final String TASKS = "tasks";
    private static final String TAKEOVER = "takeover";
    private static final String FOLLOWER = "follower";
    private static final String LISTENING = "listening";
    private static final String IDLE = "idle";
    private static final int IDLE_SECONDS = 60;

    private Stores() {}

    /** Prints one line of JSON. */
    public static void main(String[] line) throws Exception {
        Map<String, String> defaults = new LinkedHashMap<>();
        defaults.put(STORE, "h2");
        defaults.put(RECORDS, "100000");
        defaults.put(SECONDS, "5");
        defaults.put(TASKS, "20000");
        defaults.put(TAKEOVER, "0");
        defaults.put(FOLLOWER, "0");
        defaults.put(LISTENING, "false");
        defaults.put(IDLE, "0");
        Options options = new Options(defaults, line);
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put(STORE, options.of(STORE));
        if (!options.of(TAKEOVER).equals("0")) {
            takeOver(options, figures);
        } else if (!options.of(FOLLOWER).equals("0")) {
            throughFollower(options, figures);
        } else if (!options.of(IDLE).equals("0")) {
            idle(options, figures);
        } else {
            underLoad(options, figures);
        }
        System.out.println(json(figures));
        System.exit(0);
    }

    /** An engine with so many tasks ends, and the next one leads them. */
    private static void takeOver(Options options, Map<String, Object> figures) throws Exception {
        int tasks = options.positive(TAKEOVER);
        InstantRuntimeProvider runtime = new InstantRuntimeProvider();
        try (StoreUnderLoad under = StoreUnderLoad.open(options.of(STORE))) {
            try (WholeEngine first = new WholeEngine(under.store(), runtime, tasks)) {
                figures.put("tasksPerSecond", Math.round(first.tasksPerSecond()));
            }
            long began = System.nanoTime();
            try (WholeEngine next = new WholeEngine(under.store(), runtime, tasks)) {
                next.awaitReady();
                figures.put(TASKS, tasks);
                figures.put("readyMillis", (System.nanoTime() - began) / 1_000_000);
            }
        }
    }

    private static void underLoad(Options options, Map<String, Object> figures) throws Exception {
        try (StoreUnderLoad under = StoreUnderLoad.open(options.of(STORE))) {
            measureStore(under, options, figures);
        }
        int tasks = options.positive(TASKS);
        try (StoreUnderLoad under = StoreUnderLoad.open(options.of(STORE));
                WholeEngine engine = new WholeEngine(under.store(), tasks)) {
            figures.put("tasksPerSecond", Math.round(engine.tasksPerSecond()));
        }
    }

    private static void idle(Options options, Map<String, Object> figures) throws Exception {
        int clusters = options.positive(IDLE);
        try (StoreUnderLoad under = StoreUnderLoad.open(options.of(STORE))) {
            double perSecond = IdleEngine.transactionsPerSecond(under, clusters, IDLE_SECONDS);
            figures.put("clusters", clusters);
            figures.put("transactionsPerSecond", Math.round(perSecond * 100) / 100.0);
        }
    }

    private static void throughFollower(Options options, Map<String, Object> figures) throws Exception {
        boolean listening = Boolean.parseBoolean(options.of(LISTENING));
        figures.put(LISTENING, Boolean.toString(listening));
        try (StoreUnderLoad under = StoreUnderLoad.open(options.of(STORE));
                ThroughFollower engines = new ThroughFollower(under.another(listening), under.another(listening))) {
            engines.measure(options.positive(FOLLOWER), figures);
        }
    }

    private static void measureStore(StoreUnderLoad under, Options options, Map<String, Object> figures)
            throws Exception {
        int records = options.positive(RECORDS);
        if (records < 100 || records % Commits.STEP == 0) {
            throw new IllegalArgumentException(
                    "--records is " + records + "; it must be at least 100 and no multiple of " + Commits.STEP);
        }
        int seconds = options.positive(SECONDS);
        Commits commits = new Commits(under.store(), records);
        commits.fill();
        long began = System.nanoTime();
        PartitionSnapshot loaded = under.store().read(Commits.PARTITION);
        figures.put(RECORDS, loaded.records().size());
        figures.put("loadMillis", (System.nanoTime() - began) / 1_000_000);
        double rows = 0;
        for (int changes : new int[] {1, 10, 100}) {
            Pace pace = Pace.of(seconds, () -> commits.change(changes));
            figures.put("commitsPerSecondOf" + changes, Math.round(pace.perSecond()));
            figures.put("p99MicrosOf" + changes, Math.round(pace.p99Micros()));
            rows = pace.perSecond() * changes;
        }
        figures.put("rowsPerSecond", Math.round(rows));
        besidePlainJdbc(under.plainConnection(), records, seconds, rows, figures);
    }

    private static void besidePlainJdbc(
            @Nullable Connection connection, int records, int seconds, double rows, Map<String, Object> figures)
            throws Exception {
        if (connection == null) {
            return;
        }
        try (PlainUpserts plain = new PlainUpserts(connection, records)) {
            plain.fill();
            double plainRows = Pace.of(seconds, () -> plain.change(100)).perSecond() * 100;
            figures.put("plainRowsPerSecond", Math.round(plainRows));
            figures.put("ofPlainJdbc", Math.round(rows / plainRows * 100) / 100.0);
        }
    }

    private static String json(Map<String, Object> figures) {
        StringBuilder json = new StringBuilder("{");
        figures.forEach((name, value) -> json.append(json.length() > 1 ? "," : "")
                .append('"')
                .append(name)
                .append("\":")
                .append(value instanceof Number ? String.format(Locale.ROOT, "%s", value) : "\"" + value + "\""));
        return json.append('}').toString();
    }
}
