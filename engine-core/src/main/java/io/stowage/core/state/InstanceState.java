package io.stowage.core.state;

import io.stowage.core.placement.Demand;
import io.stowage.core.placement.HostPort;
import io.stowage.core.placement.InstanceSketch;
import io.stowage.core.placement.Inventory;
import io.stowage.model.Attribute;
import io.stowage.model.Connectivity;
import io.stowage.model.Container;
import io.stowage.model.ContainerInstance;
import io.stowage.model.ContainerInstanceStatus;
import io.stowage.model.DesiredStatus;
import io.stowage.model.NetworkBinding;
import io.stowage.model.Resource;
import io.stowage.model.Task;
import io.stowage.model.TaskStatus;
import io.stowage.model.TransportProtocol;
import io.stowage.model.VersionInfo;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A container instance with what its unreleased tasks take of it.
 *
 * <p>A task takes its demand when it is placed and gives it back when it is STOPPED: then its containers are gone. Dynamic ports
 * join when the agent reports them. How many tasks of a group are on the instance counts those whose desired status is RUNNING, as
 * {@code distinctInstance} wants it.
 */
public final class InstanceState implements InstanceSketch {

    /** ECS reserves at most 100 ports on an instance. */
    static final int MAX_RESERVED_PORTS = 100;

    private final String id;
    private ContainerInstance instance;
    private int registeredCpu;
    private int registeredMemory;
    private int registeredGpus;
    private boolean forOneTask;
    private long usedCpu;
    private long usedMemory;
    private long usedGpus;
    private int reservedPorts;
    private int runningTasks;
    private int pendingTasks;
    /** Tasks that may be here and whose records can't be read. */
    private int tasksAside;

    /** DAEMON services that wait for something to change here. Mostly empty. */
    private final Set<String> awaiting = new LinkedHashSet<>();

    /** Its place in the inventory; null while it is in none. */
    private Inventory.@Nullable Entry entry;

    private final PortUse ports;
    /** Replaced, never changed: copies share it. */
    private Map<String, String> attributes = Collections.emptyMap();

    private final Map<String, Integer> groups = new LinkedHashMap<>();
    private final Map<String, TaskState> tasks = new LinkedHashMap<>();

    InstanceState(ContainerInstance instance) {
        this.id = Ids.shortId(instance.containerInstanceArn());
        this.instance = instance;
        this.ports = new PortUse();
        become(instance);
    }

    void joined(Inventory.Entry as) {
        entry = as;
    }

    void left(Inventory inventory) {
        if (entry != null) {
            inventory.leave(entry);
            entry = null;
        }
    }

    /** Placement has to look at it again. */
    private void changed() {
        if (entry != null) {
            entry.changed();
        }
    }

    /** Takes over a new version of the record. */
    void become(ContainerInstance next) {
        instance = next;
        registeredCpu = Resources.integer(next.registeredResources(), Resources.CPU);
        registeredMemory = Resources.integer(next.registeredResources(), Resources.MEMORY);
        registeredGpus =
                Resources.strings(next.registeredResources(), Resources.GPU).size();
        attributes = attributesOf(next);
        forOneTask = MachineLaunch.isForOneTask(next);
        ports.keep(Resources.strings(next.registeredResources(), Resources.PORTS), TransportProtocol.TCP);
        ports.keep(Resources.strings(next.registeredResources(), Resources.PORTS_UDP), TransportProtocol.UDP);
        changed();
    }

    private static Map<String, String> attributesOf(ContainerInstance instance) {
        Map<String, String> attributes = new TreeMap<>();
        for (Attribute attribute : instance.attributes()) {
            String value = attribute.value();
            attributes.put(attribute.name(), value == null ? "" : value);
        }
        return attributes;
    }

    /** The same instance with the same claims on it, to plan on: it is in no inventory and doesn't know whose the claims are. */
    InstanceState copy() {
        return new InstanceState(this);
    }

