package io.stowage.core.registry;

import io.stowage.PartitionHealth;
import io.stowage.PartitionRole;
import io.stowage.core.store.Committer;
import io.stowage.core.store.StorePort;
import io.stowage.core.world.Outcome;
import io.stowage.core.world.Strand;
import io.stowage.core.world.World;
import io.stowage.error.EcsException;
import io.stowage.error.ServerException;
import io.stowage.spi.Changes;
import io.stowage.spi.Commit;
import io.stowage.spi.CommitResult;
import io.stowage.spi.PartitionSnapshot;
import io.stowage.spi.Revision;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The serial actor of the registry partition.
 *
 * <p>There is no lease: every engine writes, at the revision that it has in memory. Before operations are applied, the store is asked what other
 * engines have changed since; those that wait together share a question. So an operation sees everything that was committed before it was
 * handed in, whoever committed it. One at a time is applied; what it reads is answered at once, what it changes is committed first. If
 * another engine was faster, the commit conflicts, and the same operation is applied again to what there is then. One whose outcome is unknown
 * is never sent blindly: see {@link Committer}.
 *
 * <p>Thread-safe; nothing blocks.
 */
public final class Registry {

    /** The partition's name. */
    public static final String PARTITION = "registry";

    private static final Logger LOG = LoggerFactory.getLogger(Registry.class);
    private static final Duration RELOAD_PAUSE = Duration.ofSeconds(1);

    private record Waiting<T>(RegistryOperation<T> operation, CompletableFuture<T> answer) {}

    private final World world;
    private final StorePort port;
    private final String arnPrefix;
    private final Strand strand;
    private final Committer committer;
    private final Deque<Waiting<?>> waiting = new ArrayDeque<>();

    private @Nullable RegistryState state;
    private boolean busy;
    /** How many of those that wait were there when the state was as the store has it. */
    private int fresh;

    private Revision revision = Revision.NONE;
    private volatile long workedAt;
    private @Nullable String lastError;
    private volatile boolean closed;
    private volatile int quarantined;
    private volatile PartitionHealth health;

    /** A registry that does nothing before it is started. */
    public Registry(World world, StorePort port, String arnPrefix) {
        this.world = world;
        this.port = port;
        this.arnPrefix = arnPrefix;
        this.strand = world.strand(PARTITION);
        this.committer = new Committer(port, strand, commit -> !closed, this::trouble);
        this.workedAt = world.monotonicNanos();
        this.health = new PartitionHealth(PARTITION, PartitionRole.NONE, 0, 0, Duration.ZERO, Duration.ZERO, 0, null);
    }

    /** Begins to read the partition. */
    public void start() {
        strand.execute(this::refresh);
    }

