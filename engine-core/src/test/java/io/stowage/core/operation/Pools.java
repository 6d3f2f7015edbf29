package io.stowage.core.operation;

import io.stowage.core.state.AttachedProvider;
import io.stowage.model.CapacityProvider;
import io.stowage.model.CapacityProviderStatus;
import io.stowage.model.CapacityProviderStrategyItem;
import io.stowage.model.InstancePoolProvider;

/** Capacity providers for tests. */
public final class Pools {

    private Pools() {}

    /** As somebody asks for it: of at most ten machines. */
    public static InstancePoolProvider asked() {
        return InstancePoolProvider.builder()
                .instanceProvider("cloud")
                .maximumSize(10)
                .build();
    }

    /** The same with its defaults. */
    public static InstancePoolProvider pool() {
        return CapacityProviderRules.complete(asked());
    }

    static CapacityProvider provider(String name) {
        return CapacityProvider.builder()
                .capacityProviderArn(OperationRig.PREFIX + ":capacity-provider/" + name)
                .name(name)
                .status(CapacityProviderStatus.ACTIVE)
                .instancePoolProvider(pool())
                .build();
    }

    static AttachedProvider attached(String name) {
        return new AttachedProvider(provider(name), 1);
    }

    static CapacityProviderStrategyItem item(String name, Integer weight, Integer base) {
        return new CapacityProviderStrategyItem(name, weight, base);
    }
}