    private InstanceState(InstanceState other) {
        this.id = other.id;
        this.instance = other.instance;
        this.registeredCpu = other.registeredCpu;
        this.registeredMemory = other.registeredMemory;
        this.registeredGpus = other.registeredGpus;
        this.forOneTask = other.forOneTask;
        this.usedCpu = other.usedCpu;
        this.usedMemory = other.usedMemory;
        this.usedGpus = other.usedGpus;
        this.reservedPorts = other.reservedPorts;
        this.runningTasks = other.runningTasks;
        this.pendingTasks = other.pendingTasks;
        this.tasksAside = other.tasksAside;
        this.attributes = other.attributes;
        this.ports = other.ports.copy();
        this.groups.putAll(other.groups);
    }

    @Override
    public void sketch(Demand demand, String group, boolean there) {
        use(demand, there ? 1 : -1);
        for (HostPort port : demand.ports()) {
            if (there) {
                ports.take(port.protocol(), port.port());
            } else {
                ports.give(port.protocol(), port.port());
            }
        }
        countGroup(group, there ? 1 : -1);
    }

    void take(TaskState task) {
        tasks.put(task.id, task);
        claim(task.demand, task.task);
    }

    private void claim(Demand demand, Task task) {
        use(demand, 1);
        for (HostPort port : demand.ports()) {
            ports.take(port.protocol(), port.port());
        }
        takeBindings(task);
    }

    /** A task is on it, of which it is to know no more than what it counts for. */
    void sketch(Task task, Demand demand) {
        claim(demand, task);
        if (task.desiredStatus() == DesiredStatus.RUNNING) {
            countGroup(task.group(), 1);
            countStatus(task.lastStatus() == TaskStatus.RUNNING, 1);
        }
    }

    void release(TaskState task) {
        tasks.remove(task.id);
        Demand demand = task.demand;
        use(demand, -1);
        for (HostPort port : demand.ports()) {
            ports.give(port.protocol(), port.port());
        }
        giveBindings(task.task);
    }

    /**
     * A task that may be here can't be read: it keeps what it takes.
     *
     * @param demand null if it can't be told
     * @param group null if it can't be told, or doesn't count any more
     */
    void holdAside(@Nullable Demand demand, @Nullable String group) {
        tasksAside++;
        if (demand != null) {
            use(demand, 1);
            demand.ports().forEach(port -> ports.take(port.protocol(), port.port()));
        }
        if (group != null) {
            countGroup(group, 1);
        }
    }

    private void use(Demand demand, int by) {
        usedCpu += (long) by * demand.cpu();
        usedMemory += (long) by * demand.memory();
        usedGpus += (long) by * demand.gpus();
        reservedPorts += by * demand.ports().size();
        changed();
    }

    /** The bindings of a task are what its containers say last. */
    void rebind(Task before, Task after) {
        giveBindings(before);
        takeBindings(after);
        changed();
    }

    /** Whether the one holds a port that the other may not hold. */
    static boolean givesBindings(Task before, Task after) {
        for (int i = 0; i < before.containers().size(); i++) {
            List<NetworkBinding> bindings = before.containers().get(i).networkBindings();
            boolean kept = i < after.containers().size()
                    && bindings.equals(after.containers().get(i).networkBindings());
            if (!kept && !bindings.isEmpty()) {
                return true;
            }
        }
        return false;
    }

    void countGroup(String group, int by) {
        groups.merge(group, by, Integer::sum);
        groups.remove(group, 0);
        changed();
    }

    void countStatus(boolean running, int by) {
        if (running) {
            runningTasks += by;
        } else {
            pendingTasks += by;
        }
        changed();
    }

    private void takeBindings(Task task) {
        for (Container container : task.containers()) {
            for (NetworkBinding binding : container.networkBindings()) {
                if (binding.hostPort() != null) {
                    ports.take(protocol(binding), binding.hostPort());
                }
            }
        }
    }

    private void giveBindings(Task task) {
        for (Container container : task.containers()) {
            for (NetworkBinding binding : container.networkBindings()) {
                if (binding.hostPort() != null) {
                    ports.give(protocol(binding), binding.hostPort());
                }
            }
        }
    }

    private static TransportProtocol protocol(NetworkBinding binding) {
        return binding.protocol() == TransportProtocol.UDP ? TransportProtocol.UDP : TransportProtocol.TCP;
    }

    /** The record as stored. */
    public ContainerInstance record() {
        return instance;
    }

