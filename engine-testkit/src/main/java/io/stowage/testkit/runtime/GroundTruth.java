package io.stowage.testkit.runtime;

import io.stowage.testkit.world.Simulation;
import java.util.ArrayList;
import java.util.List;

/** What truly is and was on all hosts of a simulation. For invariants; no engine sees it. */
public final class GroundTruth implements GroundTruthListener {

    private final Simulation simulation;
    private final List<GroundTruthListener> listeners = new ArrayList<>();
    private long activity;
    private final List<SimulatedContainer> everyContainer = new ArrayList<>();

    GroundTruth(Simulation simulation) {
        this.simulation = simulation;
    }

    public void listen(GroundTruthListener listener) {
        listeners.add(listener);
    }

    /** Every container there ever was, in the order of creation. Each run of a container is one. */
    public List<SimulatedContainer> everyContainer() {
        return List.copyOf(everyContainer);
    }

    /** How often a container was created, started, told to stop, or ended. Removing what is over does not count. */
    public long activity() {
        return activity;
    }

    @Override
    public void created(SimulatedContainer container) {
        if (container.isForeign()) {
            return;
        }
        activity++;
        everyContainer.add(container);
        simulation.trace().add("created " + container.name(), simulation.nanos());
        listeners.forEach(listener -> listener.created(container));
    }

    @Override
    public void started(SimulatedContainer container) {
        if (container.isForeign()) {
            return;
        }
        activity++;
        listeners.forEach(listener -> listener.started(container));
    }

    @Override
    public void signalled(SimulatedContainer container) {
        if (container.isForeign()) {
            return;
        }
        activity++;
        listeners.forEach(listener -> listener.signalled(container));
    }

    @Override
    public void exited(SimulatedContainer container) {
        if (container.isForeign()) {
            return;
        }
        activity++;
        simulation.trace().add("exited", container.exitCode());
        listeners.forEach(listener -> listener.exited(container));
    }

    @Override
    public void removed(SimulatedContainer container) {
        if (container.isForeign()) {
            return;
        }
        listeners.forEach(listener -> listener.removed(container));
    }

    @Override
    public void joined(SimulatedContainer container) {
        listeners.forEach(listener -> listener.joined(container));
    }

    @Override
    public void touched(SimulatedContainer container, String how) {
        if (container.isForeign()) {
            listeners.forEach(listener -> listener.touched(container, how));
        }
    }

    @Override
    public void answered(String host) {
        listeners.forEach(listener -> listener.answered(host));
    }

    @Override
    public void listed(String host, boolean truly) {
        listeners.forEach(listener -> listener.listed(host, truly));
    }

    @Override
    public void reachable(String host, boolean reachable) {
        simulation.trace().add(reachable ? "reachable" : "unreachable", simulation.nanos());
        listeners.forEach(listener -> listener.reachable(host, reachable));
    }
}
