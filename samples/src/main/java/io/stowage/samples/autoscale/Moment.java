package io.stowage.samples.autoscale;

import java.util.Locale;

/**
 * How things are at a moment.
 *
 * @param waiting tasks that are PROVISIONING
 * @param running tasks that are RUNNING
 * @param machines that weren't told to end
 * @param reservation what the engine says is needed for a hundred container instances that there are: ECS's CapacityProviderReservation
 */
record Moment(int waiting, int running, int machines, int reservation) {

    String text() {
        return String.format(
                Locale.ROOT,
                "%3d tasks run, %3d wait  %3d machines  reservation %3d %%",
                running,
                waiting,
                machines,
                reservation);
    }
}
