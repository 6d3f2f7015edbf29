package io.stowage.core.operation;

import io.stowage.core.state.MachineLaunch;
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
     * @param looks where to look for machines
     */
    public record Answer(Instant at, List<Ask> asks, List<End> ends, List<Place> looks) {
        /** Copies the lists. */
        public Answer {
            asks = List.copyOf(asks);
            ends = List.copyOf(ends);
            looks = List.copyOf(looks);
        }
    }

    /** A machine that is to be launched. */
    public record Ask(String instanceProvider, String launchId, LaunchRequest request) {}

    /** A machine that is to be terminated. */
    public record End(Place place, String machineId) {}

    /** A plugin, and the properties that say where it works. */
    public record Place(String instanceProvider, Map<String, String> properties) {}

    @Override
    public Answer apply(OperationTurn turn) {
        List<Ask> asks = new ArrayList<>();
        List<End> ends = new ArrayList<>();
        Set<Place> looks = new LinkedHashSet<>();
        for (MachineLaunch each : turn.state().launches()) {
            LaunchRequest last = each.launch().attempt().request();
            Place place = new Place(each.instanceProvider(), last.properties());
            each.launch().ask().ifPresent(request -> asks.add(new Ask(each.instanceProvider(), each.id(), request)));
            each.launch().terminate().ifPresent(machine -> ends.add(new End(place, machine)));
            looks.add(place);
        }
        return new Answer(turn.now(), asks, ends, List.copyOf(looks));
    }
}
