package io.stowage.core.service;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;

/** Outgoing tasks in the order in which they go where tasks are shared out: of the capacity provider first that has the most beyond its share. */
final class OutgoingOrder {

    /** By capacity provider, each in the order in which they would go without shares. */
    private final Map<String, Queue<Numbered>> left = new LinkedHashMap<>();

    private record Numbered(int number, ServiceTask task) {}

    OutgoingOrder(List<ServiceTask> tasks) {
        for (int i = 0; i < tasks.size(); i++) {
            ServiceTask task = tasks.get(i);
            left.computeIfAbsent(Shares.provider(task), none -> new ArrayDeque<>())
                    .add(new Numbered(i, task));
        }
    }

    boolean isEmpty() {
        return left.isEmpty();
    }

    /** The capacity provider of the next one. */
    String next(Shares shares) {
        String next = null;
        for (String provider : left.keySet()) {
            next = next == null || isBefore(provider, next, shares) ? provider : next;
        }
        return Objects.requireNonNull(next, "all have gone");
    }

    private boolean isBefore(String one, String other, Shares shares) {
        int byShares = Integer.compare(shares.surplus(other), shares.surplus(one));
        return byShares < 0 || (byShares == 0 && number(one) < number(other));
    }

    private int number(String provider) {
        return Objects.requireNonNull(left.get(provider)).element().number();
    }

    /** Takes the next one of a capacity provider out. */
    ServiceTask take(String provider) {
        Queue<Numbered> own = Objects.requireNonNull(left.get(provider));
        ServiceTask taken = own.remove().task();
        if (own.isEmpty()) {
            left.remove(provider);
        }
        return taken;
    }
}
