package io.stowage.samples.adopt;

import io.stowage.spi.Changes;
import io.stowage.spi.Commit;
import io.stowage.spi.CommitResult;
import io.stowage.spi.Lease;
import io.stowage.spi.PartitionSnapshot;
import io.stowage.spi.Payload;
import io.stowage.spi.Revision;
import io.stowage.spi.StoredRecord;
import io.stowage.spi.Write;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How what a store is asked and what it answers goes over a connection: each value as its parts, texts with their length. */
final class Wire {

    /** What a store can be asked. */
    enum Question {
        READ,
        PARTITIONS,
        CHANGES,
        CHANGED,
        COMMIT,
        OUTCOME,
        ACQUIRE,
        RENEW,
        RELEASE
    }

    private final DataInputStream in;
    private final DataOutputStream out;

    Wire(DataInputStream in, DataOutputStream out) {
        this.in = in;
        this.out = out;
    }

    void flush() throws IOException {
        out.flush();
    }

    void put(Question question) throws IOException {
        out.writeUTF(question.name());
    }

    Question question() throws IOException {
        return Question.valueOf(in.readUTF());
    }

    /** Texts may be longer than the 64 KiB that {@code writeUTF} can take. */
    void put(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    String text() throws IOException {
        return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    }

    void put(long number) throws IOException {
        out.writeLong(number);
    }

    long number() throws IOException {
        return in.readLong();
    }

    void put(boolean bit) throws IOException {
        out.writeBoolean(bit);
    }

    boolean bit() throws IOException {
        return in.readBoolean();
    }

    void put(Duration duration) throws IOException {
        put(duration.toNanos());
    }

    Duration duration() throws IOException {
        return Duration.ofNanos(number());
    }

    void put(List<String> texts) throws IOException {
        put(texts.size());
        for (String text : texts) {
            put(text);
        }
    }

    List<String> texts() throws IOException {
        List<String> texts = new ArrayList<>();
        for (long left = number(); left > 0; left--) {
            texts.add(text());
        }
        return texts;
    }

    void put(@Nullable Lease lease) throws IOException {
        put(lease != null);
        if (lease != null) {
            put(lease.partition());
            put(lease.holder());
            put(lease.epoch());
        }
    }

    @Nullable
    Lease lease() throws IOException {
        return bit() ? new Lease(text(), text(), number()) : null;
    }

    void put(StoredRecord record) throws IOException {
        put(record.kind());
        put(record.id());
        put(record.version());
        put(record.payload().text());
    }

    StoredRecord record() throws IOException {
        return new StoredRecord(text(), text(), number(), Payload.ofText(text()));
    }

    void put(Revision revision) throws IOException {
        put(revision.number());
        put(revision.commitId());
    }

    Revision revision() throws IOException {
        return new Revision(number(), text());
    }

    void put(Map<String, Revision> revisions) throws IOException {
        put(revisions.size());
        for (Map.Entry<String, Revision> revision : revisions.entrySet()) {
            put(revision.getKey());
            put(revision.getValue());
        }
    }

    Map<String, Revision> revisions() throws IOException {
        Map<String, Revision> revisions = new TreeMap<>();
        for (long left = number(); left > 0; left--) {
            revisions.put(text(), revision());
        }
        return revisions;
    }

    void put(PartitionSnapshot snapshot) throws IOException {
        put(snapshot.revision());
        put(snapshot.records().size());
        for (StoredRecord record : snapshot.records()) {
            put(record);
        }
    }

    PartitionSnapshot snapshot() throws IOException {
        Revision revision = revision();
        List<StoredRecord> records = new ArrayList<>();
        for (long left = number(); left > 0; left--) {
            records.add(record());
        }
        return new PartitionSnapshot(revision, records);
    }

    private void putWrites(List<Write> writes) throws IOException {
        put(writes.size());
        for (Write write : writes) {
            put(write instanceof Write.Put);
            if (write instanceof Write.Put put) {
                put(put.record());
            } else {
                put(write.kind());
                put(write.id());
            }
        }
    }

    private List<Write> writes() throws IOException {
        List<Write> writes = new ArrayList<>();
        for (long left = number(); left > 0; left--) {
            writes.add(bit() ? new Write.Put(record()) : new Write.Delete(text(), text()));
        }
        return writes;
    }

    void put(Changes changes) throws IOException {
        put(changes.revision());
        put(changes.complete());
        putWrites(changes.writes());
    }

    Changes changes() throws IOException {
        return new Changes(revision(), bit(), writes());
    }

    void put(Commit commit) throws IOException {
        put(commit.partition());
        put(commit.commitId());
        put(commit.expectedRevision());
        put(commit.lease());
        putWrites(commit.writes());
    }

    Commit commit() throws IOException {
        return new Commit(text(), text(), revision(), lease(), writes());
    }

    void put(CommitResult result) throws IOException {
        if (result instanceof CommitResult.Committed committed) {
            put("committed");
            put(committed.revision());
        } else if (result instanceof CommitResult.Conflict conflict) {
            put("conflict");
            put(conflict.currentRevision());
        } else {
            put("fenced");
        }
    }

    CommitResult result() throws IOException {
        return switch (text()) {
            case "committed" -> new CommitResult.Committed(number());
            case "conflict" -> new CommitResult.Conflict(revision());
            default -> new CommitResult.Fenced();
        };
    }
}
