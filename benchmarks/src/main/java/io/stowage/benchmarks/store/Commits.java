package io.stowage.benchmarks.store;

import io.stowage.spi.Commit;
import io.stowage.spi.CommitResult;
import io.stowage.spi.Lease;
import io.stowage.spi.Payload;
import io.stowage.spi.Revision;
import io.stowage.spi.StateStore;
import io.stowage.spi.StoredRecord;
import io.stowage.spi.Write;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Commits of one leader to one partition, one after the other, as an engine makes them. */
final class Commits {

    static final String PARTITION = "cluster/harbour";
    /** From one record of a commit to the next. */
    static final long STEP = 7_919;

    private static final int PER_COMMIT_WHILE_FILLING = 1_000;

    private final StateStore store;
    private final int records;
    private final Random random = new Random(42);
    private final Lease lease;
    private Revision revision = Revision.NONE;
    private long written;

    Commits(StateStore store, int records) {
        this.store = store;
        this.records = records;
        this.lease = store.acquire(PARTITION, "leader", Duration.ofHours(12)).orElseThrow();
    }

    /** About what a task of one container takes. */
    static String payload(int id, long version) {
        return """
                {"taskArn":"arn:stowage:ecs:local:000000000000:task/harbour/%032x","clusterArn":"arn:stowage:ecs:local:000000000000:cluster/harbour",\
                "taskDefinitionArn":"arn:stowage:ecs:local:000000000000:task-definition/web:1","containerInstanceArn":\
                "arn:stowage:ecs:local:000000000000:container-instance/harbour/%032x","lastStatus":"RUNNING","desiredStatus":"RUNNING","group":"service:web",\
                "startedBy":"ecs-svc/1234567890123456789","version":%d,"cpu":"128","memory":"128","createdAt":"2026-01-01T00:00:00.123456Z",\
                "startedAt":"2026-01-01T00:00:07.654321Z","containers":[{"name":"main","lastStatus":"RUNNING","image":"web","runtimeId":"%016x",\
                "imageDigest":"sha256:%064x","networkBindings":[{"bindIP":"0.0.0.0","containerPort":8080,"hostPort":32768,"protocol":"tcp"}]}]}""".formatted(id, id % 1_000, version, id, id);
    }

    static String id(int number) {
        return String.format("%032x", number);
    }

    /** All records, a thousand in each commit. */
    void fill() {
        for (int from = 0; from < records; from += PER_COMMIT_WHILE_FILLING) {
            List<Write> writes = new ArrayList<>();
            for (int number = from; number < Math.min(records, from + PER_COMMIT_WHILE_FILLING); number++) {
                writes.add(put(number));
            }
            commit(writes);
        }
    }

    /** As many changes of records that are there as are asked for, in one commit; gives the nanoseconds that it took. */
    long change(int changes) {
        List<Write> writes = new ArrayList<>(changes);
        int first = random.nextInt(records);
        for (int i = 0; i < changes; i++) {
            // No record twice: the step has no divisor in common with how many there are.
            writes.add(put((int) ((first + i * STEP) % records)));
        }
        long began = System.nanoTime();
        commit(writes);
        return System.nanoTime() - began;
    }

    private Write put(int number) {
        written++;
        return new Write.Put(new StoredRecord("task", id(number), written, Payload.ofText(payload(number, written))));
    }

    private void commit(List<Write> writes) {
        Commit commit = new Commit(PARTITION, "commit-" + written, revision, lease, writes);
        if (!(store.commit(commit) instanceof CommitResult.Committed)) {
            throw new IllegalStateException("refused: commit " + commit.commitId());
        }
        revision = commit.revision();
    }
}
