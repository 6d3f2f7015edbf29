package io.stowage.samples.adopt;

import io.stowage.samples.KillArguments;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/**
 * One engine at a time, with its state in a file of H2, is killed at random moments while its service is deployed and scaled: {@code
 * samples/run crash [--kills N] [--seed S]}, 50 kills by default.
 *
 * <p>Each engine is killed at its work, up to 1.5 s after it has promised something, or while it takes over. Whatever an engine has promised before it is
 * killed, the next one does. The last line counts what was restarted, doubled, orphaned or
 * lost among the processes, and the promises that were forgotten. Exits with 0 if all of them are 0.
 */
public final class Crash {

    private static final int KILLS = 50;
    private static final int MOST = 12;
    private static final int LATEST_MILLIS = 1_500;

    private Crash() {}

    public static void main(String[] arguments) throws Exception {
        KillArguments given = KillArguments.parse("crash", KILLS, arguments);
        System.out.println("The moments are those of --seed " + given.seed() + ".");
        Path directory = Files.createTempDirectory("stowage-crash-").toRealPath();
        Tally tally = Killings.run(
                directory,
                new Killings.Engines(
                        "jdbc:h2:file:" + directory.resolve("state"), List.of(), new ProcessTruth(directory)),
                new Moments(new Random(given.seed()), 1, MOST, LATEST_MILLIS).draw(given.kills()));
        System.out.println(tally.crashJson());
        System.exit(tally.isClean() ? 0 : 1);
    }
}
