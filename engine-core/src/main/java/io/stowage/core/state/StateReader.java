package io.stowage.core.state;

import io.stowage.core.agent.Attachment;
import io.stowage.core.json.Document;
import io.stowage.model.Cluster;
import io.stowage.model.ContainerInstance;
import io.stowage.model.Service;
import io.stowage.model.ServiceEvent;
import io.stowage.model.ServiceStatus;
import io.stowage.model.Task;
import io.stowage.model.TaskDefinition;
import io.stowage.model.TaskStatus;
import io.stowage.spi.PartitionSnapshot;
import io.stowage.spi.StoredRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Makes the state of a partition from its stored records. Kinds are read so that what is referred to comes first; tasks in the order
 * in which they began or stopped, on which the queues of the state rely.
 */
public final class StateReader {

    /** Makes a record from its stored text; a {@link Document} of it, if the text has fields that the record does not. */
    @FunctionalInterface
    public interface Codec {
        Object read(Class<? extends Record> type, String json);
    }

    private final ClusterState state;
    private final Codec codec;

    public StateReader(ClusterState state, Codec codec) {
        this.state = state;
        this.codec = codec;
    }

    /** Reads a snapshot into a state that is new. */
    public void read(PartitionSnapshot snapshot) {
        Map<String, List<StoredRecord>> records = new LinkedHashMap<>();
        for (StoredRecord record : snapshot.records()) {
            records.computeIfAbsent(record.kind(), kind -> new ArrayList<>()).add(record);
        }
        each(records, Kind.META, PartitionMeta.class, (meta, record) -> state.meta(meta, record.version()));
        each(records, Kind.CLUSTER, Cluster.class, (cluster, record) -> state.cluster(cluster));
        each(
                records,
                Kind.DEFINITION,
                TaskDefinition.class,
                (definition, record) -> state.definitions.put(
                        Objects.requireNonNull(definition.taskDefinitionArn()), new DefinitionState(definition)));
        readAttachments(records);
        each(
                records,
                Kind.INSTANCE,
                ContainerInstance.class,
                (instance, record) -> readInstance(instance, record.id()));
        each(records, Kind.SERVICE, Service.class, (service, record) -> readService(service));
        readInactiveServices(records);
        each(records, Kind.EVENT, ServiceEvent.class, (event, record) -> readEvent(event, record.id()));
        readTasks(records);
        readTokens(records);
        readReplies(records);
    }

    private void readReplies(Map<String, List<StoredRecord>> records) {
        List<Reply> replies = new ArrayList<>();
        each(records, Kind.REPLY, Reply.class, (reply, record) -> replies.add(reply));
        replies.sort(Comparator.comparing(Reply::repliedAt).thenComparing(Reply::requestId));
        replies.forEach(reply -> state.replies.put(reply.requestId(), reply));
    }

    private void readInstance(ContainerInstance instance, String id) {
        state.instances.put(id, new InstanceState(instance));
        if (instance.containerInstanceName() != null) {
            state.instanceNames.put(instance.containerInstanceName(), id);
        }
    }

    private void readAttachments(Map<String, List<StoredRecord>> records) {
        List<Attachment> attachments = new ArrayList<>();
        each(records, Kind.ATTACHMENT, Attachment.class, (attachment, record) -> attachments.add(attachment));
        attachments.sort(Comparator.comparing(attachment -> attachment.former() == null
                ? Instant.EPOCH
                : attachment.former().since()));
        attachments.forEach(attachment -> state.attach(attachment.containerInstanceId(), attachment));
    }

    private void readTokens(Map<String, List<StoredRecord>> records) {
        List<ClientToken> tokens = new ArrayList<>();
        each(records, Kind.TOKEN, ClientToken.class, (token, record) -> tokens.add(token));
        tokens.sort(Comparator.comparing(ClientToken::createdAt).thenComparing(ClientToken::id));
        tokens.forEach(token -> state.tokens.put(token.id(), token));
    }

    private void readService(Service service) {
        state.services.put(service.serviceName(), new ServiceState(service, state.instances));
        service.deployments()
                .forEach(deployment ->
                        Objects.requireNonNull(state.definitions.get(deployment.taskDefinition())).users++);
        state.markDirty(service.serviceName());
    }

    /** One of which it isn't known since when, is INACTIVE from now on. */
    private void readInactiveServices(Map<String, List<StoredRecord>> records) {
        Map<String, InactiveService> noted = new TreeMap<>();
        each(records, Kind.INACTIVE_SERVICE, InactiveService.class, (one, record) -> noted.put(one.serviceName(), one));
        List<InactiveService> inactive = new ArrayList<>();
        for (ServiceState service : state.services.values()) {
            if (service.record().status() == ServiceStatus.INACTIVE) {
                String name = service.record().serviceName();
                inactive.add(noted.getOrDefault(
                        name, new InactiveService(name, state.meta().now())));
            }
        }
        inactive.sort(Comparator.comparing(InactiveService::since).thenComparing(InactiveService::serviceName));
        inactive.forEach(one -> state.inactiveServices.put(one.serviceName(), one));
    }

    private void readEvent(ServiceEvent event, String id) {
        ServiceState service = state.services.get(id.substring(0, id.lastIndexOf('/')));
        if (service != null) {
            service.addEvent(event);
        }
    }

    private void readTasks(Map<String, List<StoredRecord>> records) {
        List<Dated> tasks = new ArrayList<>();
        each(records, Kind.TASK, Task.class, (task, record) -> tasks.add(Dated.of(task, record.id())));
        tasks.sort(null);
        TaskIndex index = new TaskIndex(state);
        Instant now = state.meta().now();
        tasks.forEach(dated -> index.add(dated.task, now));
    }

    /** A task and when it began or stopped, worked out once for all comparisons. */
    private record Dated(long seconds, int nanos, String id, Task task) implements Comparable<Dated> {

        static Dated of(Task task, String id) {
            Instant moment = task.lastStatus() == TaskStatus.STOPPED ? task.stoppedAt() : task.startedAt();
            Instant began = moment == null ? task.createdAt() : moment;
            return new Dated(began.getEpochSecond(), began.getNano(), id, task);
        }

        @Override
        public int compareTo(Dated other) {
            int bySeconds = Long.compare(seconds, other.seconds);
            if (bySeconds != 0) {
                return bySeconds;
            }
            int byNanos = Integer.compare(nanos, other.nanos);
            return byNanos != 0 ? byNanos : id.compareTo(other.id);
        }
    }

    @FunctionalInterface
    private interface Reading<T> {
        void of(T value, StoredRecord record);
    }

    private <T extends Record> void each(
            Map<String, List<StoredRecord>> records, Kind kind, Class<T> type, Reading<T> reading) {
        for (StoredRecord record : records.getOrDefault(kind.storedName(), List.of())) {
            reading.of(value(record, kind, type), record);
            if (kind.countsVersions()) {
                state.versions.put(new RecordKey(kind, record.id()), record.version());
            }
        }
    }

    /** The record of a stored one; what it does not know of it, the state remembers. */
    <T extends Record> T value(StoredRecord record, Kind kind, Class<T> type) {
        Object stored = record.payload().object(Object.class, json -> codec.read(type, json));
        if (stored instanceof Document<?> document) {
            state.unknownFields.put(new RecordKey(kind, record.id()), document);
            return type.cast(document.value());
        }
        return type.cast(stored);
    }
}
