package io.stowage.core.state;

import io.stowage.core.agent.Attachment;
import io.stowage.core.agent.TaskOrder;
import io.stowage.core.json.Document;
import io.stowage.model.Cluster;
import io.stowage.model.ContainerInstance;
import io.stowage.model.DesiredStatus;
import io.stowage.model.Service;
import io.stowage.model.ServiceEvent;
import io.stowage.model.ServiceStatus;
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
    private final Undo undo;
    private final Map<RecordKey, Change> touched = new LinkedHashMap<>();
    private final Map<String, Map<String, TaskOrder>> orders = new LinkedHashMap<>();
    private final List<ServiceNote> notes = new ArrayList<>();

    private @Nullable Change latest;
    /** Where the part at work began. */
    private @Nullable Change savepoint;

    private int notesBefore;
    /** What was unknown of records that are deleted. */
    private final Map<RecordKey, Document<?>> forgotten = new LinkedHashMap<>();
    /** Whether a change is being made: one that breaks off in the middle can't be undone. */
    private boolean changing;

    private final Map<String, ServiceChange> serviceChanges = new LinkedHashMap<>();

    /** A service as it was before the turn, null if it was not there, and as it is now. */
    public record ServiceChange(@Nullable Service before, Service after) {}

    /** An event of a service that was added in this turn. */
    public record ServiceNote(Service service, ServiceEvent event) {}

    public Transaction(ClusterState state, Instant now) {
        this.state = state;
        this.now = now;
        this.index = new TaskIndex(state);
        this.undo = new Undo(state, index, now);
    }

    /** A part begins, which {@link #rollback} would undo. Costs nothing. */
    public void savepoint() {
        savepoint = latest;
        notesBefore = notes.size();
    }

    /**
     * Undoes what was changed since the {@link #savepoint}, in time proportional to that.
     *
     * @throws IllegalStateException if a change broke off in the middle: then the state can't be relied on any more
     */
    public void rollback() {
        if (changing) {
            throw new IllegalStateException("a change of the state broke off in the middle");
        }
        changing = true;
        while (latest != savepoint) {
            Change change = Objects.requireNonNull(latest);
            latest = change.previous;
            undo.of(change);
            forget(change);
        }
        while (notes.size() > notesBefore) {
            notes.remove(notes.size() - 1);
        }
        changing = false;
    }

    private void forget(Change change) {
        if (change.replaced == null) {
            touched.remove(change.key);
        } else {
            touched.put(change.key, change.replaced);
        }
        Document<?> unknown = change.value == null ? forgotten.remove(change.key) : null;
        if (unknown != null) {
            state.unknownFields.put(change.key, unknown);
        }
        String id = change.key.id();
        if (change.key.kind() == Kind.SERVICE) {
            ServiceChange told = serviceChanges.remove(id);
            if (told != null && change.replaced != null && change.before instanceof Undo.PutService put) {
                serviceChanges.put(id, new ServiceChange(told.before, put.service()));
            }
        } else if (change.key.kind() == Kind.TASK && change.value != null) {
            forgetOrder(id, (Task) change.value, change.replaced == null);
        }
    }

    private void forgetOrder(String id, Task undone, boolean wasFirst) {
        Map<String, TaskOrder> ofInstance =
                orders.get(String.valueOf(Ids.shortIdOrNull(undone.containerInstanceArn())));
        TaskState left = state.tasks.get(id);
        if (ofInstance != null && (wasFirst || left == null)) {
            ofInstance.remove(id);
        } else if (ofInstance != null && left != null) {
            ofInstance.computeIfPresent(id, (same, order) -> orderFor(left.task));
        }
    }

    public ClusterState state() {
        return state;
    }

    public Instant now() {
        return now;
    }

    public void putCluster(Cluster cluster) {
        changing = true;
        Cluster before = state.cluster();
        state.cluster(cluster);
        touch(Kind.CLUSTER, cluster.clusterName(), cluster, before);
        changing = false;
    }

    public void putDefinition(TaskDefinition definition) {
        String arn = Objects.requireNonNull(definition.taskDefinitionArn());
        if (!state.definitions.containsKey(arn)) {
            DefinitionState added = new DefinitionState(definition);
            changing = true;
            state.definitions.put(arn, added);
            state.maybeUnused.add(arn);
            touch(Kind.DEFINITION, Ids.shortId(arn), definition, arn);
            changing = false;
        }
    }

    public void putAttachment(Attachment attachment) {
        changing = true;
        Attachment before = state.attachments.put(attachment.containerInstanceId(), attachment);
        touch(Kind.ATTACHMENT, attachment.containerInstanceId(), attachment, before);
        changing = false;
    }

    public void putInstance(ContainerInstance instance) {
        String id = Ids.shortId(instance.containerInstanceArn());
        InstanceState known = state.instances.get(id);
        RecordKey key = new RecordKey(Kind.INSTANCE, id);
        ContainerInstance versioned =
                instance.toBuilder().version(nextVersion(key, known != null)).build();
        changing = true;
        touch(Kind.INSTANCE, id, versioned, known == null ? null : known.record());
        if (versioned.containerInstanceName() != null) {
            state.instanceNames.put(versioned.containerInstanceName(), id);
        }
        if (known == null) {
            state.instances.put(id, new InstanceState(versioned));
        } else {
            index.changeInstance(known, versioned, now);
        }
        state.capacityAppeared();
        changing = false;
    }

    /** Removes an instance; none of its tasks is left unreleased. */
    public void deleteInstance(String id) {
        changing = true;
        InstanceState known = state.instances.remove(id);
        if (known != null && known.record().containerInstanceName() != null) {
            state.instanceNames.remove(known.record().containerInstanceName());
        }
        delete(Kind.INSTANCE, id, known);
        Attachment attachment = state.attachments.remove(id);
        if (attachment != null) {
            delete(Kind.ATTACHMENT, id, attachment);
        }
        changing = false;
    }

    public void putService(Service service) {
        String name = service.serviceName();
        ServiceState known = state.services.get(name);
        Service recordBefore = known == null ? null : known.record();
        changing = true;
        Undo.PutService before = null;
        if (known == null) {
            state.services.put(name, new ServiceState(service, state.instances));
        } else {
            state.countUses(known.record(), -1);
            before = new Undo.PutService(known.record(), known.become(service));
        }
        state.countUses(service, 1);
        ServiceChange change = serviceChanges.get(name);
        serviceChanges.put(name, new ServiceChange(change != null ? change.before : recordBefore, service));
        touch(Kind.SERVICE, name, service, before);
        noteInactive(recordBefore, service);
        state.unblock(name);
        state.markDirty(name);
        changing = false;
    }

    private void noteInactive(@Nullable Service before, Service after) {
        String name = after.serviceName();
        boolean was = before != null && before.status() == ServiceStatus.INACTIVE;
        boolean is = after.status() == ServiceStatus.INACTIVE;
        if (is && !was) {
            InactiveService noted = new InactiveService(name, now);
            touch(Kind.INACTIVE_SERVICE, name, noted, state.inactiveServices.put(name, noted));
        } else if (was && !is) {
            forgetInactive(name);
        }
    }

    private void forgetInactive(String name) {
        InactiveService noted = state.inactiveServices.remove(name);
        if (noted != null) {
            delete(Kind.INACTIVE_SERVICE, name, noted);
        }
    }

    /** Removes a service with its events. */
    public void deleteService(String name) {
        changing = true;
        ServiceState known = state.services.remove(name);
        if (known != null) {
            state.countUses(known.record(), -1);
            for (ServiceEvent event : known.events()) {
                delete(Kind.EVENT, eventId(known.record(), event), null);
            }
            delete(Kind.SERVICE, name, known);
            forgetInactive(name);
            state.unblock(name);
        }
        changing = false;
    }

    /** Adds an event to a service; the oldest one goes when there are too many. */
    public void addEvent(ServiceState service, String message) {
        PartitionMeta meta = state.meta();
        ServiceEvent event = new ServiceEvent(HexFormat.of().toHexDigits(meta.nextEvent()), now, message);
        changing = true;
        state.meta(new PartitionMeta(meta.now(), meta.nextEvent() + 1), state.metaVersion());
        service.addEvent(event);
        touch(Kind.EVENT, eventId(service.record(), event), event, null);
        ServiceEvent dropped = service.dropEventBeyond(EVENTS_KEPT);
        if (dropped != null) {
            delete(Kind.EVENT, eventId(service.record(), dropped), dropped);
        }
        notes.add(new ServiceNote(service.record(), event));
        changing = false;
    }

    private static String eventId(Service service, ServiceEvent event) {
        return service.serviceName() + "/" + event.id();
    }

    /** Adds a task that is new. Its version is 1. */
    public void addTask(Task task) {
        String id = Ids.shortId(task.taskArn());
        changing = true;
        record(new RecordKey(Kind.TASK, id), task, task.version(), null);
        index.add(task, now);
        order(id, task);
        changing = false;
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
        changing = true;
        record(key, after, after.version(), before);
        index.update(known, after, now);
        if (before.desiredStatus() != after.desiredStatus()) {
            order(id, after);
        }
        changing = false;
        return after;
    }

    /** Forgets a STOPPED task. */
    public void deleteTask(String id) {
        TaskState known = state.tasks.get(id);
        if (known != null) {
            changing = true;
            index.remove(known);
            delete(Kind.TASK, id, known);
            changing = false;
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
        changing = true;
        ClientToken before = state.tokens.put(token.id(), token);
        touch(Kind.TOKEN, token.id(), token, before);
        changing = false;
    }

    public void deleteToken(String id) {
        changing = true;
        ClientToken before = state.tokens.remove(id);
        if (before != null) {
            delete(Kind.TOKEN, id, before);
        }
        changing = false;
    }

    /** @param isThere whether the state holds the record */
    private long nextVersion(RecordKey key, boolean isThere) {
        Change earlier = touched.get(key);
        if (earlier != null) {
            // Put again in the turn that deleted it, a record gets this version: to the store it was never gone.
            return earlier.version;
        }
        if (key.kind().neverChanges()) {
            return isThere ? 2 : 1;
        }
        return state.versions.getOrDefault(key, 0L) + 1;
    }

    private void touch(Kind kind, String id, Object value, @Nullable Object before) {
        RecordKey key = new RecordKey(kind, id);
        long version = nextVersion(key, false);
        record(key, value, version, before);
        if (kind.countsVersions()) {
            state.versions.put(key, version);
        }
    }

    private void delete(Kind kind, String id, @Nullable Object before) {
        RecordKey key = new RecordKey(kind, id);
        record(key, null, nextVersion(key, true), before);
        state.versions.remove(key);
        if (!state.unknownFields.isEmpty()) {
            Document<?> unknown = state.unknownFields.remove(key);
            if (unknown != null) {
                forgotten.put(key, unknown);
            }
        }
    }

    private void record(RecordKey key, @Nullable Object value, long version, @Nullable Object before) {
        latest = new Change(key, value, version, before, touched.get(key), latest);
        touched.put(key, latest);
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
            delete(Kind.DEFINITION, Ids.shortId(arn), null);
        }
        long metaVersion = state.metaVersion() + 1;
        state.meta(new PartitionMeta(now, state.meta().nextEvent()), metaVersion);
        List<Write> writes = new ArrayList<>(touched.size() + 1);
        RecordKey meta = new RecordKey(Kind.META, Kind.META.storedName());
        writes.add(put(meta, metaVersion, state.meta(), writer));
        touched.forEach((key, value) -> writes.add(
                value.value == null
                        ? new Write.Delete(key.kind().storedName(), key.id())
                        : put(key, value.version, value.value, writer)));
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

    private Write put(RecordKey key, long version, Object value, Function<Object, String> writer) {
        Document<?> unknown = state.unknownFields.isEmpty() ? null : state.unknownFields.get(key);
        Object stored = unknown == null ? value : unknown.withAny(value);
        return new Write.Put(
                new StoredRecord(key.kind().storedName(), key.id(), version, Payload.ofObject(stored, writer)));
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
