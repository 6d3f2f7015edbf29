package io.stowage.core.operation;

import io.stowage.core.capacity.ScalingRules;
import io.stowage.core.operation.CapacityWork.End;
import io.stowage.core.operation.CapacityWork.Types;
import io.stowage.core.placement.Fargate;
import io.stowage.core.state.AttachedProvider;
import io.stowage.core.state.ClusterState;
import io.stowage.core.state.Kind;
import io.stowage.core.state.MachineLaunch;
import io.stowage.model.InstancePoolProvider;
import io.stowage.spi.InstanceProvider.MachineType;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Decides, for each capacity provider of the cluster, which machines come and which go. What is to be asked of instance providers after that
 * follows from what was committed: see {@link CapacityWork}. Applied again it decides the same, and changes nothing.
 *
 * @param known the machine types, as far as instance providers have told them
 * @param scaleIn how fast machines are given back
 */
public record DecideCapacity(List<Known> known, ScalingRules.Pace scaleIn)
        implements UnrecordedOperation<DecideCapacity.Answer> {

    /** Some machine types as an instance provider told them. */
    public record Known(Types which, List<MachineType> types) {
        /** Copies the list. */
        public Known {
            types = List.copyOf(types);
        }
    }

    /** Machines to terminate that no record speaks of any more: looks find them again if this is lost. */
    public record Answer(List<End> ends) {

        /** Nothing. */
        public static final Answer NONE = new Answer(List.of());

        /** Copies the list. */
        public Answer {
            ends = List.copyOf(ends);
        }
    }

    /** Copies the list. */
    public DecideCapacity {
        known = List.copyOf(known);
    }

    @Override
    public Answer usualAnswer() {
        return Answer.NONE;
    }

    @Override
    public Answer apply(OperationTurn turn) {
        ClusterState state = turn.state();
        Launches launches = new Launches(turn);
        Map<String, InstancePoolProvider> pools = pools(state);
        Set<String> names = new TreeSet<>(pools.keySet());
        state.launches().stream().map(MachineLaunch::capacityProvider).forEach(names::add);
        RoomBesideDaemons room = new RoomBesideDaemons(state);
        for (String name : names) {
            InstancePoolProvider pool = pools.get(name);
            if (isAside(name, pool, state)) {
                continue;
            }
            if (pool == null) {
                new ForsakenLaunches(turn, launches).end(() -> launches.of(name));
            } else {
                decide(name, pool, room, turn, launches);
            }
        }
        return new Answer(launches.ends());
    }

    /** What it says or remembers can't be read: its machines stay as they are until people have looked, and nobody else's do. */
    private static boolean isAside(String name, @Nullable InstancePoolProvider pool, ClusterState state) {
        return (pool == null && state.quarantine().holds(Kind.CAPACITY_PROVIDER, name))
                || (pool != null && state.quarantine().holds(Kind.PROVIDER_MEMORY, name));
    }

    /** Whether anything is decided of the machines of a capacity provider. */
    static boolean isDecided(String name, ClusterState state) {
        InstancePoolProvider pool = pools(state).get(name);
        return pool != null && !isAside(name, pool, state);
    }

    private void decide(
            String name, InstancePoolProvider pool, RoomBesideDaemons room, OperationTurn turn, Launches launches) {
        AttachedProvider attached = Objects.requireNonNull(turn.state().provider(name));
        boolean alone = Fargate.is(name);
        MachineSizes sizes =
                new MachineSizes(turn, launches, name, types(pool), alone ? UnaryOperator.identity() : room::of);
        if (pool.scales()) {
            sizes.remember(pool);
        }
        List<MachineType> types = sizes.expected();
        PoolTerms terms = PoolTerms.of(attached.provider(), pool, types, scaleIn);
        CapacityTurn decisions = new CapacityTurn(turn, terms, launches, sizes);
        WaitingGroups waiting = new WaitingGroups(turn, types);
        if (alone) {
            decisions.decideForTasks(waiting);
        } else if (pool.scales()) {
            decisions.decide(waiting.of(name));
        } else {
            decisions.keep();
        }
        new FitsNowhere(turn, terms).tell(waiting);
    }

    private List<MachineType> types(InstancePoolProvider pool) {
        Types wanted = Types.of(pool);
        return known.stream()
                .filter(one -> one.which().equals(wanted))
                .findFirst()
                .map(Known::types)
                .orElse(List.of());
    }

    /** What the cluster's capacity providers say that have instances of their own, by name. A cluster that is deleted has none. */
    static Map<String, InstancePoolProvider> pools(ClusterState state) {
        Map<String, InstancePoolProvider> pools = new TreeMap<>();
        for (AttachedProvider copy : state.active() ? state.copiedProviders() : List.<AttachedProvider>of()) {
            if (copy.provider().instancePoolProvider() != null) {
                pools.put(copy.name(), copy.provider().instancePoolProvider());
            }
        }
        return pools;
    }
}
