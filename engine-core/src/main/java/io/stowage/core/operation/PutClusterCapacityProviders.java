package io.stowage.core.operation;

import io.stowage.core.placement.Fargate;
import io.stowage.core.state.AttachedProvider;
import io.stowage.core.state.ClusterState;
import io.stowage.core.state.InstanceState;
import io.stowage.core.state.Kind;
import io.stowage.core.state.ServiceState;
import io.stowage.core.state.Transaction;
import io.stowage.error.InvalidParameterException;
import io.stowage.error.ResourceInUseException;
import io.stowage.error.UpdateInProgressException;
import io.stowage.model.CapacityProviderStrategyItem;
import io.stowage.model.Cluster;
import io.stowage.model.Service;
import io.stowage.model.ServiceStatus;
import io.stowage.model.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * ECS: PutClusterCapacityProviders. The partition gets a copy of each. Idempotent. One of those that are new here may have changed or be on its
 * way out since it was read: the cluster knows if it has heard of anything of that kind, and refuses then.
 *
 * @param providers that were usable when it was asked, in the order asked for
 * @param defaultStrategy by names
 * @param providerEpoch the {@link ProviderEpoch} before the capacity providers were read
 */
public record PutClusterCapacityProviders(
        List<AttachedProvider> providers, List<CapacityProviderStrategyItem> defaultStrategy, long providerEpoch)
        implements ClusterOperation<Cluster> {

    private static final int MOST = 20;
    private static final List<Kind> MAY_USE_ONE = List.of(Kind.SERVICE, Kind.INSTANCE, Kind.TASK);
    private static final String COMPLETE = "UPDATE_COMPLETE";
    private static final String STRATEGY = "defaultCapacityProviderStrategy";

    /** Copies the lists. */
    public PutClusterCapacityProviders {
        providers = List.copyOf(providers);
        defaultStrategy = List.copyOf(defaultStrategy);
    }

    /** For a cluster that has heard of no change. */
    public PutClusterCapacityProviders(
            List<AttachedProvider> providers, List<CapacityProviderStrategyItem> defaultStrategy) {
        this(providers, defaultStrategy, 0);
    }

    @Override
    public void check() {
        check(providers.stream().map(AttachedProvider::name).toList(), defaultStrategy);
    }

    /** Checks what can be checked by names alone. */
    public static void check(List<String> names, List<CapacityProviderStrategyItem> defaultStrategy) {
        if (names.size() > MOST) {
            throw new InvalidParameterException(
                    "capacityProviders has " + names.size() + " elements; a cluster has at most " + MOST);
        }
        if (names.stream().distinct().count() != names.size()) {
            throw new InvalidParameterException("capacityProviders is " + names + "; name each one once");
        }
        StrategyRules.check(STRATEGY, defaultStrategy);
        StrategyRules.checkAttached(STRATEGY, defaultStrategy, names);
    }

    @Override
    public Cluster apply(OperationTurn turn) {
        ClusterState state = turn.state();
        Cluster before = Lookup.activeCluster(state);
        check();
        requireInTime(state);
        List<String> names = providers.stream().map(AttachedProvider::name).toList();
        List<String> removed = new ArrayList<>(state.providerNames());
        removed.removeAll(names);
        removed.forEach(name -> requireUnused(name, state));
        put(providers, turn.transaction());
        removed.forEach(turn.transaction()::deleteProvider);
        Cluster after = with(before, names, defaultStrategy);
        if (!after.equals(before)) {
            turn.transaction().putCluster(after);
        }
        return DescribeCluster.described(state);
    }

    private void requireInTime(ClusterState state) {
        boolean anyNew = providers.stream().anyMatch(provider -> state.provider(provider.name()) == null);
        if (anyNew && state.providerEpoch() != providerEpoch) {
            throw new UpdateInProgressException("A capacity provider was changed or deleted while "
                    + state.ids().cluster() + " was to get new ones; nothing was changed: try again");
        }
    }

    static Cluster with(Cluster cluster, List<String> names, List<CapacityProviderStrategyItem> strategy) {
        boolean never = names.isEmpty() && cluster.attachmentsStatus() == null;
        return cluster.toBuilder()
                .capacityProviders(names)
                .defaultCapacityProviderStrategy(strategy)
                .attachmentsStatus(never ? null : COMPLETE)
                .build();
    }

    static void put(List<AttachedProvider> providers, Transaction transaction) {
        for (AttachedProvider provider : providers) {
            AttachedProvider known = transaction.state().provider(provider.name());
            if (known == null || known.version() < provider.version()) {
                transaction.putProvider(provider);
            }
        }
    }

    private static void requireUnused(String name, ClusterState state) {
        String user = user(name, state);
        if (user != null) {
            throw new ResourceInUseException(
                    "The specified capacity provider is in use and cannot be removed: " + name + " has " + user);
        }
    }

    /** A deployment that it may go back to counts. */
    private static boolean uses(Service service, String name) {
        Stream<CapacityProviderStrategyItem> before =
                service.deployments().stream().flatMap(each -> each.capacityProviderStrategy().stream());
        return Stream.concat(service.capacityProviderStrategy().stream(), before)
                .anyMatch(item -> item.capacityProvider().equals(name));
    }

    private static @Nullable String user(String name, ClusterState state) {
        for (Kind kind : MAY_USE_ONE) {
            if (state.quarantine().holdsAny(kind.storedName())) {
                return "perhaps a " + kind.storedName()
                        + " of which the stored record can't be relied on; mend or remove that in the store first";
            }
        }
        for (ServiceState service : state.services()) {
            if (service.record().status() != ServiceStatus.INACTIVE && uses(service.record(), name)) {
                return "service " + service.record().serviceName()
                        + " in its strategies; update it first, and wait until its deployments are over";
            }
        }
        for (InstanceState instance : state.instances()) {
            if (name.equals(instance.capacityProviderName()) && !Fargate.is(name)) {
                return instance.arn() + " among its instances; deregister them first";
            }
        }
        for (Task task : state.provisioning()) {
            if (name.equals(task.capacityProviderName())) {
                return task.taskArn() + " among the tasks that wait for it; stop them first";
            }
        }
        return null;
    }
}
