package io.stowage.core.store;

import io.stowage.core.world.World;

/** What an engine asks its store again and again, for all of its clusters at once. */
public record StoreRounds(LeaseRounds leases, LookRounds looks) {

    /** The rounds of one engine. */
    public StoreRounds(World world, StorePort port) {
        this(new LeaseRounds(world, port), new LookRounds(world, port));
    }
}
