package io.stowage.samples.rollingupdate;

import io.stowage.samples.KillArguments;
import io.stowage.samples.Sweeping;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Four HTTP servers under 200 requests a second, from a client that asks whom the endpoint watch names, and asks once: {@code samples/run
 * rolling-update [--kills N] [--seed S]}, 4 kills by default. They are rolled to another revision, to one that is broken and back by the
 * circuit breaker, moved off a host, and killed.
 *
 * <p>Tells of each phase how many requests there were, how many failed, and their 99th percentile. Exits with 0 if no request failed but to a
 * server that was killed, and the broken revision was rolled back.
 */
public final class RollingUpdate {

    private static final int KILLS = 4;

    private RollingUpdate() {}

    public static void main(String[] arguments) throws Exception {
        KillArguments given = KillArguments.parse("rolling-update", KILLS, arguments);
        System.out.println("Who is killed is drawn with --seed " + given.seed() + ".");
        Path directory = Files.createTempDirectory("stowage-rolling-update-").toRealPath();
        System.exit(run(directory, given.kills(), new Random(given.seed())) ? 0 : 1);
    }

    private static boolean run(Path directory, int kills, Random random) throws Exception {
        Site site = new Site(directory);
        // However it ends: nothing is started any more, and nothing stays.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            site.abandon();
            Sweeping.sweep(directory, Stream::empty);
        }));
        try (site) {
            site.open();
            return new Trial(site, random).run(kills);
        }
    }
}
