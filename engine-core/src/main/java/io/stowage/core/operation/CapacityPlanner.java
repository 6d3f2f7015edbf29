package io.stowage.core.operation;

import io.stowage.CapacityPlan;
import io.stowage.CapacityPlan.PlannedMachine;
import io.stowage.PlanCapacityRequest;
import io.stowage.PlanCapacityRequest.PlannedService;
import io.stowage.core.capacity.NeededMachine;
import io.stowage.core.capacity.Offer;
import io.stowage.core.capacity.Pool.Buying;
import io.stowage.core.capacity.TaskGroup;
import io.stowage.core.placement.Demand;
import io.stowage.core.placement.PlacementSupport;
import io.stowage.error.InvalidParameterException;
import io.stowage.model.InstancePoolProvider;
import io.stowage.model.TaskDefinition;
import io.stowage.spi.InstanceProvider.MachineType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Plans which machines of a capacity provider services would need. Nothing that is there counts. */
public final class CapacityPlanner {

    private static final int MOST_SERVICES = 100;
    private static final int MOST_TASKS = 10_000;

    private final InstancePoolProvider pool;
    private final boolean alone;
    private final List<Offer> offers;
    private final Map<String, MachineType> types = new LinkedHashMap<>();

    /**
     * A planner for a capacity provider.
     *
     * @param alone whether each task has a machine to itself
     * @param types as its instance provider told them
     * @throws InvalidParameterException if none of them may be launched
     */
    public CapacityPlanner(InstancePoolProvider pool, boolean alone, List<MachineType> types) {
        this.pool = pool;
        this.alone = alone;
        this.offers = MachineOffers.of(pool, types);
        types.forEach(type -> this.types.put(type.name(), type));
        if (offers.isEmpty()) {
            throw new InvalidParameterException("Instance provider '" + pool.instanceProvider()
                    + "' has none of the machine types " + pool.machineTypes() + " in the availability zones "
                    + pool.availabilityZones() + " (empty is any); those it has: " + this.types.keySet());
        }
    }

    /** Checks what can be checked of a question by itself. */
    public static void check(PlanCapacityRequest request) {
        if ((request.capacityProvider() == null) == (request.instancePoolProvider() == null)) {
            throw new InvalidParameterException("capacityProvider is " + request.capacityProvider()
                    + " and instancePoolProvider " + (request.instancePoolProvider() == null ? "absent" : "given")
                    + "; give one of the two");
        }
        Check.range("services.size", request.services().size(), 1, MOST_SERVICES);
        Set<String> names = new LinkedHashSet<>();
        int tasks = 0;
        for (PlannedService service : request.services()) {
            Check.range("services.desiredCount", service.desiredCount(), 0, MOST_TASKS);
            tasks += service.desiredCount();
            if (!names.add(service.serviceName())) {
                throw new InvalidParameterException(
                        "services has '" + service.serviceName() + "' twice; give each a name of its own");
            }
            PlacementSupport.check(service.placementConstraints(), null);
        }
        Check.range("services.desiredCount, all together,", tasks, 0, MOST_TASKS);
    }

    /**
     * The plan.
     *
     * @param definitions of the services, in their order
     */
    public CapacityPlan plan(List<PlannedService> services, List<TaskDefinition> definitions) {
        List<TaskGroup> groups = new ArrayList<>();
        for (int i = 0; i < services.size(); i++) {
            groups.add(group(services.get(i), definitions.get(i)));
        }
        io.stowage.core.capacity.CapacityPlan plan =
                io.stowage.core.capacity.CapacityPlan.of(groups, offers, isPriced());
        int most = Objects.requireNonNull(pool.maximumSize());
        return new CapacityPlan(
                plan.machines().stream().map(CapacityPlanner::machine).toList(),
                plan.pricePerHour().orElse(null),
                plan.wastedCpu(),
                plan.wastedMemory(),
                plan.unplaceable(),
                Math.max(0, plan.machines().size() - most));
    }

    private static PlannedMachine machine(NeededMachine needed) {
        return new PlannedMachine(needed.offer().machineType(), needed.offer().zone(), needed.tasks());
    }

    /** Whether the offers have the prices that the instance provider says. */
    private boolean isPriced() {
        boolean onDemand = PoolTerms.buying(pool) == Buying.ON_DEMAND;
        return offers.stream().allMatch(offer -> {
            MachineType type = Objects.requireNonNull(types.get(offer.machineType()));
            Double price = onDemand ? type.hourlyPrice() : type.hourlySpotPrice();
            return price != null && price == offer.price();
        });
    }

    private TaskGroup group(PlannedService service, TaskDefinition definition) {
        PlacementSupport.check(definition);
        PlacementSupport.checkTogether(definition, service.placementConstraints());
        Demand demand = Demand.of(definition, null);
        MachineNeeds needs =
                new MachineNeeds(demand, PlacementSupport.constraints(definition, service.placementConstraints()));
        return new TaskGroup(
                service.serviceName(),
                service.desiredCount(),
                demand.cpu(),
                demand.memory(),
                needs.claims("service " + service.serviceName()),
                alone,
                (type, zone) -> needs.mayBeOn(Objects.requireNonNull(types.get(type)), zone));
    }
}
