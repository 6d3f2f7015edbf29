package io.stowage.core.event;

import io.stowage.core.world.Lane;
import io.stowage.core.world.Strand;
import io.stowage.core.world.World;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Hands the newest of several values to a listener, one at a time: what comes while the listener is busy takes the place of what came before
 * it, and what the listener knows already it isn't told again. The listener has a lane of its own, and may block or throw.
 *
 * <p>All but {@link #close} belongs to the strand that it is made for.
 */
public final class LatestOnly<T> {

    private final Strand strand;
    private final Lane lane;
    private final Object owner;
    private final Consumer<T> listener;
    private @Nullable T newest;
    private @Nullable T told;
    private boolean busy;
    private volatile boolean closed;

    /** @param owner the host application's listener, by whose class the log names it */
    public LatestOnly(World world, Strand strand, Object owner, Consumer<T> listener) {
        this.strand = strand;
        this.lane = world.lane("listener", 1);
        this.owner = owner;
        this.listener = listener;
    }

    /** There is a new value. */
    public void offer(T value) {
        newest = value;
        handOver();
    }

    private void handOver() {
        T value = newest;
        if (busy || closed || value == null || value.equals(told)) {
            return;
        }
        told = value;
        busy = true;
        ListenerCall.send(
                strand,
                lane,
                () -> {
                    if (!closed) {
                        ListenerCall.guarded(owner, () -> listener.accept(value));
                    }
                },
                () -> {
                    busy = false;
                    handOver();
                });
    }

    /** No call begins any more. Thread-safe. */
    public void close() {
        closed = true;
        lane.close();
    }
}
