package io.stowage.core.agent;

import io.stowage.spi.ContainerEventListener;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Takes a runtime's events on any thread, and hands them over in one message however many there are. */
final class Hints implements ContainerEventListener {

    private final AgentStrand strand;
    private final Consumer<List<String>> onHints;
    private final Set<String> names = new LinkedHashSet<>();

    Hints(AgentStrand strand, Consumer<List<String>> onHints) {
        this.strand = strand;
        this.onHints = onHints;
    }

    @Override
    public void changed(String containerName) {
        boolean first;
        synchronized (names) {
            first = names.isEmpty();
            names.add(containerName);
        }
        if (first) {
            strand.execute(() -> onHints.accept(taken()));
        }
    }

    private List<String> taken() {
        synchronized (names) {
            List<String> taken = new ArrayList<>(names);
            names.clear();
            return taken;
        }
    }
}
