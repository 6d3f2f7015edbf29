package io.stowage.core.engine;

import io.stowage.Events;
import io.stowage.core.state.Ids;
import io.stowage.event.EcsEventListener;
import io.stowage.event.Subscription;
import java.util.Objects;

/** Events of this engine. */
final class EventGroup implements Events {

    private final EngineCore core;

    EventGroup(EngineCore core) {
        this.core = core;
    }

    @Override
    public Subscription subscribe(EcsEventListener listener) {
        core.calls().requireOpen("subscribe");
        return core.events().subscribe(null, Objects.requireNonNull(listener));
    }

    @Override
    public Subscription subscribe(String cluster, EcsEventListener listener) {
        core.calls().requireOpen("subscribe");
        String name = ClusterNames.of(Objects.requireNonNull(cluster), core.arnPrefix());
        String arn = new Ids(core.arnPrefix(), name).cluster();
        return core.events().subscribe(arn, Objects.requireNonNull(listener));
    }
}
