package io.stowage.core.inbox;

import io.stowage.core.store.LookRounds;
import io.stowage.core.store.StorePort;
import io.stowage.core.world.Strand;
import io.stowage.core.world.World;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * What an inbox works with.
 *
 * @param engineId this engine, for people
 * @param looks how the inbox is watched while nothing comes in
 * @param patience how long a request waits
 * @param open false once the loop is closed
 * @param trouble hears why a call came to nothing
 */
public record InboxSetup(
        String clusterName,
        String engineId,
        World world,
        Strand strand,
        StorePort store,
        LookRounds looks,
        Patience patience,
        BooleanSupplier open,
        Consumer<String> trouble) {

    String partition() {
        return Inbox.partition(clusterName);
    }
}
