package io.stowage.core.operation;

import io.stowage.core.state.AttachedProvider;
import io.stowage.core.state.ClientToken;
import io.stowage.core.state.ClusterState;
import io.stowage.core.state.Ids;
import io.stowage.core.state.Kind;
import io.stowage.core.state.ServiceState;
import io.stowage.core.state.Transaction;
import io.stowage.model.CapacityProviderStrategyItem;
import io.stowage.model.Cluster;
import io.stowage.model.ClusterSetting;
import io.stowage.model.ClusterStatus;
import io.stowage.model.Service;
import io.stowage.model.Tag;
import io.stowage.model.Task;
import java.util.List;

/**
 * Makes the cluster of a partition: its first commit, or a new empty cluster after one of the name was deleted. Idempotent: an ACTIVE
 * cluster is answered as it is, and so is one that was opened and deleted since it was decided to open it: an operation that comes late must
 * not bring a deleted cluster back.
 *
 * @param clusterVersion the {@link ClusterVersion} before the registry's entry was seen that asks for the cluster
 */
public record OpenCluster(
        String clusterName,
        List<Tag> tags,
        List<ClusterSetting> settings,
        List<AttachedProvider> providers,
        List<CapacityProviderStrategyItem> defaultStrategy,
        long clusterVersion)
        implements ClusterOperation<Cluster> {

    /** Copies the lists. */
    public OpenCluster {
        tags = List.copyOf(tags);
        settings = List.copyOf(settings);
        providers = Lists.copyOrEmpty(providers);
        defaultStrategy = Lists.copyOrEmpty(defaultStrategy);
    }

    @Override
    public Cluster apply(OperationTurn turn) {
        ClusterState state = turn.state();
        state.quarantine().refuse(Kind.CLUSTER, clusterName);
        if (!state.active() && state.clusterVersion() == clusterVersion) {
            forgetTheOldOne(turn.transaction());
            turn.transaction()
                    .putCluster(withProviders(Cluster.builder()
                            .clusterArn(state.ids().cluster())
                            .clusterName(clusterName)
                            .status(ClusterStatus.ACTIVE)
                            .tags(tags)
                            .settings(settings)
                            .build()));
            PutClusterCapacityProviders.put(providers, turn.transaction());
        }
        return DescribeCluster.described(state);
    }

    private Cluster withProviders(Cluster cluster) {
        List<String> names = providers.stream().map(AttachedProvider::name).toList();
        return PutClusterCapacityProviders.with(cluster, names, defaultStrategy);
    }

    /** A deleted cluster is empty, but for what is kept for some time: STOPPED tasks, INACTIVE services and client tokens. */
    private static void forgetTheOldOne(Transaction transaction) {
        ClusterState state = transaction.state();
        List.copyOf(state.providerNames()).forEach(transaction::deleteProvider);
        List<String> services = state.services().stream()
                .map(ServiceState::record)
                .map(Service::serviceName)
                .toList();
        services.forEach(transaction::deleteService);
        for (Task task = state.oldestStopped(); task != null; task = state.oldestStopped()) {
            transaction.deleteTask(Ids.shortId(task.taskArn()));
        }
        for (ClientToken token = state.oldestToken(); token != null; token = state.oldestToken()) {
            transaction.deleteToken(token.id());
        }
    }
}
