package io.stowage.testkit.runtime;

import io.stowage.spi.ContainerState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The containers of a host that carry some labels. Kept as they come and go, so that listing them costs nothing while nothing changes. */
final class LabelView {

    private final Map<String, String> labels;
    private final Map<String, SimulatedContainer> matching = new TreeMap<>();
    private @Nullable List<ContainerState> listed;
    /** What was listed before the last change. */
    private List<ContainerState> stale = List.of();

    LabelView(Map<String, String> labels, Collection<SimulatedContainer> present) {
        this.labels = labels;
        present.forEach(this::add);
    }

    void add(SimulatedContainer container) {
        if (container.labels().entrySet().containsAll(labels.entrySet())) {
            matching.put(container.name(), container);
        }
    }

    void remove(SimulatedContainer container) {
        matching.remove(container.name());
    }

    /** A container of the host is not as it was. */
    void changed() {
        List<ContainerState> before = listed;
        if (before != null) {
            stale = before;
        }
        listed = null;
    }

    List<ContainerState> staleStates() {
        return stale;
    }

    List<ContainerState> states() {
        List<ContainerState> present = listed;
        if (present == null) {
            List<ContainerState> states = new ArrayList<>(matching.size());
            matching.values().forEach(container -> states.add(container.state()));
            present = List.copyOf(states);
            listed = present;
        }
        return present;
    }
}
