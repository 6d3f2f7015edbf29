package io.stowage.core.agent;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * How far a complete list is to be believed by which much of what runs is gone at once. That is far more often a host that is not itself (a
 * daemon that has just begun, another data directory, an answer that was cut off) than the truth, and to believe it replaces everything.
 *
 * <p>So if more than one container is missing, and more than a tenth of those that run, the list is no evidence against any of them, until
 * another complete list lacks them, too, that was begun some time later and on a connection that was made later. Even that is one witness
 * only, as a list always is: a host that lists wrongly may do so twice. If by then most are there again, those that are not are looked at
 * like any other.
 *
 * <p>This is about absence that is seen by listing, and nothing else: exits that were seen and what was ordered are acted on at once.
 *
 * @param <T> a container
 */
final class AbsenceBrake<T> {

    /** How much later the second list is begun, at least. */
    static final Duration PAUSE = Duration.ofSeconds(5);

    private static final int ONE_IN = 10;

    /** What is in doubt, and by which list it is. */
    private final Map<T, ListMade> doubted = new LinkedHashMap<>();

    /**
     * When a list was made, and over which connection.
     *
     * @param connection counts connections in the order in which they are made
     * @param begunAt by the monotonic clock
     */
    record ListMade(int connection, long begunAt) {

        private boolean confirms(ListMade earlier) {
            return connection > earlier.connection && begunAt - earlier.begunAt >= PAUSE.toNanos();
        }
    }

    /**
     * Judges a list, and says about which of those that are missing it says nothing.
     *
     * @param missing what runs as far as is known, and is not in the list
     * @param running how many run as far as is known, those that are missing among them
     */
    Set<T> doubted(Set<T> missing, int running, ListMade list) {
        Set<T> held = new LinkedHashSet<>();
        if (missing.isEmpty()) {
            doubted.clear();
            return held;
        }
        if (missing.size() > 1 && (long) missing.size() * ONE_IN > running) {
            for (T container : missing) {
                ListMade first = doubted.get(container);
                if (first == null || !list.confirms(first)) {
                    held.add(container);
                }
            }
        }
        doubted.keySet().retainAll(held);
        held.forEach(container -> doubted.putIfAbsent(container, list));
        return held;
    }
}
