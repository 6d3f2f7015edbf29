package io.stowage.core.capacity;

import com.google.common.hash.Hashing;
import io.stowage.core.capacity.Launch.Attempt;
import io.stowage.spi.InstanceProvider.LaunchRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What new attempts are made with.
 *
 * @param clusterArn of the cluster
 * @param capacityProvider its name
 * @param pools that may be asked for a machine that does for what the launch is for, the preferred ones first
 * @param properties what the capacity provider says to the plugin
 * @param tags that the capacity provider's machines get beside ours
 */
public record LaunchTerms(
        String clusterArn,
        String capacityProvider,
        List<Pool> pools,
        Map<String, String> properties,
        Map<String, String> tags) {

    /** Copies the collections. */
    public LaunchTerms {
        pools = List.copyOf(pools);
        properties = Ordered.copy(properties);
        tags = Ordered.copy(tags);
    }

    /** The same but for some pools. */
    public LaunchTerms without(Predicate<Pool> which) {
        return new LaunchTerms(
                clusterArn,
                capacityProvider,
                pools.stream().filter(which.negate()).toList(),
                properties,
                tags);
    }

    Attempt attempt(String launch, int number, Pool pool) {
        return new Attempt(
                number,
                new LaunchRequest(
                        token(launch, number),
                        pool.machineType(),
                        pool.zone(),
                        pool.purchase(),
                        properties,
                        OwnTags.of(clusterArn, capacityProvider, launch, number, tags)),
                null);
    }

    /** The same wherever it is computed: 64 digits, as many as a token may have. */
    private String token(String launch, int number) {
        return Hashing.sha256()
                .hashString(clusterArn + "|" + launch + "|" + number, StandardCharsets.UTF_8)
                .toString();
    }
}