    /**
     * Hands in an operation. Until the registry was read, it waits.
     *
     * @return completes with the answer, after the commit if there is one; or with an {@link EcsException}
     */
    public <T> CompletableFuture<T> submit(RegistryOperation<T> operation) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        strand.execute(() -> {
            if (closed) {
                answer.completeExceptionally(closedException());
            } else {
                waiting.addLast(new Waiting<>(operation, answer));
                work();
            }
        });
        return answer;
    }

    /** How it is; the ages are those of the last operation or read. */
    public PartitionHealth health() {
        PartitionHealth seen = health;
        return new PartitionHealth(
                seen.partition(),
                seen.role(),
                seen.revision(),
                seen.revisionLag(),
                Duration.ofNanos(world.monotonicNanos() - workedAt),
                Duration.ofNanos(world.monotonicNanos() - workedAt),
                seen.mailboxDepth(),
                seen.lastError());
    }

    /** How many records are set aside, because they can't be relied on. Thread-safe. */
    public int quarantined() {
        return quarantined;
    }

    /** Refuses what waits and what comes. Idempotent. */
    public void close() {
        closed = true;
        strand.execute(() -> {
            waiting.forEach(one -> one.answer().completeExceptionally(closedException()));
            waiting.clear();
            fresh = 0;
        });
    }

    private static ServerException closedException() {
        return new ServerException("the engine is closed; nothing was changed");
    }

    /** What there is in the store: the whole partition, or what changed. */
    private record Seen(
            @Nullable PartitionSnapshot whole, @Nullable Changes changes) {}

    private void refresh() {
        if (closed) {
            return;
        }
        busy = true;
        int asking = waiting.size();
        boolean whole = state == null;
        strand.call(port.lane(), port.callDeadline(), () -> ask(whole, revision), outcome -> {
            if (closed) {
                return;
            }
            if (outcome instanceof Outcome.Success<Seen> success) {
                seen(Objects.requireNonNull(success.value()), asking);
            } else {
                again(Committer.describe("read", outcome));
            }
        });
    }

    private Seen ask(boolean whole, Revision after) {
        if (!whole) {
            Changes changes = port.store().changesAfter(PARTITION, after, Duration.ZERO);
            if (changes.complete()) {
                return new Seen(null, changes);
            }
        }
        return new Seen(port.store().read(PARTITION), null);
    }

    private void again(String why) {
        trouble(why);
        strand.schedule(RELOAD_PAUSE, this::refresh);
    }

    private void seen(Seen seen, int asking) {
        if (seen.whole() != null) {
            readWhole(seen.whole());
        } else if (!fold(Objects.requireNonNull(seen.changes()))) {
            state = null;
            refresh();
            return;
        }
        fresh = asking;
        busy = false;
        worked();
        work();
    }

    private void readWhole(PartitionSnapshot snapshot) {
        RegistryState read = new RegistryState();
        read.at(snapshot.revision().number());
        snapshot.records().forEach(new RegistryReader(read)::read);
        if (!read.quarantine().isEmpty()) {
            LOG.error("{}: {}", PARTITION, read.quarantine());
        }
        state = read;
        revision = snapshot.revision();
    }

    private boolean fold(Changes changes) {
        RegistryState known = Objects.requireNonNull(state);
        if (!RegistryFold.isPossible(known, changes.writes())) {
            return false;
        }
        int aside = known.quarantine().size();
        known.at(changes.revision().number());
        RegistryFold.fold(known, changes.writes());
        revision = changes.revision();
        // What was good before and can't be read now must not stay known as it was.
        return known.quarantine().size() == aside;
    }

    private void work() {
        while (!busy && fresh > 0) {
            fresh--;
            apply(waiting.removeFirst());
        }
        if (!busy && !waiting.isEmpty()) {
            refresh();
        }
    }

    private <T> void apply(Waiting<T> one) {
        RegistryTurn turn = new RegistryTurn(Objects.requireNonNull(state), arnPrefix, world.now());
        T answer;
        try {
            answer = one.operation().apply(turn);
        } catch (EcsException refused) {
            one.answer().completeExceptionally(refused);
            return;
        } catch (RuntimeException bug) {
            LOG.error("An operation on {} failed: {}", PARTITION, one.operation(), bug);
            one.answer().completeExceptionally(new ServerException("the engine failed at this: " + bug, bug));
            return;
        }
        if (turn.writes().isEmpty()) {
            worked();
            one.answer().complete(answer);
        } else {
            commit(one, turn, answer);
        }
    }

    private <T> void commit(Waiting<T> one, RegistryTurn turn, T answer) {
        busy = true;
        Commit commit = new Commit(PARTITION, world.newId(), revision, null, turn.writes());
        committer.commit(commit, result -> {
            if (result instanceof CommitResult.Committed) {
                revision = commit.revision();
                Objects.requireNonNull(state).at(revision.number());
                turn.committed();
                busy = false;
                worked();
                one.answer().complete(answer);
                work();
            } else {
                waiting.addFirst(one);
                refresh();
            }
        });
    }

    private void worked() {
        lastError = null;
        workedAt = world.monotonicNanos();
        publish();
    }

    private void trouble(String what) {
        LOG.warn("{}: {}", PARTITION, what);
        lastError = what;
        publish();
    }

    private void publish() {
        RegistryState known = state;
        PartitionRole role = known == null ? PartitionRole.NONE : PartitionRole.FOLLOWER;
        quarantined = known == null ? 0 : known.quarantine().size();
        String error = lastError;
        if (error == null && known != null && quarantined > 0) {
            error = known.quarantine().toString();
        }
        health = new PartitionHealth(
                PARTITION, role, revision.number(), 0, Duration.ZERO, Duration.ZERO, waiting.size(), error);
    }
}
