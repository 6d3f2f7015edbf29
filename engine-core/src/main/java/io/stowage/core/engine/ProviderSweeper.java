package io.stowage.core.engine;

import io.stowage.core.registry.Registry;
import io.stowage.core.registry.UnsettledCapacityProviders;
import io.stowage.core.world.World;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries on with deletions and changes of capacity providers that nobody has ended, because an engine or a cluster was not there. */
final class ProviderSweeper {

    private static final Logger LOG = LoggerFactory.getLogger(ProviderSweeper.class);
    private static final Duration PERIOD = Duration.ofMinutes(1);

    private final Registry registry;
    private final ProviderDirectory providers;
    private final Sweeping sweeping;

    ProviderSweeper(World world, Registry registry, ProviderDirectory providers) {
        this.registry = registry;
        this.providers = providers;
        this.sweeping = new Sweeping(world, "provider-sweeper", PERIOD, this::sweep);
    }

    void start() {
        sweeping.start();
    }

    void close() {
        sweeping.close();
    }

    private void sweep() {
        registry.submit(new UnsettledCapacityProviders())
                .thenAccept(unsettled -> unsettled.forEach(each -> {
                    CompletableFuture<?> unused = providers.settle(each).exceptionally(failed -> {
                        LOG.debug("Capacity provider {} is not settled; that is tried again", each.name(), failed);
                        return null;
                    });
                }))
                .exceptionally(failed -> {
                    LOG.debug("Capacity providers were not looked at; that is tried again", failed);
                    return null;
                });
    }
}
