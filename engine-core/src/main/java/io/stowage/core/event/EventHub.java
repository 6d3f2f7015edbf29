package io.stowage.core.event;

import io.stowage.core.world.World;
import io.stowage.event.EcsEvent;
import io.stowage.event.EcsEventListener;
import io.stowage.event.Subscription;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Hands committed events to listeners, in the order of the commits.
 *
 * <p>Each listener has a queue and a lane of its own: one that blocks or throws harms no other, and never the loop. A queue that is
 * full drops what is new and tells its listener how many it missed. Thread-safe.
 */
public final class EventHub {

    private final World world;
    private final int queueLimit;
    private final List<ListenerQueue> queues = new CopyOnWriteArrayList<>();

    /** A hub whose listeners' queues hold at most {@code queueLimit} events each. */
    public EventHub(World world, int queueLimit) {
        this.world = world;
        this.queueLimit = queueLimit;
    }

    /** Adds a listener for one cluster, or for all if {@code clusterArn} is null. */
    public Subscription subscribe(@Nullable String clusterArn, EcsEventListener listener) {
        ListenerQueue queue = new ListenerQueue(world, clusterArn, listener, queueLimit);
        queues.add(queue);
        return () -> {
            queues.remove(queue);
            queue.close();
        };
    }

    /**
     * Hands over the events of one commit. Does not block.
     *
     * @param lost how many events of the commit could not be made: listeners are told that they missed them
     * @param onFailure hears what a queue threw; the other queues have the events all the same
     */
    public void publish(List<EcsEvent> events, int lost, Consumer<Throwable> onFailure) {
        for (ListenerQueue queue : queues) {
            try {
                queue.add(events, lost);
            } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError thrown) {
                onFailure.accept(thrown);
            }
        }
    }

    /** Whether anybody listens: if not, events need not be made. */
    public boolean anybodyListens() {
        return !queues.isEmpty();
    }
}
