package io.stowage.core.registry;

import io.stowage.core.operation.Check;
import io.stowage.core.operation.ClusterSettings;
import io.stowage.core.operation.PutClusterCapacityProviders;
import io.stowage.core.operation.StrategyRules;
import io.stowage.core.state.AttachedProvider;
import io.stowage.model.CapacityProviderStrategyItem;
import io.stowage.model.Cluster;
import io.stowage.model.ClusterSetting;
import io.stowage.model.ClusterStatus;
import io.stowage.model.Tag;
import java.util.List;

/**
 * The first step of a cluster's creation: its entry is PROVISIONING until its partition is there. This state tells, after a crash, a
 * cluster that was still to be made from one whose deletion was still to be written down here. An entry that is PROVISIONING or ACTIVE
 * is answered as it is.
 */
public record BeginCluster(
        String clusterName,
        List<Tag> tags,
        List<ClusterSetting> settings,
        List<String> capacityProviders,
        List<CapacityProviderStrategyItem> defaultStrategy)
        implements RegistryOperation<RegisteredCluster> {

    /** Copies the lists. */
    public BeginCluster {
        tags = List.copyOf(tags);
        settings = List.copyOf(settings);
        capacityProviders = List.copyOf(capacityProviders);
        defaultStrategy = List.copyOf(defaultStrategy);
    }

    /** One without capacity providers. */
    public BeginCluster(String clusterName, List<Tag> tags, List<ClusterSetting> settings) {
        this(clusterName, tags, settings, List.of(), List.of());
    }

    @Override
    public RegisteredCluster apply(RegistryTurn turn) {
        Check.name("clusterName", clusterName);
        Check.tags(tags);
        turn.refuse(new RegistryKey(RegistryKey.Kind.CLUSTER, clusterName));
        Cluster known = turn.state().cluster(clusterName);
        if (known != null && known.status() != ClusterStatus.INACTIVE) {
            return turn.state().registered(known);
        }
        List<String> names = new UsableCapacityProviders(capacityProviders)
                .apply(turn).stream().map(AttachedProvider::name).toList();
        List<CapacityProviderStrategyItem> strategy = StrategyRules.named(defaultStrategy, turn.arnPrefix());
        PutClusterCapacityProviders.check(names, strategy);
        Cluster entry = Cluster.builder()
                .clusterArn(turn.arnPrefix() + ":cluster/" + clusterName)
                .clusterName(clusterName)
                .status(ClusterStatus.PROVISIONING)
                .tags(tags)
                .settings(ClusterSettings.with(List.of(), settings))
                .capacityProviders(names)
                .defaultCapacityProviderStrategy(strategy)
                .build();
        turn.put(entry);
        return new RegisteredCluster(entry, turn.state().version(RegistryKey.of(entry)) + 1);
    }
}
