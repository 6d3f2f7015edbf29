package io.stowage.core.placement;

import io.stowage.model.TransportProtocol;
import java.util.function.Predicate;

/** An instance as it will be once the tasks that were placed on it in this placement are there. */
final class Candidate extends InstanceOverlay {

    private final String group;
    private final Demand demand;
    private int placed;

    Candidate(InstanceView instance, PlacementRequest request) {
        super(instance);
        this.group = request.group();
        this.demand = request.demand();
    }

    void place() {
        placed++;
    }

    @Override
    public int remainingCpu() {
        return instance.remainingCpu() - placed * demand.cpu();
    }

    @Override
    public int remainingMemory() {
        return instance.remainingMemory() - placed * demand.memory();
    }

    @Override
    public int remainingGpus() {
        return instance.remainingGpus() - placed * demand.gpus();
    }

    @Override
    public int remainingPortReservations() {
        return instance.remainingPortReservations() - placed * demand.ports().size();
    }

    @Override
    public boolean portTaken(TransportProtocol protocol, int port) {
        boolean takenHere = placed > 0 && demand.ports().contains(new HostPort(protocol, port));
        return takenHere || instance.portTaken(protocol, port);
    }

    /** What is placed doesn't run yet. */
    @Override
    public int runningTasksCount() {
        return instance.runningTasksCount();
    }

    @Override
    public int tasksOfGroup(String ofGroup) {
        return instance.tasksOfGroup(ofGroup) + (group.equals(ofGroup) ? placed : 0);
    }

    @Override
    public boolean anyGroup(Predicate<String> test) {
        return (placed > 0 && test.test(group)) || instance.anyGroup(test);
    }
}
