package io.stowage.core.state;

import io.stowage.core.agent.Attachment;
import io.stowage.core.json.RawJson;
import io.stowage.core.json.RecordCodec;
import io.stowage.model.Cluster;
import io.stowage.model.ClusterStatus;
import io.stowage.model.ContainerInstanceStatus;
import io.stowage.model.ServiceEvent;
import io.stowage.model.ServiceStatus;
import io.stowage.model.TaskStatus;
import io.stowage.spi.PartitionSnapshot;
import io.stowage.spi.Payload;
import io.stowage.spi.Revision;
import io.stowage.spi.StoredRecord;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A partition as a store has it, record by record, and what an engine that begins makes of it. */
final class StoredPartition {

    static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final Map<RecordKey, StoredRecord> records = new LinkedHashMap<>();

    /** Two services, one of them INACTIVE, a task that runs on an instance, and a record of each of the other kinds. */
    static StoredPartition whole() {
        StoredPartition whole = new StoredPartition();
        Cluster cluster = Cluster.builder()
                .clusterArn(StateFixture.IDS.cluster())
                .clusterName("shop")
                .status(ClusterStatus.ACTIVE)
                .build();
        whole.put(Kind.META, "meta", 7, new PartitionMeta(NOW, 2, null, null));
        whole.put(Kind.CLUSTER, "shop", 1, cluster);
        whole.put(Kind.DEFINITION, "web:1", 1, StateFixture.definition(1));
        whole.put(Kind.ATTACHMENT, "i1", 1, new Attachment("i1", "engine", 1, null));
        whole.put(
                Kind.INSTANCE,
                "i1",
                1,
                StateFixture.instance("i1", "z1", ContainerInstanceStatus.ACTIVE).toBuilder()
                        .version(1)
                        .build());
        whole.put(Kind.SERVICE, "front", 1, StateFixture.service("front", 1));
        whole.put(
                Kind.SERVICE,
                "old",
                1,
                StateFixture.service("old", 1).toBuilder()
                        .status(ServiceStatus.INACTIVE)
                        .deployments(List.of())
                        .build());
        whole.put(Kind.INACTIVE_SERVICE, "old", 1, new InactiveService("old", NOW.minusSeconds(60)));
        whole.put(Kind.EVENT, "front/0000000000000001", 1, new ServiceEvent("0000000000000001", NOW, "said"));
        whole.put(
                Kind.TASK,
                "t1",
                1,
                StateFixture.task("t1", "i1", "front", 1, NOW.minusSeconds(90)).toBuilder()
                        .lastStatus(TaskStatus.RUNNING)
                        .startedAt(NOW.minusSeconds(80))
                        .build());
        whole.put(Kind.TOKEN, "RunTask/x", 1, new ClientToken("RunTask/x", "hash", List.of("arn"), NOW));
        whole.put(Kind.REPLY, "r1", 1, new Reply("r1", new RawJson("{}"), null, NOW));
        return whole;
    }

    /** Stores a record, in the place of the one that was there. */
    StoredPartition put(Kind kind, String id, long version, Object record) {
        return put(kind.storedName(), kind, id, version, Payload.ofObject(record, RecordCodec::toJson));
    }

    /** Stores a text as the first version of a record, in the place of what was there. */
    StoredPartition text(Kind kind, String id, String json) {
        return put(kind.storedName(), kind, id, 1, Payload.ofText(json));
    }

    private StoredPartition put(String storedKind, Kind kind, String id, long version, Payload payload) {
        records.put(new RecordKey(kind, id), new StoredRecord(storedKind, id, version, payload));
        return this;
    }

    StoredPartition remove(Kind kind, String id) {
        records.remove(new RecordKey(kind, id));
        return this;
    }

    /** Changes a record, and leaves its version as it is. */
    <T> StoredPartition edit(Kind kind, String id, Class<T> type, UnaryOperator<T> edit) {
        StoredRecord stored = records.get(new RecordKey(kind, id));
        return put(kind, id, stored.version(), edit.apply(object(stored, type)));
    }

    private static <T> T object(StoredRecord stored, Class<T> type) {
        return stored.payload().object(type, json -> {
            throw new AssertionError("this one was stored as a text");
        });
    }

    /** What an engine that begins knows. */
    ClusterState read() {
        return read(List.of());
    }

    /** The same, beside records that this version knows no kind of. */
    ClusterState read(List<StoredRecord> others) {
        ClusterState state = new ClusterState(StateFixture.IDS, StateRig.MATURITY);
        List<StoredRecord> all = new java.util.ArrayList<>(records.values());
        all.addAll(others);
        new StateReader(state, (type, json) -> RecordCodec.readStored(json, type))
                .read(new PartitionSnapshot(new Revision(1, "stored"), all));
        return state;
    }
}
