package io.stowage.core.engine;

import io.stowage.CapacityProviders;
import io.stowage.CreateCapacityProviderRequest;
import io.stowage.DescribeCapacityProvidersRequest;
import io.stowage.DescribeCapacityProvidersResponse;
import io.stowage.UpdateCapacityProviderRequest;
import io.stowage.core.operation.CapacityProviderRules;
import io.stowage.core.operation.Check;
import io.stowage.core.operation.FargatePoolRules;
import io.stowage.core.plugin.Plugins;
import io.stowage.core.registry.CreateCapacityProvider;
import io.stowage.core.registry.DescribeCapacityProviders;
import io.stowage.core.registry.ProviderNames;
import io.stowage.core.registry.SeenProvider;
import io.stowage.error.InvalidParameterException;
import io.stowage.error.ResourceInUseException;
import io.stowage.error.UpdateInProgressException;
import io.stowage.model.CapacityProvider;
import io.stowage.model.CapacityProviderStatus;
import io.stowage.model.CapacityProviderUpdateStatus;
import io.stowage.model.InstancePoolProvider;
import io.stowage.spi.InstanceProvider;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Operations on capacity providers. */
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
        InstancePoolProvider pool = CapacityProviderRules.complete(request.instancePoolProvider());
        check(pool);
        Optional<SeenProvider> unused = await(action, core.providers().settled(request.name()));
        return caller.ask(
                action,
                new CreateCapacityProvider(request.name(), pool, request.tags() == null ? List.of() : request.tags()));
    }

    private void check(InstancePoolProvider pool) {
        InstanceProvider unused = checked(pool, core);
    }

    /** The plugin of a pool that is as it may be. */
    static InstanceProvider checked(InstancePoolProvider pool, EngineCore core) {
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
        return plugin;
    }

    @Override
    public CapacityProvider update(UpdateCapacityProviderRequest request) {
        String action = "UpdateCapacityProvider";
        caller.authorize(action, request.name());
        Optional<SeenProvider> changed = Optional.empty();
        while (changed.isEmpty()) {
            SeenProvider before = known(action, request.name());
            if (before.provider().status() == CapacityProviderStatus.DEPROVISIONING) {
                throw new UpdateInProgressException("The capacity provider '" + before.name() + "' is being deleted");
            }
            changed = await(action, core.providers().change(before, updated(before.provider(), request)));
        }
        CapacityProvider next = changed.get().provider();
        return ProviderDirectory.isUpdating(next) ? spread(action, changed.get()) : next;
    }

    /** As far as it gets in the time that a caller waits. */
    private CapacityProvider spread(String action, SeenProvider changed) {
        CapacityProvider spread = core.calls()
                .awaitWithin(
                        action, core.providers().spread(changed), core.calls().operationTimeout());
        return spread == null ? changed.provider() : spread;
    }

    private CapacityProvider updated(CapacityProvider before, UpdateCapacityProviderRequest request) {
        InstancePoolProvider pool = ProviderNames.isPredefined(before.name())
                ? FargatePoolRules.changed(before.name(), before.instancePoolProvider(), request.instancePoolProvider())
                : CapacityProviderRules.changed(
                        Objects.requireNonNull(before.instancePoolProvider()), request.instancePoolProvider());
        check(pool);
        if (pool.equals(before.instancePoolProvider())) {
            return before;
        }
        return before.toBuilder()
                .instancePoolProvider(pool)
                .updateStatus(CapacityProviderUpdateStatus.UPDATE_IN_PROGRESS)
                .updateStatusReason(null)
                .build();
    }

    /** With no steps left if they could be taken. */
    private SeenProvider known(String action, String nameOrArn) {
        String name = ProviderNames.of(nameOrArn, core.arnPrefix());
        return await(action, core.providers().settled(name)).orElseThrow(() -> ProviderNames.notFound(nameOrArn));
    }

    private void requireOwn(String nameOrArn) {
        String name = ProviderNames.of(nameOrArn, core.arnPrefix());
        if (ProviderNames.isPredefined(name)) {
            throw new InvalidParameterException("The specified capacity provider '" + name
                    + "' is reserved: it is always there, and can't be deleted. With managedScaling.status DISABLED it launches"
                    + " no machines.");
        }
    }

    private <T> T await(String action, CompletableFuture<T> answer) {
        return core.calls().await(action, answer);
    }

    @Override
    public DescribeCapacityProvidersResponse describe(DescribeCapacityProvidersRequest request) {
        return caller.ask("DescribeCapacityProviders", new DescribeCapacityProviders(request));
    }

    @Override
    public CapacityProvider delete(String capacityProvider) {
        String action = "DeleteCapacityProvider";
        caller.authorize(action, capacityProvider);
        requireOwn(capacityProvider);
        while (true) {
            SeenProvider before = known(action, capacityProvider);
            if (ProviderDirectory.isUpdating(before.provider())) {
                throw new UpdateInProgressException("The capacity provider '" + before.name()
                        + "' is being updated: not all clusters have answered; try again when they have");
            }
            Optional<SeenProvider> marked =
                    await(action, core.providers().change(before, deprovisioning(before.provider())));
            if (marked.isPresent()) {
                ProviderDirectory.Deletion end = await(action, core.providers().endDeletion(marked.get()));
                requireUnused(before.name(), end.users());
                if (end.gone()) {
                    return deleted(marked.get().provider());
                }
            }
        }
    }

    private static void requireUnused(String name, List<String> users) {
        if (!users.isEmpty()) {
            throw new ResourceInUseException("The capacity provider cannot be deleted because it is associated with"
                    + " clusters: '" + name + "' is used by " + users
                    + ". Take it from them with PutClusterCapacityProviders first.");
        }
    }

    private static CapacityProvider deprovisioning(CapacityProvider provider) {
        return provider.toBuilder()
                .status(CapacityProviderStatus.DEPROVISIONING)
                .updateStatus(CapacityProviderUpdateStatus.DELETE_IN_PROGRESS)
                .updateStatusReason(null)
                .build();
    }

    private static CapacityProvider deleted(CapacityProvider provider) {
        return provider.toBuilder()
                .status(CapacityProviderStatus.INACTIVE)
                .updateStatus(CapacityProviderUpdateStatus.DELETE_COMPLETE)
                .build();
    }
}
