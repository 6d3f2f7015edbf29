package io.stowage.core.inbox;

import io.stowage.core.store.Committer;
import io.stowage.core.store.StorePort;
import io.stowage.core.world.Strand;
import io.stowage.core.world.World;
import io.stowage.spi.Commit;
import io.stowage.spi.CommitResult;
import io.stowage.spi.Revision;
import io.stowage.spi.StoredRecord;
import io.stowage.spi.Write;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Writes requests into an inbox and removes them. Any engine may, at any time, without a lease: what one writes says nothing of what others
 * write, so a commit that finds another one ahead of it is made again at the revision that it was told. One commit at a time; what comes
 * meanwhile goes together in the next.
 *
 * <p>Belongs to the loop's strand.
 */
final class InboxWriter {

    private static final int WRITES_PER_COMMIT = 1000;
    /** Engines that get in each other's way try again at different moments. */
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(20);

    /** Hears of requests that are in the inbox now, and of its revision with them. */
    interface Listener {
        void written(List<String> requestIds, Revision at);
    }

    private final String partition;
    private final World world;
    private final Strand strand;
    private final Committer committer;
    private final Listener listener;
    private Map<String, Write> queue = new LinkedHashMap<>();
    private Revision revision = Revision.NONE;
    private boolean committing;

    InboxWriter(
            String partition,
            World world,
            Strand strand,
            StorePort store,
            BooleanSupplier goOn,
            Consumer<String> trouble,
            Listener listener) {
        this.partition = partition;
        this.world = world;
        this.strand = strand;
        this.committer = new Committer(store, strand, commit -> goOn.getAsBoolean(), trouble);
        this.listener = listener;
    }

    void put(String requestId, InboxRequest request) {
        queue.put(requestId, new Write.Put(new StoredRecord(InboxRequest.KIND, requestId, 1, request.payload())));
        flush();
    }

    /** Removes a request, whether it is there or not. */
    void remove(String requestId) {
        if (!takeBack(requestId)) {
            queue.put(requestId, new Write.Delete(InboxRequest.KIND, requestId));
            flush();
        }
    }

    /** Takes back a request that was not sent yet; false if it was. */
    boolean takeBack(String requestId) {
        return queue.get(requestId) instanceof Write.Put && queue.remove(requestId) != null;
    }

    private void flush() {
        if (committing || queue.isEmpty()) {
            return;
        }
        List<Write> writes = new ArrayList<>();
        for (Write write : queue.values()) {
            if (writes.size() == WRITES_PER_COMMIT) {
                break;
            }
            writes.add(write);
        }
        writes.forEach(write -> queue.remove(write.id()));
        committing = true;
        commit(writes);
    }

    private void commit(List<Write> writes) {
        Commit commit = new Commit(partition, world.newId(), revision, null, writes);
        committer.commit(commit, result -> committed(commit, result));
    }

    private void committed(Commit commit, CommitResult result) {
        List<Write> writes = commit.writes();
        if (result instanceof CommitResult.Committed) {
            revision = commit.revision();
            committing = false;
            List<String> requestIds = writes.stream()
                    .filter(write -> write instanceof Write.Put)
                    .map(Write::id)
                    .toList();
            listener.written(requestIds, commit.revision());
            flush();
            return;
        }
        if (result instanceof CommitResult.Conflict conflict) {
            revision = conflict.currentRevision();
        }
        strand.schedule(Duration.ofNanos(world.random(LONGEST_PAUSE.toNanos())), () -> commit(writes));
    }

    /** The partition was seen at this revision. If it is another one by now, the next commit is told. */
    void seen(Revision at) {
        if (at.number() > revision.number()) {
            revision = at;
        }
    }
}
