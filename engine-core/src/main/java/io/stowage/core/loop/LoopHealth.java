package io.stowage.core.loop;

import io.stowage.PartitionHealth;
import io.stowage.PartitionRole;
import io.stowage.core.world.World;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What others may know of a loop. Written by the loop, read by anybody. */
final class LoopHealth {

    private final World world;
    private final String partition;
    private final LongAdder failedEffects = new LongAdder();
    private final LongAdder failedParts = new LongAdder();
    /** What is wrong until it is made good, by what it is about. Belongs to the loop's strand. */
    private final Map<String, String> standing = new LinkedHashMap<>();

    private static final String QUARANTINE = "quarantine";
    private static final String LOST_TASKS = "lost tasks";

    private volatile @Nullable String firstStanding;
    private volatile int quarantined;
    private volatile PartitionRole role = PartitionRole.NONE;
    private volatile long revision;
    private volatile long revisionLag;
    /** From when on the state is that reads come from, while this engine follows. */
    private volatile long seenAtNanos;

    private volatile long lastTurnNanos;
    private volatile int mailboxDepth;
    private volatile @Nullable String lastError;
    private volatile @Nullable String leaseError;

    LoopHealth(World world, String partition) {
        this.world = world;
        this.partition = partition;
        this.lastTurnNanos = world.monotonicNanos();
    }

    void role(PartitionRole next) {
        role = next;
        if (next != PartitionRole.LEADER) {
            quarantined = 0;
            madeGood(QUARANTINE);
            madeGood(LOST_TASKS);
        }
    }

    /** Records of the state that is led are set aside. */
    void quarantined(int records, String what) {
        quarantined = records;
        stands(QUARANTINE, what);
    }

    /** Containers are kept of which the state knows nothing; null once there are none. */
    void lostTasks(@Nullable String what) {
        if (what == null) {
            madeGood(LOST_TASKS);
        } else {
            stands(LOST_TASKS, what);
        }
    }

    /** How many records of the state that is led are set aside. */
    int quarantined() {
        return quarantined;
    }

    /** The loop follows, and has seen all that there was at a moment. */
    void followed(long at, long seenAt) {
        revision = at;
        seenAtNanos = seenAt;
        lastTurnNanos = seenAt;
        revisionLag = 0;
        role = PartitionRole.FOLLOWER;
        worked();
    }

    /** The loop follows, and knows that it is behind. */
    void behind(long lag) {
        revisionLag = lag;
    }

    void turned(int depth) {
        lastTurnNanos = world.monotonicNanos();
        mailboxDepth = depth;
    }

    void committed(long at) {
        revision = at;
        revisionLag = 0;
        worked();
    }

    /** The loop did what it was to do: what went wrong before is made good. */
    void worked() {
        lastError = null;
    }

    /** The lease could not be taken or renewed; or, with null, it could, or is another engine's. */
    void lease(@Nullable String error) {
        leaseError = error;
    }

    void trouble(String what) {
        lastError = what;
    }

    /** Something that follows from a commit did not come about. */
    void effectFailed(String what) {
        failedEffects.increment();
        lastError = what;
    }

    /** A part of a turn failed and was undone. */
    void partFailed() {
        failedParts.increment();
    }

    /** How many parts of turns failed and were undone. */
    long failedParts() {
        return failedParts.sum();
    }

    /** Something is wrong until it is {@linkplain #madeGood made good}. */
    void stands(String about, String what) {
        standing.put(about, what);
        tellStanding();
    }

    void madeGood(String about) {
        standing.remove(about);
        tellStanding();
    }

    private void tellStanding() {
        String first = standing.isEmpty() ? null : standing.values().iterator().next();
        firstStanding = standing.size() > 1 ? first + "; and " + (standing.size() - 1) + " more of this kind" : first;
    }

    /** How many effects of commits did not come about at once. */
    long failedEffects() {
        return failedEffects.sum();
    }

    PartitionHealth snapshot() {
        long now = world.monotonicNanos();
        PartitionRole is = role;
        Duration readAge = is == PartitionRole.FOLLOWER ? Duration.ofNanos(now - seenAtNanos) : Duration.ZERO;
        return new PartitionHealth(
                partition,
                is,
                revision,
                revisionLag,
                Duration.ofNanos(now - lastTurnNanos),
                readAge,
                mailboxDepth,
                error());
    }

    private @Nullable String error() {
        String lately = lastError;
        String ofLease = leaseError;
        if (lately != null) {
            return lately;
        }
        return ofLease == null ? firstStanding : ofLease;
    }
}
