package io.stowage.samples.adopt;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Draws the moments at which engines are killed.
 *
 * @param least of a service's tasks, {@code most} as well
 * @param latestMillis after what an engine has promised, it is killed
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
            int millis = random.nextInt(latestMillis);
            if (random.nextInt(3) == 0) {
                version++;
                plan.add(Abandonment.after(
                        millis,
                        "it rolls out version " + version,
                        "roll " + version,
                        count,
                        Integer.toString(version)));
            } else {
                count = count();
                plan.add(Abandonment.after(
                        millis, "it scales to " + count, "scale " + count, count, Integer.toString(version)));
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

    private int count() {
        return least + random.nextInt(most - least + 1);
    }
}
