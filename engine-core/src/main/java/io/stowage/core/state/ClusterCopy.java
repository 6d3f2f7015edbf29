package io.stowage.core.state;

import io.stowage.core.placement.Demand;
import io.stowage.core.placement.InstanceSketch;
import io.stowage.core.placement.Inventory;
import io.stowage.model.Task;
import java.util.ArrayList;
import java.util.List;

/**
 * A cluster's container instances as they were at one moment, for questions that take too long to be answered on the loop. To make it takes some
 * microseconds an instance. It belongs to whoever asked for it, on any one thread.
 */
public final class ClusterCopy {

    private final List<Host> hosts = new ArrayList<>();

    /**
     * An instance and what is on it.
     *
     * @param tasks those that are to run
     * @param held whether there may be tasks whose records can't be read
     */
    public record Host(InstanceSketch instance, List<Booking> tasks, boolean held) {

        /** Copies the list. */
        public Host {
            tasks = List.copyOf(tasks);
        }
    }

    /** A task, and what it takes. */
    public record Booking(Task task, Demand demand) {}

    private ClusterCopy() {}

    /** The instances without what is on them. */
    public static ClusterCopy ofInstances(ClusterState state) {
        ClusterCopy copy = new ClusterCopy();
        for (InstanceState instance : state.instances()) {
            copy.hosts.add(new Host(instance.copy(), List.of(), false));
        }
        return copy;
    }

    /** The instances and their tasks. */
    public static ClusterCopy of(ClusterState state) {
        ClusterCopy copy = new ClusterCopy();
        for (InstanceState instance : state.instances()) {
            List<Booking> tasks = new ArrayList<>(instance.unreleasedCount());
            for (TaskState task : instance.tasks()) {
                if (task.wanted()) {
                    tasks.add(new Booking(task.task, task.demand));
                }
            }
            copy.hosts.add(new Host(instance.copy(), tasks, instance.tasksAside() > 0));
        }
        return copy;
    }

    /** Ordered by the ids of the instances. */
    public List<Host> hosts() {
        return hosts;
    }

    /** An inventory of the instances, made anew. */
    public Inventory inventory() {
        Inventory inventory = new Inventory();
        hosts.forEach(host -> inventory.join(host.instance()));
        return inventory;
    }
}
