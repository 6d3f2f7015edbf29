package io.stowage.core.loop;

import io.stowage.core.event.EventHub;
import io.stowage.core.placement.PlacementRules;
import io.stowage.core.state.StateReader;
import io.stowage.core.store.StorePort;
import io.stowage.core.store.StoreRounds;
import io.stowage.core.world.World;
import java.util.function.Function;

/**
 * What a loop works with.
 *
 * @param engineId unique to this engine in this process
 * @param writer makes the stored text of a record
 * @param reader makes a record from its stored text
 * @param rounds what is asked of the store again and again, for all of the engine's loops at once
 * @param rules the host application's own placement filters and scorers
 */
public record LoopContext(
        String engineId,
        World world,
        StorePort store,
        StoreRounds rounds,
        Function<Object, String> writer,
        StateReader.Codec reader,
        AgentFactory agents,
        EventHub events,
        PlacementRules rules) {

    /** Of an engine with one loop, without placement filters and scorers. */
    public LoopContext(
            String engineId,
            World world,
            StorePort store,
            Function<Object, String> writer,
            StateReader.Codec reader,
            AgentFactory agents,
            EventHub events) {
        this(
                engineId,
                world,
                store,
                new StoreRounds(world, store),
                writer,
                reader,
                agents,
                events,
                PlacementRules.NONE);
    }
}
