package io.stowage.core.engine;

import io.stowage.CapacityProviders;
import io.stowage.CreateCapacityProviderRequest;
import io.stowage.DescribeCapacityProvidersRequest;
import io.stowage.DescribeCapacityProvidersResponse;
import io.stowage.UpdateCapacityProviderRequest;
import io.stowage.core.operation.CapacityProviderRules;
import io.stowage.core.operation.Check;
import io.stowage.core.operation.HasCapacityProvider;
import io.stowage.core.operation.RefreshCapacityProvider;
import io.stowage.core.plugin.Plugins;
import io.stowage.core.registry.ChangeCapacityProvider;
import io.stowage.core.registry.ClusterEntries;
import io.stowage.core.registry.CreateCapacityProvider;
import io.stowage.core.registry.DescribeCapacityProviders;
import io.stowage.core.registry.FindCapacityProvider;
import io.stowage.core.registry.ProviderNames;
import io.stowage.core.registry.RegisteredCluster;
import io.stowage.core.registry.RemoveCapacityProvider;
import io.stowage.core.state.AttachedProvider;
import io.stowage.error.InvalidParameterException;
import io.stowage.error.ResourceInUseException;
import io.stowage.error.UpdateInProgressException;
import io.stowage.model.CapacityProvider;
import io.stowage.model.CapacityProviderStatus;
import io.stowage.model.CapacityProviderUpdateStatus;
import io.stowage.model.ClusterStatus;
import io.stowage.model.InstancePoolProvider;
import io.stowage.spi.InstanceProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Operations on capacity providers. One is a record of the registry, and clusters hold copies: a change is written there first, and taken to
 * the clusters then. Whoever is to delete one marks it first, so that no cluster begins to use it while all are asked whether they do.
 */
final class CapacityProviderGroup implements CapacityProviders {

    private final EngineCore core;
    private final Caller caller;

    CapacityProviderGroup(EngineCore core, Caller caller) {
        this.core = core;
        this.caller = caller;
    }

    @Override
    public CapacityProvider create(CreateCapacityProviderRequest request) {
        String action = "CreateCapacityProvider";
        caller.authorize(action, request.name());
        CapacityProviderRules.checkName(request.name());
        Check.tags(request.tags());
        if (request.instancePoolProvider() == null) {
            throw new InvalidParameterException("instancePoolProvider is missing; say what to launch");
        }
        InstancePoolProvider pool = CapacityProviderRules.complete(request.instancePoolProvider());
        check(pool);
        return caller.ask(
                action,
                new CreateCapacityProvider(request.name(), pool, request.tags() == null ? List.of() : request.tags()));
    }

    private void check(InstancePoolProvider pool) {
        CapacityProviderRules.check(pool);
        InstanceProvider plugin = core.instanceProviders().get(pool.instanceProvider());
        if (plugin == null) {
            throw new InvalidParameterException("instancePoolProvider.instanceProvider is '" + pool.instanceProvider()
                    + "'; there is no such plugin. Those there are: "
                    + core.instanceProviders().keySet()
                    + ". Add the module that has it, or hand it to the builder.");
        }
        List<String> faults = Plugins.faults(plugin, pool.properties());
        if (!faults.isEmpty()) {
            throw new InvalidParameterException("instancePoolProvider.properties are refused by instance provider '"
                    + pool.instanceProvider() + "': " + String.join("; ", faults));
        }
    }

    @Override
    public CapacityProvider update(UpdateCapacityProviderRequest request) {
        String action = "UpdateCapacityProvider";
        caller.authorize(action, request.name());
        AttachedProvider changed = null;
        while (changed == null) {
            AttachedProvider before = own(action, request.name());
            if (before.provider().status() == CapacityProviderStatus.DEPROVISIONING) {
                throw new UpdateInProgressException("The capacity provider '" + before.name() + "' is being deleted");
            }
            changed = change(action, before, updated(before.provider(), request));
        }
        for (RegisteredCluster entry : caller.ask(action, new ClusterEntries())) {
            if (entry.cluster().status() == ClusterStatus.ACTIVE) {
                boolean unused =
                        caller.ask(action, entry.cluster().clusterName(), new RefreshCapacityProvider(changed));
            }
        }
        return changed.provider();
    }

