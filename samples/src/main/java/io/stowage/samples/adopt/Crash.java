package io.stowage.samples.adopt;

import io.stowage.samples.KillArguments;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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
                directory, "jdbc:h2:file:" + directory.resolve("state"), plan(given.kills(), new Random(given.seed())));
        System.out.println(tally.crashJson());
        System.exit(tally.isClean() ? 0 : 1);
    }

    /** The first creates the service; each of the others scales it, or rolls out the next version. */
    private static List<Abandonment> plan(int kills, Random random) {
        List<Abandonment> plan = new ArrayList<>();
        int count = 1 + random.nextInt(MOST);
        int version = 1;
        plan.add(Abandonment.after(
                random.nextInt(LATEST_MILLIS), "its first tasks start", "create " + count, count, "1"));
        int planned = 1;
        while (planned < kills) {
            int millis = random.nextInt(LATEST_MILLIS);
            if (random.nextInt(3) == 0) {
                version++;
                plan.add(Abandonment.after(
                        millis,
                        "it rolls out version " + version,
                        "roll " + version,
                        count,
                        Integer.toString(version)));
            } else {
                count = 1 + random.nextInt(MOST);
                plan.add(Abandonment.after(
                        millis, "it scales to " + count, "scale " + count, count, Integer.toString(version)));
            }
            planned++;
            // It tries to take the lease for 3 s at first.
            if (planned < kills && random.nextInt(3) == 0) {
                int last = plan.size() - 1;
                plan.set(last, plan.get(last).cutShort(Duration.ofMillis(2L * random.nextInt(LATEST_MILLIS))));
                planned++;
            }
        }
        return plan;
    }
}
