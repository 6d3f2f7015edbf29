package io.stowage.samples.adopt;

import io.stowage.store.memory.MemoryStateStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

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

    private Adopt() {}

    public static void main(String[] arguments) throws Exception {
        int processes = arguments.length < 1 ? PROCESSES : Integer.parseInt(arguments[0]);
        List<Abandonment> all = plan(processes);
        List<Abandonment> plan = arguments.length < 2 ? all : all.subList(0, Integer.parseInt(arguments[1]));
        Path directory = Files.createTempDirectory("stowage-adopt-").toRealPath();
        Tally tally;
        try (StoreServer store = new StoreServer(new MemoryStateStore())) {
            var engines = new Killings.Engines(Integer.toString(store.port()), List.of(), new ProcessTruth(directory));
            tally = Killings.run(directory, engines, plan);
        }
        System.out.println(tally.json());
        System.exit(tally.isClean() ? 0 : 1);
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
}
