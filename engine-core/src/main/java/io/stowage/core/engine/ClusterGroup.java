package io.stowage.core.engine;

import io.stowage.Clusters;
import io.stowage.CreateClusterRequest;
import io.stowage.DescribeClustersResponse;
import io.stowage.ListClustersRequest;
import io.stowage.ListClustersResponse;
import io.stowage.PutClusterCapacityProvidersRequest;
import io.stowage.UpdateClusterRequest;
import io.stowage.core.operation.Check;
import io.stowage.core.operation.ProviderEpoch;
import io.stowage.core.operation.PutClusterCapacityProviders;
import io.stowage.core.operation.StrategyRules;
import io.stowage.core.operation.UpdateCluster;
import io.stowage.core.registry.BeginCluster;
import io.stowage.core.registry.ListClusters;
import io.stowage.core.registry.UsableCapacityProviders;
import io.stowage.core.state.AttachedProvider;
import io.stowage.core.state.Ids;
import io.stowage.error.ClusterNotFoundException;
import io.stowage.error.UpdateInProgressException;
import io.stowage.model.CapacityProviderStrategyItem;
import io.stowage.model.Cluster;
import io.stowage.model.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Operations on clusters. */
final class ClusterGroup implements Clusters {

    private static final int MOST = 100;
    private static final int MOST_TRIES = 10;

    private final EngineCore core;
    private final Caller caller;

    ClusterGroup(EngineCore core, Caller caller) {
        this.core = core;
        this.caller = caller;
    }

    @Override
    public Cluster create(CreateClusterRequest request) {
        String action = "CreateCluster";
        caller.authorize(action, request.clusterName());
        String name = request.clusterName() == null ? ClusterNames.DEFAULT : request.clusterName();
        BeginCluster begin = new BeginCluster(
                name,
                orEmpty(request.tags()),
                orEmpty(request.settings()),
                orEmpty(request.capacityProviders()),
                orEmpty(request.defaultCapacityProviderStrategy()));
        return core.calls().await(action, core.clusters().create(begin));
    }

    private static <T> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }

    @Override
    public DescribeClustersResponse describe(List<String> clusters) {
        List<String> asked = clusters.isEmpty() ? List.of(ClusterNames.DEFAULT) : clusters;
        Check.size("clusters", asked, MOST);
        List<Cluster> found = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        for (String given : asked) {
            Optional<Cluster> cluster = find(given);
            if (cluster.isPresent()) {
                found.add(cluster.get());
            } else {
                failures.add(new Failure(arn(given), "MISSING", null));
            }
        }
        return new DescribeClustersResponse(found, failures);
    }

    private Optional<Cluster> find(String given) {
        try {
            String name = ClusterNames.of(given, core.arnPrefix());
            return core.calls().await("DescribeClusters", core.clusters().describe(name));
        } catch (ClusterNotFoundException missing) {
            return Optional.empty();
        }
    }

    private String arn(String given) {
        return given.startsWith("arn:") ? given : new Ids(core.arnPrefix(), given).cluster();
    }

    @Override
    public ListClustersResponse list(ListClustersRequest request) {
        return caller.ask("ListClusters", new ListClusters(request));
    }

    @Override
    public Cluster update(UpdateClusterRequest request) {
        String action = "UpdateCluster";
        caller.authorize(action, request.cluster());
        return caller.ask(action, request.cluster(), new UpdateCluster(request));
    }

    @Override
    public Cluster putClusterCapacityProviders(PutClusterCapacityProvidersRequest request) {
        String action = "PutClusterCapacityProviders";
        caller.authorize(action, request.cluster());
        for (int tries = 1; ; tries++) {
            try {
                return put(action, request);
            } catch (UpdateInProgressException outrun) {
                if (tries == MOST_TRIES) {
                    throw outrun;
                }
            }
        }
    }

    /** Refused if a capacity provider is changed or deleted meanwhile: the cluster must not get it as it was before. */
    private Cluster put(String action, PutClusterCapacityProvidersRequest request) {
        String cluster = request.cluster();
        long epoch = core.calls().await(action, core.clusters().submitNow(cluster, new ProviderEpoch()));
        List<AttachedProvider> providers = caller.ask(action, new UsableCapacityProviders(request.capacityProviders()));
        List<CapacityProviderStrategyItem> strategy =
                StrategyRules.named(request.defaultCapacityProviderStrategy(), core.arnPrefix());
        return caller.ask(action, cluster, new PutClusterCapacityProviders(providers, strategy, epoch));
    }

    @Override
    public Cluster delete(@Nullable String cluster) {
        String action = "DeleteCluster";
        caller.authorize(action, cluster);
        String name = ClusterNames.of(cluster, core.arnPrefix());
        return core.calls().await(action, core.clusters().delete(name));
    }
}