    /** The record with the fields that are derived, as operations answer it. */
    public ContainerInstance described() {
        return instance.toBuilder()
                .remainingResources(List.of(
                        Resource.integer(Resources.CPU, remainingCpu()),
                        Resource.integer(Resources.MEMORY, remainingMemory()),
                        Resource.stringSet(Resources.PORTS, ports.taken(TransportProtocol.TCP)),
                        Resource.stringSet(Resources.PORTS_UDP, ports.taken(TransportProtocol.UDP))))
                .runningTasksCount(runningTasks)
                .pendingTasksCount(pendingTasks)
                .build();
    }

    /** Tasks that are not STOPPED, in the order in which they were placed. */
    Collection<TaskState> tasks() {
        return tasks.values();
    }

    /** Tasks that are not STOPPED, in the order in which they were placed. */
    public Iterable<Task> unreleasedTasks() {
        return com.google.common.collect.Iterables.transform(tasks.values(), state -> state.task);
    }

    /** A DAEMON service is to be looked at when a task comes, goes or runs here, or something is freed. */
    void awaitedBy(String service) {
        awaiting.add(service);
    }

    /** Those that wait; they do no longer. */
    List<String> takeAwaiting() {
        if (awaiting.isEmpty()) {
            return List.of();
        }
        List<String> taken = List.copyOf(awaiting);
        awaiting.clear();
        return taken;
    }

    /** Whether its agent has been away for so long that what is there counts no more, neither as there nor as gone. */
    public boolean lost() {
        return instance.agentLostAt() != null;
    }

    /** How many tasks may be here whose records can't be read. */
    public int tasksAside() {
        return tasksAside;
    }

    public int unreleasedCount() {
        return tasks.size();
    }

    public boolean draining() {
        return instance.status() == ContainerInstanceStatus.DRAINING;
    }

    public Connectivity connectivity() {
        return instance.agentConnected() ? Connectivity.CONNECTED : Connectivity.DISCONNECTED;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String arn() {
        return instance.containerInstanceArn();
    }

    @Override
    public Object description() {
        return instance;
    }

    @Override
    public @Nullable String capacityProviderName() {
        return instance.capacityProviderName();
    }

    @Override
    public boolean forOneTask() {
        return forOneTask;
    }

    @Override
    public boolean active() {
        return instance.status() == ContainerInstanceStatus.ACTIVE;
    }

    @Override
    public boolean connected() {
        return instance.agentConnected();
    }

    private static int left(int registered, long used) {
        return (int) Math.max(Integer.MIN_VALUE, registered - used);
    }

    /** CPU units that it has, whatever is on it. */
    public int registeredCpu() {
        return registeredCpu;
    }

    /** MiB that it has, whatever is on it. */
    public int registeredMemory() {
        return registeredMemory;
    }

    @Override
    public int remainingCpu() {
        return left(registeredCpu, usedCpu);
    }

    @Override
    public int remainingMemory() {
        return left(registeredMemory, usedMemory);
    }

    @Override
    public int remainingGpus() {
        return left(registeredGpus, usedGpus);
    }

    @Override
    public int remainingPortReservations() {
        return MAX_RESERVED_PORTS - reservedPorts;
    }

    @Override
    public boolean portTaken(TransportProtocol protocol, int port) {
        return ports.isTaken(protocol, port);
    }

    @Override
    public @Nullable String attribute(String name) {
        return attributes.get(name);
    }

    @Override
    public @Nullable String agentVersion() {
        VersionInfo versions = instance.versionInfo();
        return versions == null ? null : versions.agentVersion();
    }

    @Override
    public @Nullable String ec2InstanceId() {
        return instance.ec2InstanceId();
    }

    @Override
    public @Nullable Instant registeredAt() {
        return instance.registeredAt();
    }

    @Override
    public int runningTasksCount() {
        return runningTasks;
    }

    @Override
    public int tasksOfGroup(String group) {
        return groups.getOrDefault(group, 0);
    }

    @Override
    public boolean anyGroup(Predicate<String> test) {
        for (String group : groups.keySet()) {
            if (test.test(group)) {
                return true;
            }
        }
        return false;
    }
}
