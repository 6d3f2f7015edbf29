package io.stowage.core.placement;

import io.stowage.model.TransportProtocol;
import java.time.Instant;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** An instance as it will be once the tasks that were placed on it in this placement are there. */
final class Candidate implements InstanceView {

    private final InstanceView instance;
    private final String group;
    private final Demand demand;
    private int placed;

    Candidate(InstanceView instance, PlacementRequest request) {
        this.instance = instance;
        this.group = request.group();
        this.demand = request.demand();
    }

    void place() {
        placed++;
    }

    @Override
    public String id() {
        return instance.id();
    }

    @Override
    public String arn() {
        return instance.arn();
    }

    @Override
    public Object description() {
        return instance.description();
    }

    @Override
    public boolean active() {
        return instance.active();
    }

    @Override
    public boolean connected() {
        return instance.connected();
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

    @Override
    public @Nullable String attribute(String name) {
        return instance.attribute(name);
    }

    @Override
    public @Nullable String agentVersion() {
        return instance.agentVersion();
    }

    @Override
    public @Nullable String ec2InstanceId() {
        return instance.ec2InstanceId();
    }

    @Override
    public @Nullable Instant registeredAt() {
        return instance.registeredAt();
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
