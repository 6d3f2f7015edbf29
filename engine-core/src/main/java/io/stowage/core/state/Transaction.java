package io.stowage.core.state;

import io.stowage.core.agent.Attachment;
import io.stowage.core.agent.TaskOrder;
import io.stowage.model.Cluster;
import io.stowage.model.ContainerInstance;
import io.stowage.model.DesiredStatus;
import io.stowage.model.Service;
import io.stowage.model.ServiceEvent;
import io.stowage.model.Task;
import io.stowage.model.TaskBuilder;
import io.stowage.model.TaskDefinition;
import io.stowage.model.TaskStatus;
import io.stowage.spi.Payload;
import io.stowage.spi.StoredRecord;
import io.stowage.spi.Write;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The changes of one turn. Each is applied to the state in memory at once, so that what is decided later in the turn sees it, and is
 * remembered as a write. If the turn's commit turns out to have failed, the state is thrown away and read anew.
 *
 * <p>A record that changes several times in a turn is written once, with a version one higher than before: the store's versions
 * have no gaps.
 */
public final class Transaction {

    /** ECS shows the last 100 events of a service. */
    public static final int EVENTS_KEPT = 100;

    private final ClusterState state;
    private final Instant now;
    private final TaskIndex index;
    private final Map<RecordKey, Touched> touched = new LinkedHashMap<>();
    private final Map<String, Map<String, TaskOrder>> orders = new LinkedHashMap<>();
    private final List<ServiceNote> notes = new ArrayList<>();

    private record Touched(@Nullable Object value, long version) {}

    private final Map<String, ServiceChange> serviceChanges = new LinkedHashMap<>();

    /** A service as it was before the turn, null if it was not there, and as it is now. */
    public record ServiceChange(@Nullable Service before, Service after) {}

    /** An event of a service that was added in this turn. */
    public record ServiceNote(Service service, ServiceEvent event) {}

    public Transaction(ClusterState state, Instant now) {
        this.state = state;
        this.now = now;
        this.index = new TaskIndex(state);
    }

    public ClusterState state() {
        return state;
    }

    public Instant now() {
        return now;
    }

    public void putCluster(Cluster cluster) {
        state.cluster(cluster);
        touch(Kind.CLUSTER, cluster.clusterName(), cluster);
    }

    public void putDefinition(TaskDefinition definition) {
        String arn = Objects.requireNonNull(definition.taskDefinitionArn());
        if (!state.definitions.containsKey(arn)) {
            state.definitions.put(arn, new DefinitionState(definition));
            state.maybeUnused.add(arn);
            touch(Kind.DEFINITION, Ids.shortId(arn), definition);
        }
    }

    public void putAttachment(Attachment attachment) {
        state.attachments.put(attachment.containerInstanceId(), attachment);
        touch(Kind.ATTACHMENT, attachment.containerInstanceId(), attachment);
    }

    public void putInstance(ContainerInstance instance) {
        String id = Ids.shortId(instance.containerInstanceArn());
        InstanceState known = state.instances.get(id);
        long version = touch(Kind.INSTANCE, id, instance);
        ContainerInstance versioned = instance.toBuilder().version(version).build();
        touched.put(new RecordKey(Kind.INSTANCE, id), new Touched(versioned, version));
        if (versioned.containerInstanceName() != null) {
            state.instanceNames.put(versioned.containerInstanceName(), id);
        }
        if (known == null) {
            state.instances.put(id, new InstanceState(versioned));
        } else {
            changeInstance(known, versioned);
        }
        state.capacityAppeared();
    }

    private void changeInstance(InstanceState known, ContainerInstance next) {
        for (TaskState task : known.tasks()) {
            if (task.service != null && task.wanted()) {
                task.service.countTask(known, -1);
            }
        }
        known.become(next);
        for (TaskState task : known.tasks()) {
            Buckets.sort(task, now, state.healthyAfterRunning());
            if (task.service != null && task.wanted()) {
                task.service.countTask(known, 1);
                state.markDirty(task.service.record().serviceName());
            }
        }
    }

