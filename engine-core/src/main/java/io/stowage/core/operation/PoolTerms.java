package io.stowage.core.operation;

import io.stowage.core.capacity.Offer;
import io.stowage.core.capacity.Ordered;
import io.stowage.core.capacity.Pool.Buying;
import io.stowage.core.capacity.ScalingRules;
import io.stowage.model.CapacityProvider;
import io.stowage.model.InstancePoolProvider;
import io.stowage.model.ManagedDraining;
import io.stowage.model.ManagedScaling;
import io.stowage.model.ManagedTerminationProtection;
import io.stowage.model.PurchaseOption;
import io.stowage.model.Tag;
import io.stowage.spi.InstanceProvider.MachineType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a capacity provider says, as it is decided by.
 *
 * @param capacityProvider its name
 * @param machines which machines it has
 * @param scaling between which sizes, and how it gets there
 * @param leaving which of its container instances go
 */
record PoolTerms(String capacityProvider, Machines machines, ScalingRules scaling, Leaving leaving) {

    private static final int ALL = 100;
    private static final int LARGEST_STEP = 10_000;
    private static final int WARM_UP = 300;

    /**
     * The terms of a capacity provider.
     *
     * @param pool what it says; what is absent has ECS's default
     * @param types of machines, as far as they are known
     * @param scaleIn how fast machines go
     */
    static PoolTerms of(
            CapacityProvider provider, InstancePoolProvider pool, List<MachineType> types, ScalingRules.Pace scaleIn) {
        return new PoolTerms(
                provider.name(),
                new Machines(
                        pool.instanceProvider(),
                        pool.properties(),
                        tags(provider.tags()),
                        MachineOffers.of(pool, types),
                        buying(pool)),
                scaling(pool, pool.managedScaling(), scaleIn),
                leaving(pool, pool.managedScaling()));
    }

    private static Map<String, String> tags(List<Tag> tags) {
        Map<String, String> byKey = new TreeMap<>();
        tags.forEach(tag -> byKey.put(tag.key(), tag.value() == null ? "" : tag.value()));
        return byKey;
    }

    static Buying buying(InstancePoolProvider pool) {
        return switch (pool.purchase() == null ? PurchaseOption.ON_DEMAND : pool.purchase()) {
            case ON_DEMAND -> Buying.ON_DEMAND;
            case SPOT -> Buying.SPOT;
            case SPOT_WITH_FALLBACK -> Buying.SPOT_WITH_FALLBACK;
        };
    }

    private static ScalingRules scaling(
            InstancePoolProvider pool, @Nullable ManagedScaling scaling, ScalingRules.Pace scaleIn) {
        int least = or(pool.minimumSize(), 0);
        int step = or(scaling == null ? null : scaling.minimumScalingStepSize(), 1);
        return new ScalingRules(
                pool.scales(),
                or(scaling == null ? null : scaling.targetCapacity(), ALL),
                step,
                Math.max(step, or(scaling == null ? null : scaling.maximumScalingStepSize(), LARGEST_STEP)),
                least,
                Math.max(least, or(pool.maximumSize(), least)),
                scaleIn);
    }

    private static Leaving leaving(InstancePoolProvider pool, @Nullable ManagedScaling scaling) {
        Integer age = pool.maximumInstanceAge();
        return new Leaving(
                pool.managedTerminationProtection() == ManagedTerminationProtection.ENABLED,
                pool.managedDraining() != ManagedDraining.DISABLED,
                Duration.ofSeconds(or(scaling == null ? null : scaling.instanceWarmupPeriod(), WARM_UP)),
                age == null || age == 0 ? null : Duration.ofSeconds(age));
    }

    private static int or(@Nullable Integer given, int otherwise) {
        return given == null ? otherwise : given;
    }

    /**
     * The machines of a capacity provider.
     *
     * @param instanceProvider name of the plugin that launches them
     * @param properties that it is told
     * @param tags that they get beside ours
     * @param offers which may be launched, the preferred ones first; empty if that isn't known now
     * @param buying how they are paid for
     */
    record Machines(
            String instanceProvider,
            Map<String, String> properties,
            Map<String, String> tags,
            List<Offer> offers,
            Buying buying) {
        Machines {
            properties = Ordered.copy(properties);
            tags = Ordered.copy(tags);
            offers = List.copyOf(offers);
        }
    }

    /**
     * Which container instances leave.
     *
     * @param terminationProtection whether only those without tasks go when fewer are enough
     * @param draining whether they drain first; if not, their machines end at once, with all that is on them
     * @param warmUp how long one stays after it was registered
     * @param maximumAge after which one is replaced; null for never
     */
    record Leaving(
            boolean terminationProtection,
            boolean draining,
            Duration warmUp,
            @Nullable Duration maximumAge) {}
}
