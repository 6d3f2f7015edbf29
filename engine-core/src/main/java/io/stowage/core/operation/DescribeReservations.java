package io.stowage.core.operation;

import io.stowage.CapacityProviderReservation;
import io.stowage.core.capacity.ManagedScaling;
import io.stowage.core.capacity.ManagedScaling.Fleet;
import io.stowage.core.capacity.ScalingRules;
import io.stowage.core.capacity.TaskGroup;
import io.stowage.core.placement.Fargate;
import io.stowage.core.state.ClusterState;
import io.stowage.model.CapacityProvider;
import io.stowage.model.InstancePoolProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * How much of each capacity provider's machines is needed. What could not be launched is not worked out anew but remembered from the last decision:
 * so any engine can answer, whether or not it knows the machine types. The machines of FARGATE are none's to share, and have no reservation, as on ECS.
 */
public record DescribeReservations() implements ReadOperation<List<CapacityProviderReservation>> {

    @Override
    public List<CapacityProviderReservation> apply(OperationTurn turn) {
        ClusterState state = turn.state();
        Lookup.activeCluster(state);
        Launches launches = new Launches(turn);
        List<CapacityProviderReservation> reservations = new ArrayList<>();
        DecideCapacity.pools(state).forEach((name, pool) -> {
            if (!Fargate.is(name)) {
                reservations.add(reservation(name, pool, turn, launches));
            }
        });
        return List.copyOf(reservations);
    }

    private static CapacityProviderReservation reservation(
            String name, InstancePoolProvider pool, OperationTurn turn, Launches launches) {
        ClusterState state = turn.state();
        CapacityProvider provider = Objects.requireNonNull(state.provider(name)).provider();
        PoolTerms terms = PoolTerms.of(provider, pool, List.of(), ScalingRules.Pace.DEFAULT);
        List<TaskGroup> waiting = new WaitingGroups(turn, List.of()).of(name);
        int tasks = waiting.stream().mapToInt(TaskGroup::tasks).sum();
        Fleet fleet =
                new Standing(turn, terms, launches, MachineSizes.asRegistered(turn, launches, name), waiting).fleet();
        // What nobody waits for any more is not missing, even before that was decided.
        int missing = pool.scales() && tasks > 0 ? state.providerMemory(name).machinesMissing() : 0;
        int needed = fleet.needed() + missing;
        return new CapacityProviderReservation(
                name,
                fleet.running(),
                needed,
                ManagedScaling.reservation(needed, fleet.running()),
                terms.scaling().targetCapacity(),
                fleet.coming(),
                tasks);
    }
}
