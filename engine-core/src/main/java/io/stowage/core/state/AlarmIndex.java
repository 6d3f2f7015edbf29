package io.stowage.core.state;

import io.stowage.core.deployment.AlarmWatch;
import io.stowage.model.DeploymentAlarms;
import io.stowage.model.Service;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which services watch which alarms: so that one which goes off looks at no other service. */
final class AlarmIndex {

    /** The names of services, by the name of the alarm. */
    private final Map<String, Set<String>> services = new TreeMap<>();
    /** The names of alarms, by the name of the service. */
    private final Map<String, List<String>> alarms = new TreeMap<>();

    /** A service is there, or has another record. */
    void serviceChanged(Service service) {
        String name = service.serviceName();
        DeploymentAlarms watched = AlarmWatch.of(service);
        List<String> after = watched == null ? List.of() : watched.alarmNames();
        if (after.equals(alarms.getOrDefault(name, List.of()))) {
            return;
        }
        serviceGone(name);
        if (!after.isEmpty()) {
            alarms.put(name, after);
            after.forEach(alarm ->
                    services.computeIfAbsent(alarm, absent -> new TreeSet<>()).add(name));
        }
    }

    void serviceGone(String name) {
        List<String> before = alarms.remove(name);
        if (before == null) {
            return;
        }
        for (String alarm : before) {
            Set<String> watching = services.get(alarm);
            if (watching != null && watching.remove(name) && watching.isEmpty()) {
                services.remove(alarm);
            }
        }
    }

    /** The names of the services that watch an alarm, in order. */
    List<String> watching(String alarm) {
        Set<String> watching = services.get(alarm);
        return watching == null ? List.of() : List.copyOf(watching);
    }

    /** The names of the alarms that are watched, in order. */
    List<String> watched() {
        return List.copyOf(services.keySet());
    }
}