    /** Removes an instance; none of its tasks is left unreleased. */
    public void deleteInstance(String id) {
        InstanceState known = state.instances.remove(id);
        if (known != null && known.record().containerInstanceName() != null) {
            state.instanceNames.remove(known.record().containerInstanceName());
        }
        delete(Kind.INSTANCE, id);
        if (state.attachments.remove(id) != null) {
            delete(Kind.ATTACHMENT, id);
        }
    }

    public void putService(Service service) {
        ServiceState known = state.services.get(service.serviceName());
        Service recordBefore = known == null ? null : known.record();
        if (known == null) {
            state.services.put(service.serviceName(), new ServiceState(service, state.instances));
        } else {
            countUses(known.record(), -1);
            known.become(service);
        }
        countUses(service, 1);
        ServiceChange change = serviceChanges.get(service.serviceName());
        Service before = change != null ? change.before : recordBefore;
        serviceChanges.put(service.serviceName(), new ServiceChange(before, service));
        touch(Kind.SERVICE, service.serviceName(), service);
        state.unblock(service.serviceName());
        state.markDirty(service.serviceName());
    }

    /** Removes a service with its events. */
    public void deleteService(String name) {
        ServiceState known = state.services.remove(name);
        if (known != null) {
            countUses(known.record(), -1);
            for (ServiceEvent event : known.events()) {
                delete(Kind.EVENT, eventId(known.record(), event));
            }
            delete(Kind.SERVICE, name);
            state.unblock(name);
        }
    }

    private void countUses(Service service, int by) {
        service.deployments().forEach(deployment -> {
            DefinitionState definition = state.definitions.get(deployment.taskDefinition());
            if (definition != null) {
                definition.users += by;
                state.maybeUnused.add(deployment.taskDefinition());
            }
        });
    }

    /** Adds an event to a service; the oldest one goes when there are too many. */
    public void addEvent(ServiceState service, String message) {
        PartitionMeta meta = state.meta();
        ServiceEvent event = new ServiceEvent(HexFormat.of().toHexDigits(meta.nextEvent()), now, message);
        state.meta(new PartitionMeta(meta.now(), meta.nextEvent() + 1), state.metaVersion());
        service.addEvent(event);
        touch(Kind.EVENT, eventId(service.record(), event), event);
        ServiceEvent dropped = service.dropEventBeyond(EVENTS_KEPT);
        if (dropped != null) {
            delete(Kind.EVENT, eventId(service.record(), dropped));
        }
        notes.add(new ServiceNote(service.record(), event));
    }

    private static String eventId(Service service, ServiceEvent event) {
        return service.serviceName() + "/" + event.id();
    }

    /** Adds a task that is new. Its version is 1. */
    public void addTask(Task task) {
        String id = Ids.shortId(task.taskArn());
        touched.put(new RecordKey(Kind.TASK, id), new Touched(task, task.version()));
        index.add(task, now);
        order(id, task);
    }

    /** Changes a task. */
    public Task changeTask(String id, Consumer<TaskBuilder> change) {
        TaskState known = Objects.requireNonNull(state.tasks.get(id), id);
        Task before = known.task;
        RecordKey key = new RecordKey(Kind.TASK, id);
        TaskBuilder builder = before.toBuilder();
        builder.version(touched.containsKey(key) ? before.version() : before.version() + 1);
        change.accept(builder);
        Task after = builder.build();
        touched.put(key, new Touched(after, after.version()));
        index.update(known, after, now);
        if (before.desiredStatus() != after.desiredStatus()) {
            order(id, after);
        }
        return after;
    }

    /** Forgets a STOPPED task. */
    public void deleteTask(String id) {
        TaskState known = state.tasks.get(id);
        if (known != null) {
            index.remove(known);
            delete(Kind.TASK, id);
        }
    }

    private void order(String id, Task task) {
        String instance = Ids.shortIdOrNull(task.containerInstanceArn());
        if (instance != null && task.lastStatus() != TaskStatus.STOPPED) {
            orders.computeIfAbsent(instance, i -> new LinkedHashMap<>()).put(id, orderFor(task));
        }
    }

    /** What the agent of the task's instance is told of it. */
    public TaskOrder orderFor(Task task) {
        return Orders.of(state, task);
    }

