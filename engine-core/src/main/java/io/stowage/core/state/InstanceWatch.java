package io.stowage.core.state;

import io.stowage.core.service.ZoneBalance;
import io.stowage.model.InstanceRebalancing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * To whom it matters that a container instance comes, goes or changes: DAEMON services, services that even out availability zones, and who waits for
 * an agent to come back. And which services share in what may be moved at once. So such a change looks at no other service.
 */
final class InstanceWatch {

    private final Consumer<String> wake;
    /** The DAEMON services, by name. */
    private final Map<String, ServiceState> daemons = new TreeMap<>();
    /** The names of those that even out availability zones. */
    private final Set<String> evening = new TreeSet<>();
    /** Those of which tasks are to be moved, by name. */
    private final Map<String, ServiceState> rebalancing = new TreeMap<>();

    private final Zones zones = new Zones();
    /** Instances whose agents are away, by since when. One whose agent is back may still be in it. */
    private final DueTimes away = new DueTimes();
    /** Since when the state is led. */
    private Instant ledSince = Instant.EPOCH;

    /** @param wake is told the names of services that are to be looked at */
    InstanceWatch(Consumer<String> wake) {
        this.wake = wake;
    }

    /** How many moves of tasks are under way. */
    int movesUnderWay() {
        int underWay = 0;
        for (ServiceState service : rebalancing.values()) {
            InstanceRebalancing asked = service.record().instanceRebalancing();
            underWay += asked == null ? 0 : asked.underWay().size();
        }
        return underWay;
    }

    void wakeRebalancing() {
        rebalancing.keySet().forEach(wake);
    }

    /** A service is there, or has another record. */
    void serviceChanged(ServiceState service) {
        String name = service.record().serviceName();
        if (service.daemon() == null) {
            daemons.remove(name);
        } else {
            daemons.put(name, service);
        }
        if (ZoneBalance.isEnabled(service.record())) {
            evening.add(name);
        } else {
            evening.remove(name);
        }
        if (service.record().instanceRebalancing() == null) {
            rebalancing.remove(name);
        } else {
            rebalancing.put(name, service);
        }
    }

    void serviceGone(String name) {
        daemons.remove(name);
        evening.remove(name);
        rebalancing.remove(name);
    }

    /** @param instance as it is now; null if it is gone */
    void instanceChanged(String id, @Nullable InstanceState instance) {
        Instant since = instance == null ? null : instance.record().agentDisconnectedAt();
        if (since != null) {
            away.add(id, since);
        }
        if (zones.changed(id, instance)) {
            evening.forEach(wake);
        }
        noteInstance(id);
    }

    /** Each DAEMON service looks at an instance. */
    private void noteInstance(String id) {
        daemons.forEach((name, service) -> {
            Objects.requireNonNull(service.daemon()).note(id);
            wake.accept(name);
        });
    }

    /** Those DAEMON services look at an instance that wait for something there. */
    void wakeAwaiting(InstanceState instance) {
        for (String name : instance.takeAwaiting()) {
            ServiceState service = daemons.get(name);
            if (service != null) {
                Objects.requireNonNull(service.daemon()).note(instance.id());
                wake.accept(name);
            }
        }
    }

    /** The names of services, DAEMON services first: on a new instance their tasks are placed before all others. */
    List<String> daemonsFirst(Collection<String> names) {
        if (daemons.isEmpty()) {
            return List.copyOf(names);
        }
        List<String> ordered = new ArrayList<>(names);
        ordered.removeIf(name -> !daemons.containsKey(name));
        names.stream().filter(name -> !daemons.containsKey(name)).forEach(ordered::add);
        return ordered;
    }

    Set<String> zones() {
        return zones.all();
    }

    void ledSince(Instant now) {
        ledSince = now;
    }

    /** The instances that are away for so long by now; each is named once. */
    List<String> takeLost(Instant now, Duration after, Map<String, InstanceState> instances) {
        List<String> lost = new ArrayList<>();
        if (ledSince.plus(after).isAfter(now)) {
            return lost;
        }
        String id = away.take(now.minus(after));
        while (id != null) {
            InstanceState instance = instances.get(id);
            Instant since = instance == null || instance.connected() || instance.lost()
                    ? null
                    : instance.record().agentDisconnectedAt();
            if (since != null && since.plus(after).isAfter(now)) {
                away.add(id, since);
            } else if (since != null) {
                lost.add(id);
            }
            id = away.take(now.minus(after));
        }
        return lost;
    }

    @Nullable
    Instant nextLoss(Duration after) {
        Instant since = away.next();
        if (since == null) {
            return null;
        }
        return (since.isBefore(ledSince) ? ledSince : since).plus(after);
    }
}
