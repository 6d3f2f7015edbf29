package io.stowage.samples.adopt;

import io.stowage.samples.KillArguments;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * Three engines on one PostgreSQL, and 30 processes on three hosts that all of them reach. Whichever engine leads is killed 1 to 5 s after it
 * has taken over: {@code samples/run failover [--kills N] [--seed S]}, 20 kills by default. In between, a leader stands still for longer than its
 * lease and goes on then, and the database is restarted.
 *
 * <p>The last line says how long it took from each kill until the next leader had carried something out, and counts what was restarted,
 * doubled, orphaned or lost among the processes. Exits with 0 if nothing was and no fail-over took longer than 15 s.
 */
public final class Failover {

    private static final int KILLS = 20;
    private static final int PROCESSES = 30;

    private Failover() {}

    public static void main(String[] arguments) throws Exception {
        KillArguments given = KillArguments.parse("failover", KILLS, arguments);
        System.out.println("The moments are those of --seed " + given.seed() + ".");
        Path directory = Files.createTempDirectory("stowage-failover-").toRealPath();
        boolean clean = Failovers.run(directory, PROCESSES, given.kills(), new Random(given.seed()));
        System.exit(clean ? 0 : 1);
    }
}
