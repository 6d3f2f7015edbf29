package io.stowage.samples.adopt;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What really runs, and what ever ran. The engine is not asked. */
interface GroundTruth extends AutoCloseable {

    /**
     * A process or container of the service: its id is not used again while a run lasts, and its task tells it from another one if it were.
     */
    record Sleeper(String id, String task, String version) implements Comparable<Sleeper> {
        @Override
        public int compareTo(Sleeper other) {
            return id.compareTo(other.id);
        }
    }

    /** Those of the service that run. */
    Set<Sleeper> running();

    /** All that is there of the run, whether it runs or not. */
    Set<Sleeper> withChildren();

    /** One for each that ever ran, in the order in which they began. */
    List<Sleeper> everRan();

    /** The processes of this host that are to be killed at the end, if they are left. */
    Stream<ProcessHandle> processes();

    /** How long what was stopped may need to end, and all of them to be started. */
    default Duration patience() {
        return Duration.ofSeconds(60);
    }

    /** How often a task ran that had run before. */
    default int doubled() {
        List<Sleeper> all = everRan();
        Set<String> tasks = new HashSet<>();
        all.forEach(sleeper -> tasks.add(sleeper.task()));
        return all.size() - tasks.size();
    }

    /** Removes what is left but processes. Idempotent; does not throw. */
    @Override
    default void close() {}
}
