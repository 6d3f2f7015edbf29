package io.stowage.benchmarks.placement;

import io.stowage.core.placement.Demand;
import io.stowage.core.placement.HostPort;
import io.stowage.core.placement.InstanceSketch;
import io.stowage.model.TransportProtocol;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A container instance that knows nothing but what placement asks. */
final class Host implements InstanceSketch {

    final String id;
    boolean active = true;
    boolean connected = true;
    int cpu;
    int memory;
    int gpus;
    int portReservations = 100;
    int runningTasks;
    final List<HostPort> taken = new ArrayList<>();
    final Map<String, String> attributes = new LinkedHashMap<>();
    final Map<String, Integer> tasks = new LinkedHashMap<>();
    private Object description = new Object();

    Host(String id, int cpu, int memory, int gpus) {
        this.id = id;
        this.cpu = cpu;
        this.memory = memory;
        this.gpus = gpus;
    }

    /** Its status, its agent or its attributes have changed. */
    void describeAnew() {
        description = new Object();
    }

    /** Books a task, as a commit would. */
    void take(Demand demand, String group) {
        book(demand, 1);
        taken.addAll(demand.ports());
        tasks.merge(group, 1, Integer::sum);
    }

    /** Takes it off the books again. */
    void give(Demand demand, String group) {
        book(demand, -1);
        taken.removeAll(demand.ports());
        tasks.merge(group, -1, Integer::sum);
        tasks.remove(group, 0);
    }

    @Override
    public void sketch(Demand demand, String group, boolean there) {
        if (there) {
            take(demand, group);
        } else {
            give(demand, group);
        }
    }

    private void book(Demand demand, int by) {
        cpu -= by * demand.cpu();
        memory -= by * demand.memory();
        gpus -= by * demand.gpus();
        portReservations -= by * demand.ports().size();
    }

    /** Another host that is as this one is now. */
    Host copy() {
        Host copy = new Host(id, cpu, memory, gpus);
        copy.become(this);
        return copy;
    }

    /** Takes over all that the other one is, but for its id. */
    void become(Host other) {
        use(other);
        active = other.active;
        connected = other.connected;
        attributes.clear();
        attributes.putAll(other.attributes);
        describeAnew();
    }

    /** Takes over what the tasks of the other one use. */
    void use(Host other) {
        cpu = other.cpu;
        memory = other.memory;
        gpus = other.gpus;
        portReservations = other.portReservations;
        runningTasks = other.runningTasks;
        taken.clear();
        taken.addAll(other.taken);
        tasks.clear();
        tasks.putAll(other.tasks);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String arn() {
        return "arn:aws:ecs:local:000000000000:container-instance/benchmark/" + id;
    }

    @Override
    public Object description() {
        return description;
    }

    @Override
    public @Nullable String capacityProviderName() {
        return null;
    }

    @Override
    public boolean active() {
        return active;
    }

    @Override
    public boolean connected() {
        return connected;
    }

    @Override
    public int remainingCpu() {
        return cpu;
    }

    @Override
    public int remainingMemory() {
        return memory;
    }

    @Override
    public int remainingGpus() {
        return gpus;
    }

    @Override
    public int remainingPortReservations() {
        return portReservations;
    }

    @Override
    public boolean portTaken(TransportProtocol protocol, int port) {
        return !taken.isEmpty() && taken.contains(new HostPort(protocol, port));
    }

    @Override
    public @Nullable String attribute(String name) {
        return attributes.get(name);
    }

    @Override
    public int tasksOfGroup(String group) {
        return tasks.getOrDefault(group, 0);
    }

    @Override
    public boolean anyGroup(Predicate<String> test) {
        return tasks.keySet().stream().anyMatch(test);
    }

    @Override
    public String agentVersion() {
        return "1.14.5";
    }

    @Override
    public String ec2InstanceId() {
        return id;
    }

    @Override
    public Instant registeredAt() {
        return Instant.EPOCH;
    }

    @Override
    public int runningTasksCount() {
        return runningTasks;
    }

    @Override
    public String toString() {
        return "%s%s cpu=%d mem=%d gpus=%d ports=%d running=%d tasks=%s attributes=%s taken=%s"
                .formatted(
                        id,
                        active && connected ? "" : "(out)",
                        cpu,
                        memory,
                        gpus,
                        portReservations,
                        runningTasks,
                        tasks,
                        attributes,
                        taken);
    }
}
