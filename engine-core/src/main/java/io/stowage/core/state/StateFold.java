package io.stowage.core.state;

import io.stowage.core.agent.Attachment;
import io.stowage.model.Cluster;
import io.stowage.model.ContainerInstance;
import io.stowage.model.Service;
import io.stowage.model.ServiceEvent;
import io.stowage.model.Task;
import io.stowage.model.TaskDefinition;
import io.stowage.spi.StoredRecord;
import io.stowage.spi.Write;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Folds what another engine committed into a state in memory, at the price of what changed.
 *
 * <p>Changes are the latest state of each record, whatever the order in which they came about: so what is referred to is put first, kind by
 * kind as in {@link StateReader}, and what is removed goes last, in the opposite order. What is derived follows by the same means by which it
 * follows the turns of a leader. The folded state answers reads and orders; its queues (who has been STOPPED longest) are in the order in
 * which it was seen. Decisions are never made on it: whoever takes the lease reads the partition.
 *
 * <p>If a fold throws, the partition is to be read anew.
 */
public final class StateFold {

    private static final Kind[] KINDS = Kind.values();

    private final ClusterState state;
    private final StateReader reader;
    private final TaskIndex index;
    private boolean folding;

    /** What is put, decoded. */
    private record Put(Kind kind, StoredRecord stored, Record record) {}

    /** For one state, which a {@link StateReader} has read. */
    public StateFold(ClusterState state, StateReader.Codec codec) {
        this.state = state;
        this.reader = new StateReader(state, codec);
        this.index = new TaskIndex(state);
    }

    /**
     * Folds the changes after the state's revision.
     *
     * @throws RuntimeException if they can't be folded; see {@link #broken}
     */
    public FoldedChanges fold(List<Write> writes) {
        requireReliable(writes);
        List<Put> puts = puts(writes);
        FoldedChanges changes = new FoldedChanges(state, false);
        folding = true;
        puts.forEach(put -> put(put, changes));
        for (int i = KINDS.length - 1; i >= 0; i--) {
            for (Write write : writes) {
                if (write instanceof Write.Delete && write.kind().equals(KINDS[i].storedName())) {
                    delete(KINDS[i], write.id(), changes);
                }
            }
        }
        settle();
        folding = false;
        return changes;
    }

    /** A change of a record that was set aside may have mended it, and what depends on it: reading all anew shows that. */
    private void requireReliable(List<Write> writes) {
        for (Write write : writes) {
            if (state.quarantine().holds(write.kind(), write.id())) {
                throw new IllegalStateException(write.kind() + " " + write.id() + ", which was set aside, has changed");
            }
        }
    }

    /** Whether a fold broke off half-way. One that could not read what it was to fold has changed nothing. */
    public boolean broken() {
        return folding;
    }

    private List<Put> puts(List<Write> writes) {
        List<Put> puts = new ArrayList<>(writes.size());
        for (Kind kind : KINDS) {
            for (Write write : writes) {
                if (write instanceof Write.Put put && write.kind().equals(kind.storedName())) {
                    state.unknownFields.remove(new RecordKey(kind, write.id()));
                    Class<? extends Record> type = kind.type().asSubclass(Record.class);
                    puts.add(new Put(kind, put.record(), reader.value(put.record(), kind, type)));
                }
            }
        }
        return puts;
    }

    private void put(Put put, FoldedChanges changes) {
        Kind kind = put.kind();
        String id = put.stored().id();
        Record record = put.record();
        if (kind.countsVersions()) {
            state.versions.put(new RecordKey(kind, id), put.stored().version());
        }
        switch (kind) {
            case META -> putMeta((PartitionMeta) record, put.stored().version(), changes);
            case CLUSTER -> {
                state.cluster((Cluster) record);
                changes.put(kind, id, record);
            }
            case CAPACITY_PROVIDER -> state.providers.put(id, (AttachedProvider) record);
            case DEFINITION -> putDefinition((TaskDefinition) record);
            case LAUNCH -> state.launches.put(id, (MachineLaunch) record);
            case PROVIDER_MEMORY -> state.providerMemories.put(id, (ProviderMemory) record);
            case ATTACHMENT -> {
                state.attach(id, (Attachment) record);
                changes.put(kind, id, record);
            }
            case INSTANCE -> putInstance(id, (ContainerInstance) record, changes);
            case SERVICE -> putService((Service) record, changes);
            case INACTIVE_SERVICE -> state.inactiveServices.put(id, (InactiveService) record);
            case PAST_DEPLOYMENT -> state.pastDeployments.put(id, (PastDeployment) record);
            case EVENT -> putEvent(id, (ServiceEvent) record, changes);
            case TASK -> putTask(id, (Task) record, changes);
            case TOKEN -> {
                state.tokens.remove(id);
                state.tokens.put(id, (ClientToken) record);
            }
            case REPLY -> {
                state.replies.put(id, (Reply) record);
                changes.put(kind, id, record);
            }
        }
    }

