package io.stowage.core.operation;

import io.stowage.core.state.AttachedProvider;
import io.stowage.core.state.ClusterState;
import io.stowage.model.InstancePoolProvider;
import org.jspecify.annotations.Nullable;

/** Which tasks wait for their capacity provider when they find no room, and how many may. */
public final class ProvisioningRules {

    /** ECS's: in a cluster at a time. */
    public static final int MOST = 500;

    /** ECS's text. */
    public static final String LIMIT_EXCEEDED = "Tasks provisioning capacity limit was exceeded.";

    private ProvisioningRules() {}

    /** Whether a task that finds no room on the instances of the capacity provider waits for more of them; not if it has none. */
    public static boolean waits(ClusterState state, @Nullable String capacityProvider) {
        AttachedProvider known = capacityProvider == null ? null : state.provider(capacityProvider);
        InstancePoolProvider pool = known == null ? null : known.provider().instancePoolProvider();
        return pool != null && pool.scales();
    }

    /** How many more may wait. */
    public static int left(ClusterState state) {
        return Math.max(0, MOST - state.provisioningCount());
    }
}
