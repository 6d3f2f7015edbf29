package io.stowage.core.operation;

import io.stowage.core.capacity.Collector;
import io.stowage.core.capacity.Collector.Garbage;
import io.stowage.core.capacity.Collector.Sightings;
import io.stowage.core.capacity.LaunchDecider;
import io.stowage.core.capacity.Ordered;
import io.stowage.core.capacity.OwnTags;
import io.stowage.core.state.ClusterState;
import io.stowage.core.state.InstanceState;
import io.stowage.core.state.Kind;
import io.stowage.core.state.MachineLaunch;
import io.stowage.spi.InstanceProvider.Machine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a look at the machines of an instance provider has found. It counts for the launches that were made where it looked.
 *
 * @param instanceProvider name of the plugin
 * @param properties that it was told, which say where to look
 * @param machines all that carry the cluster's tag
 * @param lookedAt when the look began, by the cluster's time
 * @param sightings of the look before at the same place
 */
public record NoteMachines(
        String instanceProvider,
        Map<String, String> properties,
        List<Machine> machines,
        Instant lookedAt,
        Sightings sightings)
        implements ClusterOperation<NoteMachines.Answer> {

    /**
     * What follows.
     *
     * @param terminate ids of machines to terminate
     * @param arrivals machines to register
     * @param sightings for the next look
     */
    public record Answer(List<String> terminate, List<Arrival> arrivals, Sightings sightings) {
        /** Copies the lists. */
        public Answer {
            terminate = List.copyOf(terminate);
            arrivals = List.copyOf(arrivals);
        }
    }

    /** A machine that is to become the container instance of a launch, under this name. */
    public record Arrival(String launchId, String instanceName, Machine machine) {}

    /** Copies the collections. */
    public NoteMachines {
        properties = Ordered.copy(properties);
        machines = List.copyOf(machines);
    }

    @Override
    public Answer apply(OperationTurn turn) {
        ClusterState state = turn.state();
        Garbage garbage = Collector.collect(state.ids().cluster(), machines, new Known(state), sightings, turn.now());
        Launches launches = new Launches(turn);
        Map<String, List<Machine>> byLaunch = byLaunch(state.ids().cluster());
        for (MachineLaunch launch : List.copyOf(state.launches())) {
            if (isWhereItLooked(launch)) {
                look(launch, byLaunch.getOrDefault(launch.id(), List.of()), launches, turn);
            }
        }
        TreeSet<String> terminate = new TreeSet<>(launches.terminate());
        terminate.addAll(garbage.terminate());
        return new Answer(List.copyOf(terminate), launches.arrivals(), garbage.sightings());
    }

    private boolean isWhereItLooked(MachineLaunch launch) {
        return launch.instanceProvider().equals(instanceProvider)
                && launch.launch().attempt().request().properties().equals(properties);
    }

    private Map<String, List<Machine>> byLaunch(String cluster) {
        Map<String, List<Machine>> byLaunch = new TreeMap<>();
        for (Machine machine : machines) {
            OwnTags.launch(machine, cluster)
                    .ifPresent(launch -> byLaunch.computeIfAbsent(launch, none -> new ArrayList<>())
                            .add(machine));
        }
        return byLaunch;
    }

    private void look(MachineLaunch known, List<Machine> own, Launches launches, OperationTurn turn) {
        launches.step(
                known,
                LaunchDecider.looked(
                        known.launch(), own, lookedAt, launches.terms(known), launches.pauses(known), turn.now()));
    }

    /** A launch whose record can't be relied on isn't forgotten: its machine stays until people have looked. */
    private record Known(ClusterState state) implements Collector.Records {

        @Override
        public boolean know(Machine machine) {
            String cluster = state.ids().cluster();
            return OwnTags.launch(machine, cluster)
                    .filter(id -> state.launch(id) != null || state.quarantine().holds(Kind.LAUNCH, id))
                    .isPresent();
        }

        @Override
        public boolean hasTasks(Machine machine) {
            String launch = OwnTags.launch(machine, state.ids().cluster()).orElse("");
            String attempt = machine.tags().getOrDefault(OwnTags.ATTEMPT, "");
            InstanceState instance = state.instanceNamed(MachineLaunch.instanceName(launch, attempt));
            return instance == null
                    ? state.quarantine().holdsAny(Kind.INSTANCE.storedName())
                    : instance.unreleasedCount() + instance.tasksAside() > 0;
        }
    }
}
