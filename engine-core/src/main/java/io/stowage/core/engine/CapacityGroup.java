package io.stowage.core.engine;

import io.stowage.Capacity;
import io.stowage.CapacityPlan;
import io.stowage.CapacityProviderReservation;
import io.stowage.PlanCapacityRequest;
import io.stowage.PlanCapacityRequest.PlannedService;
import io.stowage.core.operation.CapacityPlanner;
import io.stowage.core.operation.CapacityProviderRules;
import io.stowage.core.operation.DescribeReservations;
import io.stowage.core.registry.FindCapacityProvider;
import io.stowage.core.registry.ProviderNames;
import io.stowage.core.registry.UsableTaskDefinition;
import io.stowage.error.InvalidParameterException;
import io.stowage.model.InstancePoolProvider;
import io.stowage.model.TaskDefinition;
import io.stowage.spi.InstanceProvider;
import io.stowage.spi.InstanceProvider.MachineType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Questions about capacity. Plans are worked out on the caller's thread. */
final class CapacityGroup implements Capacity {

    private static final String ACTION = "PlanCapacity";

    private final EngineCore core;
    private final Caller caller;

    CapacityGroup(EngineCore core, Caller caller) {
        this.core = core;
        this.caller = caller;
    }

    @Override
    public List<CapacityProviderReservation> reservations(@Nullable String cluster) {
        return caller.ask("DescribeReservations", cluster, new DescribeReservations());
    }

    @Override
    public CapacityPlan plan(PlanCapacityRequest request) {
        core.calls().requireOpen(ACTION);
        CapacityPlanner.check(request);
        InstancePoolProvider pool = pool(request);
        InstanceProvider plugin = CapacityProviderGroup.checked(pool, core);
        List<TaskDefinition> definitions = new ArrayList<>();
        for (PlannedService service : request.services()) {
            definitions.add(caller.ask(ACTION, new UsableTaskDefinition(service.taskDefinition()))
                    .definition());
        }
        List<MachineType> types =
                core.calls().await(ACTION, core.machineTypes().ask(plugin, pool.machineTypes(), pool.properties()));
        return new CapacityPlanner(pool, isAlone(request), types).plan(request.services(), definitions);
    }

    private boolean isAlone(PlanCapacityRequest request) {
        String named = request.capacityProvider();
        return named != null && ProviderNames.isPredefined(ProviderNames.of(named, core.arnPrefix()));
    }

    private InstancePoolProvider pool(PlanCapacityRequest request) {
        if (request.instancePoolProvider() != null) {
            return CapacityProviderRules.complete(request.instancePoolProvider());
        }
        String named = String.valueOf(request.capacityProvider());
        InstancePoolProvider pool = caller.ask(ACTION, new FindCapacityProvider(named))
                .orElseThrow(() -> ProviderNames.notFound(named))
                .provider()
                .instancePoolProvider();
        if (pool == null) {
            throw new InvalidParameterException("capacityProvider is '" + named
                    + "', which has no machines of its own; name one that has, or give an instancePoolProvider");
        }
        return pool;
    }
}
