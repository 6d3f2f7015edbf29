package io.stowage.core.registry;

import java.util.Optional;

/** The registry's entry of a cluster, in whatever state; empty if there never was one. */
public record ClusterEntry(String clusterName) implements RegistryOperation<Optional<RegisteredCluster>> {

    @Override
    public Optional<RegisteredCluster> apply(RegistryTurn turn) {
        return Optional.ofNullable(turn.state().cluster(clusterName)).map(turn.state()::registered);
    }
}
