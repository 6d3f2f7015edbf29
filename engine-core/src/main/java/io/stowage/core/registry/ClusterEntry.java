package io.stowage.core.registry;

import io.stowage.model.Cluster;
import java.util.Optional;

/** The registry's entry of a cluster, in whatever state; empty if there never was one. */
public record ClusterEntry(String clusterName) implements RegistryOperation<Optional<Cluster>> {

    @Override
    public Optional<Cluster> apply(RegistryTurn turn) {
        turn.refuse(new RegistryKey(RegistryKey.Kind.CLUSTER, clusterName));
        return Optional.ofNullable(turn.state().cluster(clusterName));
    }
}
