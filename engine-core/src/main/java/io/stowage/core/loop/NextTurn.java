package io.stowage.core.loop;

import io.stowage.core.inbox.Replies;
import io.stowage.core.state.ClusterState;
import io.stowage.core.state.Ids;
import io.stowage.model.Task;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** When a state needs a turn although nothing comes in. */
final class NextTurn {

    private static final Duration EXPIRY_AGAIN = Duration.ofMinutes(1);

    private final PartitionClock clock;
    private final LoopSettings settings;
    private final SetAside setAside;

    NextTurn(PartitionClock clock, LoopSettings settings, SetAside setAside) {
        this.clock = clock;
        this.settings = settings;
        this.setAside = setAside;
    }

    /** Whether there is something to do at once. */
    boolean isDue(ClusterState state) {
        return state.anyDirty() || mayTrim(state);
    }

    /** When there will be; null if never. */
    @Nullable
    Instant at(ClusterState state) {
        Instant next = Earliest.of(
                Earliest.of(state.nextDue(), nextLoss(state)), Earliest.of(nextRetention(state), nextExpiry(state)));
        return Earliest.of(next, nextTimeout(state));
    }

    private @Nullable Instant nextLoss(ClusterState state) {
        Duration lostAfter = settings.services().lostAfter();
        return lostAfter == null ? null : state.nextLoss(lostAfter);
    }

    private @Nullable Instant nextTimeout(ClusterState state) {
        Task oldest = state.oldestProvisioning();
        Instant notBefore = oldest == null
                ? null
                : setAside.until(SetAside.Kind.PROVISIONING, Ids.shortId(oldest.taskArn()), clock.now());
        return oldest == null || notBefore != null ? notBefore : WaitingTasks.timeout(oldest, settings);
    }

    private boolean mayTrim(ClusterState state) {
        return state.anyMoreStopped() && setAside.until(SetAside.Kind.RETENTION, "", clock.now()) == null;
    }

    private @Nullable Instant nextRetention(ClusterState state) {
        Instant notBefore = setAside.until(SetAside.Kind.RETENTION, "", clock.now());
        return notBefore == null ? Retention.nextDue(state, settings.retention()) : notBefore;
    }

    /** One that is past, because its request may still be in the inbox, is not looked at all the time. */
    private @Nullable Instant nextExpiry(ClusterState state) {
        Instant due = Replies.nextDue(state);
        Instant soon = clock.now().plus(EXPIRY_AGAIN);
        return due == null || due.isAfter(clock.now()) ? due : soon;
    }
}
