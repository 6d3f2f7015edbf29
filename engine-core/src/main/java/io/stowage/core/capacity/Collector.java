package io.stowage.core.capacity;

import io.stowage.spi.InstanceProvider.Machine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Finds machines that carry our tags and that no record knows: of a launch whose record is gone, or of an attempt that was given up. They are
 * terminated, but not before they are more than 15 minutes old and two looks in a row have found them: a record that is about to be written must
 * not lose its machine. At most three go at each look, so that a mistake stays small. A machine with tasks that are not over is never among them.
 */
public final class Collector {

    private static final Duration YOUNG = Duration.ofMinutes(15);
    private static final int LOOKS = 2;
    private static final int MOST = 3;

    /** What the records know. */
    public interface Records {
        /** Whether a record knows this machine, by its id, or as the machine of an attempt that is under way. */
        boolean know(Machine machine);

        /** Whether tasks that are not over are on it. */
        boolean hasTasks(Machine machine);
    }

    /**
     * What was seen so far.
     *
     * @param looks how often a machine without a record was seen in a row, by its id. It may be forgotten: then it takes a look more
     */
    public record Sightings(Map<String, Integer> looks) {

        /** Nothing was seen. */
        public static final Sightings NONE = new Sightings(Collections.emptyMap());

        /** Copies the map. */
        public Sightings {
            looks = Ordered.copy(looks);
        }
    }

    /**
     * What follows from a look.
     *
     * @param sightings for the next look
     * @param terminate the ids of machines to terminate, the oldest first
     */
    public record Garbage(Sightings sightings, List<String> terminate) {

        /** Copies the list. */
        public Garbage {
            terminate = List.copyOf(terminate);
        }
    }

    private Collector() {}

    /**
     * Decides after a look that succeeded. One that failed is no look.
     *
     * @param machines all that the look found, of whomever
     */
    public static Garbage collect(
            String clusterArn, List<Machine> machines, Records records, Sightings before, Instant now) {
        Predicate<Machine> stray =
                machine -> OwnTags.launch(machine, clusterArn).isPresent()
                        && States.isThere(machine)
                        && !records.know(machine)
                        && !records.hasTasks(machine);
        Map<String, Integer> looks = new TreeMap<>();
        List<Machine> ripe = new ArrayList<>();
        for (Machine machine : machines.stream().filter(stray).toList()) {
            int seen = Objects.requireNonNullElse(before.looks().get(machine.id()), 0) + 1;
            looks.put(machine.id(), seen);
            if (seen >= LOOKS && machine.launchedAt().plus(YOUNG).isBefore(now)) {
                ripe.add(machine);
            }
        }
        ripe.sort(Comparator.comparing(Machine::launchedAt).thenComparing(Machine::id));
        return new Garbage(
                new Sightings(looks), ripe.stream().limit(MOST).map(Machine::id).toList());
    }
}
