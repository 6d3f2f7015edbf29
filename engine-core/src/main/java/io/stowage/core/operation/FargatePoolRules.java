package io.stowage.core.operation;

import static io.stowage.core.operation.CapacityProviderRules.POOL;
import static io.stowage.core.operation.CapacityProviderRules.SCALING;

import io.stowage.core.placement.Fargate;
import io.stowage.error.InvalidParameterException;
import io.stowage.model.InstancePoolProvider;
import io.stowage.model.InstancePoolProviderUpdate;
import io.stowage.model.ManagedScaling;
import io.stowage.model.PurchaseOption;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the machines of FARGATE and FARGATE_SPOT may be like: each comes for one task and goes with it, so that none is kept. */
public final class FargatePoolRules {

    private FargatePoolRules() {}

    /**
     * What there is, with what was asked for.
     *
     * @param name of the two
     * @param before null for the first time
     */
    public static InstancePoolProvider changed(
            String name, @Nullable InstancePoolProvider before, InstancePoolProviderUpdate asked) {
        InstancePoolProvider known = before == null ? first(name, asked) : before;
        InstancePoolProvider pool = CapacityProviderRules.with(known, asked).toBuilder()
                .instanceProvider(
                        asked.instanceProvider() == null ? known.instanceProvider() : asked.instanceProvider())
                .build();
        check(name, pool);
        return pool;
    }

    private static InstancePoolProvider first(String name, InstancePoolProviderUpdate asked) {
        if (asked.instanceProvider() == null) {
            throw new InvalidParameterException(POOL + "instanceProvider is missing, and " + name
                    + " has no machines yet; name the plugin that is to launch them");
        }
        return CapacityProviderRules.complete(InstancePoolProvider.builder()
                .instanceProvider(asked.instanceProvider())
                .purchase(purchase(name))
                .build());
    }

    private static PurchaseOption purchase(String name) {
        return name.equals(Fargate.NAME) ? PurchaseOption.ON_DEMAND : PurchaseOption.SPOT;
    }

    private static void check(String name, InstancePoolProvider pool) {
        String why = "a machine of " + name + " comes for one task and goes with it";
        only(POOL + "purchase", pool.purchase(), purchase(name), "that is what " + name + " means");
        only(POOL + "minimumSize", pool.minimumSize(), 0, why);
        if (pool.maximumInstanceAge() != null) {
            throw new InvalidParameterException(
                    POOL + "maximumInstanceAge is " + pool.maximumInstanceAge() + "; leave it out: " + why);
        }
        ManagedScaling scaling = Objects.requireNonNull(pool.managedScaling());
        only(SCALING + "targetCapacity", scaling.targetCapacity(), 100, why);
        only(SCALING + "minimumScalingStepSize", scaling.minimumScalingStepSize(), 1, why);
    }

    private static void only(String field, @Nullable Object value, Object rule, String why) {
        if (!rule.equals(value)) {
            throw new InvalidParameterException(
                    field + " is " + value + "; it must be " + rule + ", or left out: " + why);
        }
    }
}