    /** Remembers what became of an operation. */
    public void putToken(ClientToken token) {
        state.tokens.put(token.id(), token);
        touch(Kind.TOKEN, token.id(), token);
    }

    public void deleteToken(String id) {
        if (state.tokens.remove(id) != null) {
            delete(Kind.TOKEN, id);
        }
    }

    private long touch(Kind kind, String id, Object value) {
        RecordKey key = new RecordKey(kind, id);
        Touched before = touched.get(key);
        long committed = kind.countsVersions() ? state.versions.getOrDefault(key, 0L) : 0;
        long version = before == null ? committed + 1 : before.version;
        touched.put(key, new Touched(value, version));
        if (kind.countsVersions()) {
            state.versions.put(key, version);
        }
        return version;
    }

    private void delete(Kind kind, String id) {
        RecordKey key = new RecordKey(kind, id);
        Touched before = touched.get(key);
        // Put again in the same turn, the record gets this version: to the store it was never gone.
        long committed = kind.neverChanges() ? 1 : state.versions.getOrDefault(key, 0L);
        long version = before == null ? committed + 1 : before.version;
        touched.put(key, new Touched(null, version));
        state.versions.remove(key);
    }

    /** Whether there is anything to commit. */
    public boolean isEmpty() {
        return touched.isEmpty();
    }

    public int size() {
        return touched.size();
    }

    /** Removes revisions that nothing uses any more, moves the partition's time on, and yields what to commit. */
    public List<Write> writes(Function<Object, String> writer) {
        for (String arn : unusedDefinitions()) {
            state.definitions.remove(arn);
            delete(Kind.DEFINITION, Ids.shortId(arn));
        }
        long metaVersion = state.metaVersion() + 1;
        state.meta(new PartitionMeta(now, state.meta().nextEvent()), metaVersion);
        List<Write> writes = new ArrayList<>(touched.size() + 1);
        writes.add(put(Kind.META, Kind.META.storedName(), metaVersion, state.meta(), writer));
        touched.forEach((key, value) -> writes.add(
                value.value == null
                        ? new Write.Delete(key.kind().storedName(), key.id())
                        : put(key.kind(), key.id(), value.version, value.value, writer)));
        return writes;
    }

    private List<String> unusedDefinitions() {
        List<String> unused = new ArrayList<>();
        for (String arn : state.maybeUnused) {
            DefinitionState definition = state.definitions.get(arn);
            if (definition != null && definition.users == 0) {
                unused.add(arn);
            }
        }
        state.maybeUnused.clear();
        return unused;
    }

    private static Write put(Kind kind, String id, long version, Object value, Function<Object, String> writer) {
        return new Write.Put(new StoredRecord(kind.storedName(), id, version, Payload.ofObject(value, writer)));
    }

    /** What agents are to be told once this is committed, by instance. */
    public Map<String, Collection<TaskOrder>> orders() {
        Map<String, Collection<TaskOrder>> byInstance = new LinkedHashMap<>();
        orders.forEach((instance, of) -> byInstance.put(instance, of.values()));
        return byInstance;
    }

    /** The tasks that changed, as they are now. */
    public <T> List<T> changed(Kind kind, Class<T> type) {
        List<T> changed = new ArrayList<>();
        touched.forEach((key, value) -> {
            if (key.kind() == kind && value.value != null) {
                changed.add(type.cast(value.value));
            }
        });
        return changed;
    }

    /** The ids of the records that were removed. */
    public List<String> deleted(Kind kind) {
        List<String> deleted = new ArrayList<>();
        touched.forEach((key, value) -> {
            if (key.kind() == kind && value.value == null) {
                deleted.add(key.id());
            }
        });
        return deleted;
    }

    /** The services that changed. */
    public Collection<ServiceChange> serviceChanges() {
        return serviceChanges.values();
    }

    public List<ServiceNote> notes() {
        return notes;
    }

    /** Whether a task's desired status is RUNNING. */
    public static boolean wanted(Task task) {
        return task.desiredStatus() == DesiredStatus.RUNNING;
    }
}
