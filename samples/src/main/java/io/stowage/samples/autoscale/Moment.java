package io.stowage.samples.autoscale;

import java.util.Locale;

/**
 * How things are at a moment.
 *
 * @param waiting tasks that are PROVISIONING
 * @param running tasks that are RUNNING
 * @param machines that weren't told to end
 * @param needed machines with tasks, and those that the waiting tasks need
 */
record Moment(int waiting, int running, int machines, int needed) {

    private static final int PERCENT = 100;

    /** ECS's CapacityProviderReservation: needed machines for a hundred that there are; 200 if there are none and some are needed. */
    int reservation() {
        if (machines == 0) {
            return needed == 0 ? PERCENT : 2 * PERCENT;
        }
        return PERCENT * needed / machines;
    }

    String text() {
        return String.format(
                Locale.ROOT,
                "%3d tasks run, %3d wait  %3d machines  reservation %3d %%",
                running,
                waiting,
                machines,
                reservation());
    }
}
