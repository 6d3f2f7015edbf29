package io.stowage.core.capacity;

import io.stowage.spi.InstanceProvider.Machine;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The tags that a machine is launched with: by them it is known again. */
public final class OwnTags {

    /** The cluster's ARN. */
    public static final String CLUSTER = "stowage:cluster";

    /** The capacity provider's name. */
    public static final String CAPACITY_PROVIDER = "stowage:capacity-provider";

    /** The id of the launch. */
    public static final String LAUNCH = "stowage:launch";

    /** Which attempt of that launch. */
    public static final String ATTEMPT = "stowage:attempt";

    private OwnTags() {}

    /** What all machines of a cluster carry: what to describe by. */
    public static Map<String, String> ofCluster(String clusterArn) {
        return Collections.singletonMap(CLUSTER, clusterArn);
    }

    /** The tags of one attempt, together with those that the capacity provider gives its machines; ours win. */
    static Map<String, String> of(
            String clusterArn, String capacityProvider, String launch, int attempt, Map<String, String> more) {
        Map<String, String> tags = new TreeMap<>(more);
        tags.put(CLUSTER, clusterArn);
        tags.put(CAPACITY_PROVIDER, capacityProvider);
        tags.put(LAUNCH, launch);
        tags.put(ATTEMPT, String.valueOf(attempt));
        return tags;
    }

    /** The launch that a machine of this cluster is of; empty if it isn't one of ours, however much it looks like it. */
    public static Optional<String> launch(Machine machine, String clusterArn) {
        boolean ours = clusterArn.equals(machine.tags().get(CLUSTER))
                && machine.tags().containsKey(CAPACITY_PROVIDER)
                && machine.tags().containsKey(ATTEMPT);
        return ours ? Optional.ofNullable(machine.tags().get(LAUNCH)) : Optional.empty();
    }
}