    /** It changes with each commit; what others want to know of that is who leads. */
    private void putMeta(PartitionMeta meta, long version, FoldedChanges changes) {
        if (!Objects.equals(meta.leader(), state.meta().leader())) {
            changes.put(Kind.META, Kind.META.storedName(), meta);
        }
        state.meta(meta, version);
    }

    /** A revision is what it is for ever: one that is there stays, with the count of its users. */
    private void putDefinition(TaskDefinition definition) {
        state.definitions.computeIfAbsent(
                Objects.requireNonNull(definition.taskDefinitionArn()), arn -> new DefinitionState(definition));
    }

    private void putInstance(String id, ContainerInstance instance, FoldedChanges changes) {
        InstanceState known = state.instances.get(id);
        if (known == null) {
            state.putInstance(new InstanceState(instance));
        } else {
            forgetName(known);
            index.changeInstance(known, instance, now());
        }
        if (instance.containerInstanceName() != null) {
            state.instanceNames.put(instance.containerInstanceName(), id);
        }
        changes.put(Kind.INSTANCE, id, instance);
    }

    /** The name may be another instance's by now. */
    private void forgetName(InstanceState instance) {
        if (instance.record().containerInstanceName() != null) {
            state.instanceNames.remove(instance.record().containerInstanceName(), instance.id());
        }
    }

    private void putService(Service service, FoldedChanges changes) {
        ServiceState known = state.services.get(service.serviceName());
        Service before = null;
        if (known == null) {
            state.putService(new ServiceState(service, state.instances));
        } else {
            before = known.record();
            state.countUses(before, -1);
            List<DeploymentState> unused = known.become(service);
            state.serviceChanged(known);
            state.changed(known, before, now());
        }
        state.countUses(service, 1);
        state.markDirty(service.serviceName());
        changes.service(before, service);
    }

    private void putEvent(String id, ServiceEvent event, FoldedChanges changes) {
        ServiceState service = serviceOf(id);
        if (service != null) {
            service.addEvent(event);
            changes.note(id, service.record(), event);
        }
    }

    private @Nullable ServiceState serviceOf(String eventId) {
        return state.services.get(eventId.substring(0, eventId.lastIndexOf('/')));
    }

    private void putTask(String id, Task task, FoldedChanges changes) {
        TaskState known = state.tasks.get(id);
        Task before = known == null ? null : known.task;
        if (known == null) {
            index.add(id, task, now());
        } else {
            index.update(known, task, now());
        }
        changes.task(id, before, task);
    }

    private Instant now() {
        return state.meta().now();
    }

    private void delete(Kind kind, String id, FoldedChanges changes) {
        RecordKey key = new RecordKey(kind, id);
        state.versions.remove(key);
        state.unknownFields.remove(key);
        switch (kind) {
            case META -> throw new IllegalStateException("a partition's memory of itself is never removed");
            case CLUSTER -> state.cluster(null);
            case CAPACITY_PROVIDER -> state.providers.remove(id);
            case DEFINITION -> state.definitions.remove(state.ids().taskDefinition(id));
            case LAUNCH -> state.launches.remove(id);
            case PROVIDER_MEMORY -> state.providerMemories.remove(id);
            case ATTACHMENT -> state.attach(id, null);
            case INSTANCE -> deleteInstance(id);
            case SERVICE -> deleteService(id);
            case INACTIVE_SERVICE -> state.inactiveServices.remove(id);
            case PAST_DEPLOYMENT -> state.pastDeployments.remove(id);
            case EVENT -> deleteEvent(id);
            case TASK -> deleteTask(id);
            case TOKEN -> state.tokens.remove(id);
            case REPLY -> state.replies.remove(id);
        }
        changes.delete(kind, id);
    }

    private void deleteInstance(String id) {
        InstanceState known = state.removeInstance(id);
        if (known != null) {
            forgetName(known);
        }
    }

    private void deleteService(String name) {
        ServiceState known = state.removeService(name);
        if (known != null) {
            state.countUses(known.record(), -1);
        }
    }

    private void deleteEvent(String id) {
        ServiceState service = serviceOf(id);
        if (service != null) {
            service.keptEvents().removeIf(event -> id.endsWith("/" + event.id()));
        }
    }

    /** It may not have been seen STOPPED. */
    private void deleteTask(String id) {
        TaskState known = state.tasks.get(id);
        if (known == null) {
            return;
        }
        if (known.stopped()) {
            index.remove(known);
            if (known.service != null) {
                known.service.stoppedTasks().remove(known);
            }
        } else {
            index.unadd(known);
        }
    }

    /** What a leader's turns would have taken from the queues is taken, so that they don't grow. */
    private void settle() {
        for (String name : state.takeDirty()) {
            ServiceState service = state.services.get(name);
            if (service != null) {
                state.mature(service, now());
            }
        }
        state.maybeUnused.clear();
        Task unused = state.oldestStopped();
    }
}
