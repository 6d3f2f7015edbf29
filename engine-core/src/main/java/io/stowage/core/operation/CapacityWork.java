package io.stowage.core.operation;

import io.stowage.core.capacity.Ordered;
import io.stowage.core.placement.Fargate;
import io.stowage.core.state.MachineLaunch;
import io.stowage.model.InstancePoolProvider;
import io.stowage.spi.InstanceProvider.LaunchRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What instance providers are to be asked now: it follows from the committed state alone, so that whoever leads after a crash asks the same. To
 * ask twice does no harm.
 */
public record CapacityWork() implements ReadOperation<CapacityWork.Answer> {

    /**
     * What there is to do.
     *
     * @param at the cluster's time: what a look that begins now is said to have begun at
     * @param asks launches to ask for
     * @param ends machines to terminate
     * @param looks where there may be machines of launches: where to look for them
     * @param types which machine types to know, one for each capacity provider that launches
     */
    public record Answer(Instant at, List<Ask> asks, List<End> ends, List<Place> looks, List<Types> types) {

        /** As long as nobody has looked. */
        public static final Answer NOTHING = new Answer(Instant.EPOCH, List.of(), List.of(), List.of(), List.of());

        /** Copies the lists. */
        public Answer {
            asks = List.copyOf(asks);
            ends = List.copyOf(ends);
            looks = List.copyOf(looks);
            types = List.copyOf(types);
        }
    }

    /** A machine that is to be launched. */
    public record Ask(String instanceProvider, String launchId, LaunchRequest request) {}

    /** A machine that is to be terminated. */
    public record End(Place place, String machineId) {}

    /** A plugin, and the properties that say where it works. */
    public record Place(String instanceProvider, Map<String, String> properties) {
        /** Copies the map. */
        public Place {
            properties = Ordered.copy(properties);
        }

        /** Where a launch's machine is, or is to be. */
        static Place of(MachineLaunch launch) {
            return new Place(
                    launch.instanceProvider(),
                    launch.launch().attempt().request().properties());
        }
    }

    /**
     * Some machine types of an instance provider.
     *
     * @param names of the types; empty for all there are
     */
    public record Types(Place place, List<String> names) {
        /** Copies the list. */
        public Types {
            names = List.copyOf(names);
        }

        /** What a capacity provider may launch. */
        static Types of(InstancePoolProvider pool) {
            return new Types(new Place(pool.instanceProvider(), pool.properties()), pool.machineTypes());
        }
    }

    @Override
    public Answer apply(OperationTurn turn) {
        List<Ask> asks = new ArrayList<>();
        List<End> ends = new ArrayList<>();
        Set<Place> looks = new LinkedHashSet<>();
        for (MachineLaunch each : turn.state().launches()) {
            Place place = Place.of(each);
            each.launch().ask().ifPresent(request -> asks.add(new Ask(each.instanceProvider(), each.id(), request)));
            each.launch().terminate().ifPresent(machine -> ends.add(new End(place, machine)));
            looks.add(place);
        }
        return new Answer(turn.now(), asks, ends, List.copyOf(looks), types(turn));
    }

    private static List<Types> types(OperationTurn turn) {
        Set<Types> types = new LinkedHashSet<>();
        DecideCapacity.pools(turn.state()).forEach((name, pool) -> {
            if (pool.scales() && (!Fargate.is(name) || MachinesOfTasks.isUsed(name, turn.state(), turn.now()))) {
                types.add(Types.of(pool));
            }
        });
        return List.copyOf(types);
    }
}
