package io.stowage.core.agent;

import io.stowage.core.world.Cancellable;

/** A task under supervision, and what the supervisor keeps beside it. */
final class Supervised {

    private final KnownTask task;
    private Cancellable wake = () -> {};
    private long wakeAt = Moment.NEVER;
    private boolean forgotten;
    private boolean holdsPorts = true;

    Supervised(KnownTask task) {
        this.task = task;
    }

    KnownTask task() {
        return task;
    }

    boolean forgotten() {
        return forgotten;
    }

    void forget() {
        forgotten = true;
        wake.cancel();
    }

    /** Whether the ports it claims were given back just now. */
    boolean releasesPorts() {
        boolean released = holdsPorts && (task.isStopped() || forgotten);
        if (released) {
            holdsPorts = false;
        }
        return released;
    }

    /** When it is looked at next if nothing happens. */
    long wakeAt() {
        return wakeAt;
    }

    void wake(long at, Cancellable timer) {
        wake.cancel();
        wakeAt = at;
        wake = timer;
    }

    void woken() {
        wakeAt = Moment.NEVER;
    }
}
