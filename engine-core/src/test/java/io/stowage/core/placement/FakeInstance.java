package io.stowage.core.placement;

import io.stowage.model.TransportProtocol;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A container instance to place on, that counts how often it is asked. */
final class FakeInstance implements InstanceSketch {

    final String id;

    @Nullable
    String capacityProvider;

    boolean active = true;
    boolean connected = true;
    int cpu = 4096;
    int memory = 8192;
    int gpus = 0;
    int portReservations = 100;
    int runningTasks;
    long asked;
    private Object description = new Object();
    final List<HostPort> taken = new ArrayList<>();
    final Map<String, String> attributes = new LinkedHashMap<>();
    final Map<String, Integer> tasks = new LinkedHashMap<>();

    FakeInstance(String id) {
        this.id = id;
    }

    FakeInstance zone(String zone) {
        return attribute("ecs.availability-zone", zone);
    }

    FakeInstance attribute(String name, String value) {
        attributes.put(name, value);
        return described();
    }

    FakeInstance left(int cpuUnits, int mebibytes) {
        cpu = cpuUnits;
        memory = mebibytes;
        return this;
    }

    FakeInstance running(String group, int count) {
        tasks.put(group, count);
        return this;
    }

    FakeInstance taken(int port) {
        taken.add(new HostPort(TransportProtocol.TCP, port));
        return this;
    }

    FakeInstance of(@Nullable String provider) {
        capacityProvider = provider;
        return described();
    }

    FakeInstance inactive() {
        active = false;
        return described();
    }

    FakeInstance disconnected() {
        connected = false;
        return described();
    }

    /** It is described anew: its status, its agent or its attributes have changed. */
    FakeInstance described() {
        description = new Object();
        return this;
    }

    /** Books a task, as a commit would. */
    void take(Demand demand, String group) {
        sketch(demand, group, true);
    }

    @Override
    public void sketch(Demand demand, String group, boolean there) {
        int by = there ? 1 : -1;
        cpu -= by * demand.cpu();
        memory -= by * demand.memory();
        gpus -= by * demand.gpus();
        portReservations -= by * demand.ports().size();
        demand.ports().forEach(there ? taken::add : taken::remove);
        tasks.merge(group, by, Integer::sum);
    }

    FakeInstance copy() {
        FakeInstance copy = new FakeInstance(id).left(cpu, memory);
        copy.capacityProvider = capacityProvider;
        copy.active = active;
        copy.connected = connected;
        copy.gpus = gpus;
        copy.portReservations = portReservations;
        copy.runningTasks = runningTasks;
        copy.taken.addAll(taken);
        copy.attributes.putAll(attributes);
        copy.tasks.putAll(tasks);
        return copy;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String arn() {
        return "arn:container-instance/" + id;
    }

    @Override
    public Object description() {
        return description;
    }

    @Override
    public @Nullable String capacityProviderName() {
        return capacityProvider;
    }

    @Override
    public boolean active() {
        asked++;
        return active;
    }

    @Override
    public boolean connected() {
        asked++;
        return connected;
    }

    @Override
    public int remainingCpu() {
        asked++;
        return cpu;
    }

    @Override
    public int remainingMemory() {
        asked++;
        return memory;
    }

    @Override
    public int remainingGpus() {
        asked++;
        return gpus;
    }

    @Override
    public int remainingPortReservations() {
        asked++;
        return portReservations;
    }

    @Override
    public boolean portTaken(TransportProtocol protocol, int port) {
        asked++;
        return taken.contains(new HostPort(protocol, port));
    }

    @Override
    public String attribute(String name) {
        asked++;
        return attributes.get(name);
    }

    @Override
    public int tasksOfGroup(String group) {
        asked++;
        return tasks.getOrDefault(group, 0);
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
    public boolean anyGroup(Predicate<String> test) {
        return tasks.entrySet().stream().anyMatch(each -> each.getValue() > 0 && test.test(each.getKey()));
    }

    @Override
    public String toString() {
        return "%s%s cpu=%d mem=%d gpus=%d tasks=%s attributes=%s taken=%s"
                .formatted(id, active && connected ? "" : "(out)", cpu, memory, gpus, tasks, attributes, taken);
    }
}
