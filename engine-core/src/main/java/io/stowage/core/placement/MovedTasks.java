package io.stowage.core.placement;

import io.stowage.model.TransportProtocol;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** An instance as it will be once the tasks that were moved to it and away from it have been. What is moved runs. */
final class MovedTasks extends InstanceOverlay {

    private int cpu;
    private int memory;
    private int gpus;
    private int ports;
    private int tasks;
    private final List<HostPort> taken = new ArrayList<>();
    private final List<HostPort> given = new ArrayList<>();
    private final Map<String, Integer> groups = new LinkedHashMap<>();

    MovedTasks(InstanceView instance) {
        super(instance);
    }

    /** A task has come. */
    void come(Demand demand, String group) {
        move(demand, group, 1);
        for (HostPort port : demand.ports()) {
            if (!given.remove(port)) {
                taken.add(port);
            }
        }
    }

    /** A task has gone. */
    void go(Demand demand, String group) {
        move(demand, group, -1);
        for (HostPort port : demand.ports()) {
            if (!taken.remove(port)) {
                given.add(port);
            }
        }
    }

    private void move(Demand demand, String group, int by) {
        cpu += by * demand.cpu();
        memory += by * demand.memory();
        gpus += by * demand.gpus();
        ports += by * demand.ports().size();
        tasks += by;
        groups.merge(group, by, Integer::sum);
    }

    @Override
    public int remainingCpu() {
        return instance.remainingCpu() - cpu;
    }

    @Override
    public int remainingMemory() {
        return instance.remainingMemory() - memory;
    }

    @Override
    public int remainingGpus() {
        return instance.remainingGpus() - gpus;
    }

    @Override
    public int remainingPortReservations() {
        return instance.remainingPortReservations() - ports;
    }

    @Override
    public boolean portTaken(TransportProtocol protocol, int port) {
        HostPort asked = new HostPort(protocol, port);
        return taken.contains(asked) || (instance.portTaken(protocol, port) && !given.contains(asked));
    }

    @Override
    public int runningTasksCount() {
        return instance.runningTasksCount() + tasks;
    }

    @Override
    public int tasksOfGroup(String group) {
        return instance.tasksOfGroup(group) + groups.getOrDefault(group, 0);
    }

    @Override
    public boolean anyGroup(Predicate<String> test) {
        for (Map.Entry<String, Integer> moved : groups.entrySet()) {
            if (moved.getValue() > 0 && test.test(moved.getKey())) {
                return true;
            }
        }
        return instance.anyGroup(group -> tasksOfGroup(group) > 0 && test.test(group));
    }
}
