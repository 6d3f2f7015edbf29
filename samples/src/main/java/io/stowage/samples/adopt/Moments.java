package io.stowage.samples.adopt;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Draws the moments at which engines are killed.
 *
 * @param least of a service's tasks, {@code most} as well
 * @param latestMillis after an engine has promised to start or to replace all tasks, it is killed; sooner where it has less to do, so that it is still
 *     at it more often than not
 */
record Moments(Random random, int least, int most, int latestMillis) {

    private static final int TAKES_OVER_MILLIS = 3_000;

    /** The first creates the service; each of the others scales it, or rolls out the next version. */
    List<Abandonment> draw(int kills) {
        List<Abandonment> plan = new ArrayList<>();
        int count = count();
        int version = 1;
        plan.add(Abandonment.after(
                random.nextInt(latestMillis), "its first tasks start", "create " + count, count, "1"));
        int planned = 1;
        while (planned < kills) {
            if (random.nextInt(3) == 0) {
                version++;
                plan.add(Abandonment.after(
                        random.nextInt(latestMillis),
                        "it rolls out version " + version,
                        "roll " + version,
                        count,
                        Integer.toString(version)));
            } else {
                int before = count;
                count = count();
                plan.add(Abandonment.after(
                        random.nextInt(latestMillis(Math.abs(count - before))),
                        "it scales to " + count,
                        "scale " + count,
                        count,
                        Integer.toString(version)));
            }
            planned++;
            // It tries to take the lease for 3 s at first.
            if (planned < kills && random.nextInt(3) == 0) {
                int last = plan.size() - 1;
                plan.set(last, plan.get(last).cutShort(Duration.ofMillis(random.nextInt(TAKES_OVER_MILLIS))));
                planned++;
            }
        }
        return plan;
    }

    /** For a scaling by so many tasks. */
    private int latestMillis(int tasks) {
        return Math.max(1, latestMillis * Math.max(1, tasks) / most);
    }

    private int count() {
        return least + random.nextInt(most - least + 1);
    }
}