    private CapacityProvider updated(CapacityProvider before, UpdateCapacityProviderRequest request) {
        InstancePoolProvider pool = CapacityProviderRules.changed(
                Objects.requireNonNull(before.instancePoolProvider()), request.instancePoolProvider());
        check(pool);
        boolean same = pool.equals(before.instancePoolProvider());
        return before.toBuilder()
                .instancePoolProvider(pool)
                .updateStatus(same ? before.updateStatus() : CapacityProviderUpdateStatus.UPDATE_COMPLETE)
                .updateStatusReason(null)
                .build();
    }

    /** One that can be changed. */
    private AttachedProvider own(String action, String nameOrArn) {
        AttachedProvider found = caller.ask(action, new FindCapacityProvider(nameOrArn));
        if (ProviderNames.isPredefined(found.name())) {
            throw new InvalidParameterException("The specified capacity provider '" + found.name()
                    + "' is reserved: it is always there, and can't be changed or deleted");
        }
        return found;
    }

    private @Nullable AttachedProvider change(String action, AttachedProvider before, CapacityProvider next) {
        Optional<AttachedProvider> changed = caller.ask(action, new ChangeCapacityProvider(before.version(), next));
        return changed.orElse(null);
    }

    @Override
    public DescribeCapacityProvidersResponse describe(DescribeCapacityProvidersRequest request) {
        return caller.ask("DescribeCapacityProviders", new DescribeCapacityProviders(request));
    }

    @Override
    public CapacityProvider delete(String capacityProvider) {
        String action = "DeleteCapacityProvider";
        caller.authorize(action, capacityProvider);
        AttachedProvider marked = null;
        while (marked == null) {
            AttachedProvider before = own(action, capacityProvider);
            marked = change(action, before, deprovisioning(before.provider()));
        }
        List<String> users = users(action, marked);
        if (!users.isEmpty()) {
            // Another engine may have been faster with either: then it has said what became of it.
            AttachedProvider unused = change(action, marked, keptFor(marked.provider(), users));
            throw new ResourceInUseException("The capacity provider cannot be deleted because it is associated with"
                    + " clusters: '" + marked.name() + "' is used by " + users
                    + ". Take it from them with PutClusterCapacityProviders first.");
        }
        boolean unused = caller.ask(action, new RemoveCapacityProvider(marked.name()));
        return marked.provider().toBuilder()
                .status(CapacityProviderStatus.INACTIVE)
                .updateStatus(CapacityProviderUpdateStatus.DELETE_COMPLETE)
                .build();
    }

    private static CapacityProvider deprovisioning(CapacityProvider provider) {
        return provider.toBuilder()
                .status(CapacityProviderStatus.DEPROVISIONING)
                .updateStatus(CapacityProviderUpdateStatus.DELETE_IN_PROGRESS)
                .updateStatusReason(null)
                .build();
    }

    private static CapacityProvider keptFor(CapacityProvider provider, List<String> clusters) {
        return provider.toBuilder()
                .status(CapacityProviderStatus.ACTIVE)
                .updateStatus(CapacityProviderUpdateStatus.DELETE_FAILED)
                .updateStatusReason("It is used by the clusters " + clusters)
                .build();
    }

    /** The names of the clusters that have it, or are about to be made with it. */
    private List<String> users(String action, AttachedProvider provider) {
        List<String> users = new ArrayList<>();
        for (RegisteredCluster entry : caller.ask(action, new ClusterEntries())) {
            String cluster = entry.cluster().clusterName();
            boolean uses = switch (entry.cluster().status()) {
                case INACTIVE -> false;
                case ACTIVE -> caller.ask(action, cluster, new HasCapacityProvider(provider.name()));
                default -> entry.cluster().capacityProviders().contains(provider.name());
            };
            if (uses) {
                users.add(cluster);
            }
        }
        return users;
    }
}
