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
import org.jspecify.annotations.Nullable;

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

    private static final int EVENT_DIGITS = 16;

    private final ClusterState state;
    private final Codec codec;
    private final RecordRules rules;

    public StateReader(ClusterState state, Codec codec) {
        this.state = state;
        this.codec = codec;
        this.rules = new RecordRules(state);
    }

    /** Reads a snapshot into a state that is new. Never throws for what the records hold: what can't be relied on is set aside. */
    public void read(PartitionSnapshot snapshot) {
        Map<String, List<StoredRecord>> records = sorted(snapshot);
        each(
                records,
                Kind.META,
                PartitionMeta.class,
                (meta, record) -> rules.meta(meta, record.id()),
                (meta, record) -> state.meta(meta, record.version()));
        renewMeta(records);
        each(
                records,
                Kind.CLUSTER,
                Cluster.class,
                (cluster, record) -> rules.cluster(cluster, record.id()),
                (cluster, record) -> state.cluster(cluster));
        each(
                records,
                Kind.CAPACITY_PROVIDER,
                AttachedProvider.class,
                (provider, record) -> rules.capacityProvider(provider, record.id()),
                (provider, record) -> state.providers.put(record.id(), provider));
        each(
                records,
                Kind.DEFINITION,
                TaskDefinition.class,
                (definition, record) -> rules.definition(definition, record.id()),
                (definition, record) -> state.definitions.put(
                        Objects.requireNonNull(definition.taskDefinitionArn()), new DefinitionState(definition)));
        each(
                records,
                Kind.LAUNCH,
                MachineLaunch.class,
                (launch, record) -> rules.launch(launch, record.id()),
                (launch, record) -> state.launches.put(record.id(), launch));
        each(
                records,
                Kind.PROVIDER_MEMORY,
                ProviderMemory.class,
                (memory, record) -> rules.providerMemory(memory, record.id()),
                (memory, record) -> state.providerMemories.put(record.id(), memory));
        readAttachments(records);
        each(
                records,
                Kind.INSTANCE,
                ContainerInstance.class,
                rules::instance,
                (instance, record) -> readInstance(instance, record.id()));
        each(
                records,
                Kind.SERVICE,
                Service.class,
                (service, record) -> rules.service(service, record.id()),
                (service, record) -> readService(service));
        readInactiveServices(records);
        each(
                records,
                Kind.PAST_DEPLOYMENT,
                PastDeployment.class,
                (past, record) -> rules.pastDeployment(past, record.id()),
                (past, record) -> state.pastDeployments.put(record.id(), past));
        each(
                records,
                Kind.EVENT,
                ServiceEvent.class,
                (event, record) -> rules.event(event, record.id()),
                (event, record) -> readEvent(event, record.id()));
        readTasks(records);
        readTokens(records);
        readReplies(records);
    }

    private void readReplies(Map<String, List<StoredRecord>> records) {
        List<Reply> replies = new ArrayList<>();
        each(
                records,
                Kind.REPLY,
                Reply.class,
                (reply, record) -> rules.reply(reply, record.id()),
                (reply, record) -> replies.add(reply));
        replies.sort(Comparator.comparing(Reply::repliedAt).thenComparing(Reply::requestId));
        replies.forEach(reply -> state.replies.put(reply.requestId(), reply));
    }

    private Map<String, List<StoredRecord>> sorted(PartitionSnapshot snapshot) {
        Map<String, List<StoredRecord>> records = new LinkedHashMap<>();
        for (Kind kind : Kind.values()) {
            records.put(kind.storedName(), new ArrayList<>());
        }
        for (StoredRecord record : snapshot.records()) {
            List<StoredRecord> ofKind = records.get(record.kind());
            if (ofKind == null) {
                state.quarantine().add(record.kind(), record.id(), "this version knows no such kind of record");
            } else {
                ofKind.add(record);
            }
        }
        return records;
    }

    /**
     * The partition's memory of itself can be made anew from the rest, should somebody have removed it: its time goes on by the clock, and
     * numbers that events have are not given out again.
     */
    private void renewMeta(Map<String, List<StoredRecord>> records) {
        PartitionMeta read = state.meta();
        long next = read.nextEvent();
        for (StoredRecord event : ofKind(records, Kind.EVENT)) {
            next = Math.max(next, numberOf(event.id()) + 1);
        }
        long version = 0;
        for (StoredRecord meta : ofKind(records, Kind.META)) {
            version = meta.id().equals(Kind.META.storedName()) ? meta.version() : version;
        }
        state.meta(read.nextEvent(next), version);
        boolean anything = records.values().stream().anyMatch(ofKind -> !ofKind.isEmpty());
        if (anything) {
            state.readAt(version, ofKind(records, Kind.TASK).isEmpty());
        }
    }

    private static long numberOf(String eventId) {
        int first = eventId.lastIndexOf('/') + 1;
        if (eventId.length() - first != EVENT_DIGITS || eventId.charAt(first) != '0') {
            return 0;
        }
        for (int i = first; i < eventId.length(); i++) {
            char digit = eventId.charAt(i);
            if ((digit < '0' || digit > '9') && (digit < 'a' || digit > 'f')) {
                return 0;
            }
        }
        return Long.parseLong(eventId, first, eventId.length(), 16);
    }

    private static List<StoredRecord> ofKind(Map<String, List<StoredRecord>> records, Kind kind) {
        return Objects.requireNonNull(records.get(kind.storedName()));
    }

    private void readInstance(ContainerInstance instance, String id) {
        state.putInstance(new InstanceState(instance));
        if (instance.containerInstanceName() != null) {
            state.instanceNames.put(instance.containerInstanceName(), id);
        }
    }

    private void readAttachments(Map<String, List<StoredRecord>> records) {
        List<Attachment> attachments = new ArrayList<>();
        each(
                records,
                Kind.ATTACHMENT,
                Attachment.class,
                (attachment, record) -> rules.attachment(attachment, record.id()),
                (attachment, record) -> attachments.add(attachment));
        attachments.sort(Comparator.comparing(attachment -> attachment.former() == null
                ? Instant.EPOCH
                : attachment.former().since()));
        attachments.forEach(attachment -> state.attach(attachment.containerInstanceId(), attachment));
    }

    private void readTokens(Map<String, List<StoredRecord>> records) {
        List<ClientToken> tokens = new ArrayList<>();
        each(
                records,
                Kind.TOKEN,
                ClientToken.class,
                (token, record) -> rules.token(token, record.id()),
                (token, record) -> tokens.add(token));
        tokens.sort(Comparator.comparing(ClientToken::createdAt).thenComparing(ClientToken::id));
        tokens.forEach(token -> state.tokens.put(token.id(), token));
    }

    private void readService(Service service) {
        state.putService(new ServiceState(service, state.instances));
        service.deployments()
                .forEach(deployment ->
                        Objects.requireNonNull(state.definitions.get(deployment.taskDefinition())).users++);
        state.markDirty(service.serviceName());
    }

    /** One of which it isn't known since when, is INACTIVE from now on. */
    private void readInactiveServices(Map<String, List<StoredRecord>> records) {
        Map<String, InactiveService> noted = new TreeMap<>();
        each(
                records,
                Kind.INACTIVE_SERVICE,
                InactiveService.class,
                (one, record) -> rules.inactiveService(one, record.id()),
                (one, record) -> noted.put(one.serviceName(), one));
        List<InactiveService> inactive = new ArrayList<>();
        for (ServiceState service : state.services.values()) {
            String name = service.record().serviceName();
            boolean isNoted = !state.quarantine().holds(Kind.INACTIVE_SERVICE, name);
            if (service.record().status() == ServiceStatus.INACTIVE && isNoted) {
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
        each(records, Kind.TASK, Task.class, rules::task, (task, record) -> tasks.add(Dated.of(task, record.id())));
        tasks.sort(null);
        TaskIndex index = new TaskIndex(state);
        Instant now = state.meta().now();
        tasks.forEach(dated -> index.add(dated.id, dated.task, now));
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
    private interface Rule<T> {
        @Nullable
        String wrongWith(T value, StoredRecord record);
    }

    @FunctionalInterface
    private interface Reading<T> {
        void of(T value, StoredRecord record);
    }

    private <T extends Record> void each(
            Map<String, List<StoredRecord>> records, Kind kind, Class<T> type, Rule<T> rule, Reading<T> reading) {
        for (StoredRecord record : ofKind(records, kind)) {
            one(record, kind, type, rule, reading);
        }
    }

    private <T extends Record> void one(
            StoredRecord record, Kind kind, Class<T> type, Rule<T> rule, Reading<T> reading) {
        RecordKey key = new RecordKey(kind, record.id());
        T value = null;
        String wrong;
        try {
            Object stored = record.payload().object(Object.class, json -> codec.read(type, json));
            Document<?> document = stored instanceof Document<?> with ? with : null;
            value = type.cast(document == null ? stored : document.value());
            wrong = rule.wrongWith(value, record);
            if (wrong == null) {
                reading.of(value, record);
                if (document != null) {
                    state.unknownFields.put(key, document);
                }
                if (kind.countsVersions()) {
                    state.versions.put(key, record.version());
                }
            }
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError unreadable) {
            wrong = String.valueOf(unreadable.getMessage());
        }
        if (wrong != null) {
            state.quarantine().add(kind.storedName(), record.id(), wrong);
            if (kind == Kind.TASK) {
                traces(value, record).count(record.id(), state);
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

    private static TaskTraces traces(@Nullable Object task, StoredRecord record) {
        return task == null ? TaskTraces.of(record.payload().text()) : TaskTraces.of((Task) task);
    }
}
