package io.stowage.testkit.world;

import io.stowage.core.world.Cancellable;
import org.jspecify.annotations.Nullable;

/** Something that happens at an instant of virtual time. */
final class Event implements Cancellable {

    final String name;
    final Runnable action;
    /** Whose death it dies with; null for what belongs to nobody: hosts, applications, requests under way. */
    final @Nullable VirtualWorld owner;

    private final EventQueue queue;
    /** By which the queue knows it; -1 if it is not there. Kept by the queue. */
    int slot = -1;

    Event(String name, @Nullable VirtualWorld owner, EventQueue queue, Runnable action) {
        this.name = name;
        this.owner = owner;
        this.queue = queue;
        this.action = action;
    }

    @Override
    public void cancel() {
        queue.remove(this);
    }
}
