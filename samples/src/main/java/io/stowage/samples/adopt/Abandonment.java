package io.stowage.samples.adopt;

import java.time.Duration;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One moment at which the engine is killed.
 *
 * @param when for the reader: while what
 * @param order what the engine was told before; null if it was left in peace
 * @param count how many processes there are to be afterwards
 * @param version and which version
 * @param moment when it is killed, by what really happened since the order
 * @param cutShort how long the next engine has before it is killed while it takes over; null if it is not
 */
record Abandonment(
        String when,
        @Nullable String order,
        int count,
        String version,
        Predicate<Progress> moment,
        @Nullable Duration cutShort) {

    Abandonment(String when, @Nullable String order, int count, String version, Predicate<Progress> moment) {
        this(when, order, count, version, moment, null);
    }

    /** The engine that takes over is killed as well, so soon after it is there. */
    Abandonment cutShort(Duration after) {
        return new Abandonment(when, order, count, version, moment, after);
    }

    /** What really happened since the order; looked up when it is asked, for the moment is short. */
    interface Progress {
        /** How many processes have begun. */
        int begun();

        /** How many run. */
        int running();

        /** Milliseconds since the order was answered. */
        long millis();
    }

    static Abandonment atRest(int count, String version) {
        return new Abandonment("nothing happens", null, count, version, progress -> true);
    }

    static Abandonment atOnce(String when, String order, int count, String version) {
        return new Abandonment(when, order, count, version, progress -> true);
    }

    static Abandonment after(long millis, String when, String order, int count, String version) {
        return new Abandonment(
                when + ", " + millis + " ms after it promised to",
                order,
                count,
                version,
                progress -> progress.millis() >= millis);
    }

    static Abandonment whenBegun(int begun, String when, String order, int count, String version) {
        return new Abandonment(
                when + ", and " + begun + " have begun", order, count, version, progress -> progress.begun() >= begun);
    }

    /** The new ones are there, and of the old ones so many are left. */
    static Abandonment whenOldLeft(int old, String when, String order, int count, String version) {
        return new Abandonment(
                when + ", and " + old + " old ones are left",
                order,
                count,
                version,
                progress -> progress.begun() >= count && progress.running() <= count + old);
    }

    static Abandonment whenLeft(int left, String when, String order, int count, String version) {
        return new Abandonment(
                when + ", and " + left + " are left", order, count, version, progress -> progress.running() <= left);
    }
}
