package io.stowage.core.event;

import io.stowage.core.world.Lane;
import io.stowage.core.world.Strand;
import io.stowage.core.world.World;
import io.stowage.event.EcsEvent;
import io.stowage.event.EcsEventListener;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One listener's events, handed over in batches: one batch is with the listener, the next one grows meanwhile. */
final class ListenerQueue {

    private final @Nullable String clusterArn;
    private final EcsEventListener listener;
    private final int limit;
    private final Strand strand;
    private final Lane lane;
    private List<EcsEvent> waiting = new ArrayList<>();
    private long missed;
    private boolean busy;
    private volatile boolean closed;

    ListenerQueue(World world, @Nullable String clusterArn, EcsEventListener listener, int limit) {
        this.clusterArn = clusterArn;
        this.listener = listener;
        this.limit = limit;
        this.strand = world.strand("listener");
        this.lane = world.lane("listener", 1);
    }

    /** @param lost how many more there were, that can't be told */
    void add(List<EcsEvent> events, int lost) {
        strand.execute(() -> {
            missed += lost;
            for (EcsEvent event : events) {
                if (clusterArn != null && !clusterArn.equals(event.clusterArn())) {
                    continue;
                }
                if (waiting.size() < limit) {
                    waiting.add(event);
                } else {
                    missed++;
                }
            }
            handOver();
        });
    }

    private void handOver() {
        if (busy || closed || (waiting.isEmpty() && missed == 0)) {
            return;
        }
        List<EcsEvent> batch = waiting;
        long lost = missed;
        waiting = new ArrayList<>();
        missed = 0;
        busy = true;
        ListenerCall.send(strand, lane, () -> tell(batch, lost), () -> {
            busy = false;
            handOver();
        });
    }

    private void tell(List<EcsEvent> batch, long lost) {
        for (EcsEvent event : batch) {
            if (!closed) {
                ListenerCall.guarded(listener, () -> listener.onEvent(event));
            }
        }
        if (lost > 0) {
            ListenerCall.guarded(listener, () -> listener.onMissed(lost));
        }
    }

    void close() {
        closed = true;
        lane.close();
    }
}
