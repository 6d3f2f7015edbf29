package io.stowage.runtime.process;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which starts go to the launcher's shell in one request: several spare it a fork for each but one. A start goes at once if no other one is
 * under way, and else waits for company: until there are enough for a request, or none is under way any more, or its caller has waited long
 * enough. Each method returns what is to be sent now. Thread-safe.
 */
final class StartsTogether {

    /** As many as {@code launcher.sh} takes. */
    static final int MOST = 4;

    private final Deque<String> queued = new ArrayDeque<>();
    private final Set<String> underWay = new HashSet<>();

    synchronized List<String> asked(String start) {
        queued.add(start);
        return underWay.isEmpty() || queued.size() >= MOST ? take() : List.of();
    }

    /** The caller of a start won't wait for company any longer. */
    synchronized List<String> hurried(String start) {
        return queued.contains(start) ? take() : List.of();
    }

    /** A start came to its end, or its caller has given up: then it is not sent any more. */
    synchronized List<String> over(String start) {
        queued.remove(start);
        return underWay.remove(start) && underWay.isEmpty() ? take() : List.of();
    }

    private List<String> take() {
        List<String> together = new ArrayList<>();
        while (together.size() < MOST && !queued.isEmpty()) {
            together.add(queued.remove());
        }
        underWay.addAll(together);
        return together;
    }
}
