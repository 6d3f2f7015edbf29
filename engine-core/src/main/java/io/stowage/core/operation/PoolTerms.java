package io.stowage.core.operation;

import io.stowage.core.capacity.Offer;
import io.stowage.core.capacity.Pool.Buying;
import io.stowage.core.capacity.ScalingRules;
import java.time.Duration;
import java.util.Collections;
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
            properties = Collections.unmodifiableMap(new TreeMap<>(properties));
            tags = Collections.unmodifiableMap(new TreeMap<>(tags));
            offers = List.copyOf(offers);
        }
    }

    /**
     * Which container instances leave.
     *
     * @param terminationProtection whether only those without tasks go when fewer are enough
     * @param warmUp how long one stays after it was registered
     * @param maximumAge after which one is replaced; null for never
     */
    record Leaving(
            boolean terminationProtection,
            Duration warmUp,
            @Nullable Duration maximumAge) {}
}
