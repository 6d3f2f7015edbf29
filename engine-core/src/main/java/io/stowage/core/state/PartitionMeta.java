package io.stowage.core.state;

import io.stowage.model.RaisedAlarm;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a partition remembers of itself.
 *
 * @param now the partition's time: it never goes back, whatever the clocks of its engines do
 * @param nextEvent the number of the next service event
 * @param lostUpTo what was ordered by commits up to this number may be lost, and is kept where it runs; null if nothing is known to be
 * @param leader who leads the cluster, or led it last; null if nobody has yet
 * @param alarms those that are in ALARM; null if none is
 * @param providerEpoch rises each time the cluster hears of a change of a capacity provider that it doesn't have; null before the first time
 */
public record PartitionMeta(
        Instant now,
        long nextEvent,
        @Nullable Long lostUpTo,
        @Nullable Leader leader,
        @Nullable List<RaisedAlarm> alarms,
        @Nullable Long providerEpoch) {

    /** With no alarm in ALARM, and no capacity provider that it has heard of. */
    public PartitionMeta(Instant now, long nextEvent, @Nullable Long lostUpTo, @Nullable Leader leader) {
        this(now, nextEvent, lostUpTo, leader, null, null);
    }

    /**
     * An engine that leads the cluster.
     *
     * @param epoch of the lease under which it took over
     * @param setbacks how often it has found since that the store had lost commits, and gone on from what was left; null for never
     */
    public record Leader(
            String engineId, long epoch, @Nullable Integer setbacks) {

        /** That has lost nothing. */
        public Leader(String engineId, long epoch) {
            this(engineId, epoch, null);
        }
    }

    PartitionMeta at(Instant time) {
        return new PartitionMeta(time, nextEvent, lostUpTo, leader, alarms, providerEpoch);
    }

    PartitionMeta nextEvent(long next) {
        return new PartitionMeta(now, next, lostUpTo, leader, alarms, providerEpoch);
    }

    PartitionMeta lost(@Nullable Long upTo) {
        return new PartitionMeta(now, nextEvent, upTo, leader, alarms, providerEpoch);
    }

    PartitionMeta ledBy(Leader next) {
        return new PartitionMeta(now, nextEvent, lostUpTo, next, alarms, providerEpoch);
    }

    PartitionMeta alarms(List<RaisedAlarm> raised) {
        List<RaisedAlarm> all = raised.isEmpty() ? null : List.copyOf(raised);
        return new PartitionMeta(now, nextEvent, lostUpTo, leader, all, providerEpoch);
    }

    PartitionMeta providerEpoch(long next) {
        return new PartitionMeta(now, nextEvent, lostUpTo, leader, alarms, next);
    }
}
