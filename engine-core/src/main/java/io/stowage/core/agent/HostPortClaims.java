package io.stowage.core.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The host ports that tasks of the instance claim by number, and how often. */
final class HostPortClaims {

    private final SortedMap<Integer, Integer> claims = new TreeMap<>();

    void add(List<Integer> ports) {
        ports.forEach(port -> claims.merge(port, 1, Integer::sum));
    }

    void remove(List<Integer> ports) {
        ports.forEach(port -> claims.computeIfPresent(port, (p, count) -> count > 1 ? count - 1 : null));
    }

    /** The ports that others than the one with these claim, in ascending order. */
    List<Integer> beside(List<Integer> own) {
        List<Integer> others = new ArrayList<>(claims.size());
        claims.forEach((port, count) -> {
            if (count > own.stream().filter(port::equals).count()) {
                others.add(port);
            }
        });
        return others;
    }
}
