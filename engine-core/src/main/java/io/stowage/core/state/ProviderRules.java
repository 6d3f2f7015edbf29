package io.stowage.core.state;

import io.stowage.model.CapacityProvider;
import io.stowage.model.InstancePoolProvider;
import io.stowage.model.ManagedScaling;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What must be so of a stored capacity provider, for its numbers decide how many machines are launched. Says what is wrong; null if nothing is. */
public final class ProviderRules {

    private ProviderRules() {}

    /** What is wrong with the record of this id. */
    public static @Nullable String wrongWith(CapacityProvider provider, String id) {
        Plausible plausible = new Plausible()
                .names("name", provider.name(), id)
                .names("capacityProviderArn", Ids.shortId(provider.capacityProviderArn()), id);
        InstancePoolProvider pool = provider.instancePoolProvider();
        return plausible.wrong() != null || pool == null ? plausible.wrong() : wrongWith(pool);
    }

    private static @Nullable String wrongWith(InstancePoolProvider pool) {
        Plausible plausible = new Plausible()
                .has("purchase", pool.purchase())
                .has("minimumSize", pool.minimumSize())
                .has("maximumSize", pool.maximumSize())
                .has("managedScaling", pool.managedScaling())
                .has("managedTerminationProtection", pool.managedTerminationProtection())
                .has("managedDraining", pool.managedDraining())
                .atLeast("minimumSize", pool.minimumSize(), 0)
                .atLeast("maximumSize", pool.maximumSize(), 1)
                .atLeast("maximumInstanceAge", pool.maximumInstanceAge(), 1);
        return plausible.wrong() != null ? plausible.wrong() : wrongWith(Objects.requireNonNull(pool.managedScaling()));
    }

    private static @Nullable String wrongWith(ManagedScaling scaling) {
        Integer target = scaling.targetCapacity();
        return new Plausible()
                .has("managedScaling.status", scaling.status())
                .has("managedScaling.targetCapacity", target)
                .has("managedScaling.minimumScalingStepSize", scaling.minimumScalingStepSize())
                .has("managedScaling.maximumScalingStepSize", scaling.maximumScalingStepSize())
                .has("managedScaling.instanceWarmupPeriod", scaling.instanceWarmupPeriod())
                .atLeast("managedScaling.targetCapacity", target, 1)
                .that(target == null || target <= 100, "managedScaling.targetCapacity", target, "it is a percentage")
                .atLeast("managedScaling.minimumScalingStepSize", scaling.minimumScalingStepSize(), 1)
                .atLeast("managedScaling.maximumScalingStepSize", scaling.maximumScalingStepSize(), 1)
                .atLeast("managedScaling.instanceWarmupPeriod", scaling.instanceWarmupPeriod(), 0)
                .wrong();
    }
}
