package io.stowage.core.loop;

import io.stowage.core.event.EventHub;
import io.stowage.core.placement.PlacementRules;
import io.stowage.core.state.StateReader;
import io.stowage.core.store.StorePort;
import io.stowage.core.store.StoreRounds;
import io.stowage.core.world.Lane;
import io.stowage.core.world.World;
import java.util.function.Function;

/**
 * What a loop works with.
 *
 * @param engineId unique to this engine in this process
 * @param writer makes the stored text of a record
 * @param reader makes a record from its stored text
 * @param rounds what is asked of the store again and again, for all of the engine's loops at once
 * @param states where states are made of what was read: that may take longer than a lease lasts, which is renewed on the lane of the store
 * @param rules the host application's own placement filters and scorers
 */
public record LoopContext(
        String engineId,
        World world,
        StorePort store,
        StoreRounds rounds,
        Lane states,
        Function<Object, String> writer,
        StateReader.Codec reader,
        AgentFactory agents,
        EventHub events,
        PlacementRules rules) {

    /** One state that is large doesn't keep the others from being made. */
    private static final int STATES_AT_ONCE = 2;

    /** A lane for {@link #states}. */
    public static Lane states(World world) {
        return world.lane("states", STATES_AT_ONCE);
    }

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
                states(world),
                writer,
                reader,
                agents,
                events,
                PlacementRules.NONE);
    }
}
