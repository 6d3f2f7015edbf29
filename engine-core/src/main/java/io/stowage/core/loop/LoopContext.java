package io.stowage.core.loop;

import io.stowage.core.event.EventHub;
import io.stowage.core.placement.PlacementRules;
import io.stowage.core.state.StateReader;
import io.stowage.core.store.StorePort;
import io.stowage.core.world.World;
import java.util.function.Function;

/**
 * What a loop works with.
 *
 * @param engineId unique to this engine in this process
 * @param writer makes the stored text of a record
 * @param reader makes a record from its stored text
 * @param rules the host application's own placement filters and scorers
 */
public record LoopContext(
        String engineId,
        World world,
        StorePort store,
        Function<Object, String> writer,
        StateReader.Codec reader,
        AgentFactory agents,
        EventHub events,
        PlacementRules rules) {

    /** Without placement filters and scorers. */
    public LoopContext(
            String engineId,
            World world,
            StorePort store,
            Function<Object, String> writer,
            StateReader.Codec reader,
            AgentFactory agents,
            EventHub events) {
        this(engineId, world, store, writer, reader, agents, events, PlacementRules.NONE);
    }
}
