package io.stowage.core.loop;

import io.stowage.core.state.ClusterState;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The parts of turns that failed as they never should: a service that could not be decided, a report that could not be folded. Each is
 * undone, and set aside, while everything else goes on. It is tried again after a pause, which grows with each failure; until it succeeds
 * it is told by the loop's health. A report that is set aside is not acknowledged, for it is not committed: its agent says it again.
 *
 * <p>What is set aside outlives the state in memory: should a part leave that so that it has to be read anew, the same part does not do
 * it again at once. Belongs to the loop's strand.
 */
final class SetAside {

    private static final Logger LOG = LoggerFactory.getLogger(SetAside.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final int DOUBLINGS = 6;
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    /** What a part of a turn is about. */
    enum Kind {
        SERVICE("the decision for service"),
        REPORT("the report of task"),
        PROVISIONING("the placement of waiting task"),
        MACHINES("the giving of machines of capacity provider"),
        CONNECTION("the word on the connection of container instance"),
        RETENTION("the removal of what was kept long enough");

        private final String text;

        Kind(String text) {
            this.text = text;
        }
    }

    private record Part(Kind kind, String id) {
        String text() {
            return kind.text + (id.isEmpty() ? "" : " " + id);
        }
    }

    private record Failure(int attempts, Instant notBefore) {}

    private final String partition;
    private final LoopHealth health;
    private final Map<Part, Failure> failures = new LinkedHashMap<>();

    SetAside(String partition, LoopHealth health) {
        this.partition = partition;
        this.health = health;
    }

    boolean isEmpty() {
        return failures.isEmpty();
    }

    /** Until when a part is not tried; null if it may be. */
    @Nullable
    Instant until(Kind kind, String id, Instant now) {
        Failure failure = failures.isEmpty() ? null : failures.get(new Part(kind, id));
        return failure != null && failure.notBefore().isAfter(now) ? failure.notBefore() : null;
    }

    /** A part failed. Yields when to try it again. */
    Instant failed(Kind kind, String id, Throwable thrown, Instant now) {
        Part part = new Part(kind, id);
        Failure before = failures.get(part);
        int attempts = before == null ? 1 : before.attempts() + 1;
        Instant again = now.plus(pause(attempts));
        failures.put(part, new Failure(attempts, again));
        if (before == null) {
            LOG.error(
                    "{}: {} failed; it is set aside, and tried again from time to time",
                    partition,
                    part.text(),
                    thrown);
        }
        health.partFailed();
        health.stands(
                part.text(),
                part.text() + " failed " + attempts + " times: " + thrown + "; it is tried again from " + again
                        + " on");
        return again;
    }

    private static Duration pause(int attempts) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(attempts - 1, DOUBLINGS));
        return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }

    /** An operation failed. It is answered, and not tried again. */
    void operationFailed(Object operation, Throwable thrown) {
        LOG.error("{}: an operation failed: {}", partition, operation.getClass().getSimpleName(), thrown);
        health.partFailed();
    }

    /** A part succeeded. */
    void succeeded(Kind kind, String id) {
        if (!failures.isEmpty()) {
            Part part = new Part(kind, id);
            if (failures.remove(part) != null) {
                health.madeGood(part.text());
            }
        }
    }

    /** What is gone needs no further attempt. */
    void forgetGone(ClusterState state) {
        failures.keySet().removeIf(part -> {
            boolean gone = switch (part.kind()) {
                case SERVICE -> state.service(part.id()) == null;
                case REPORT, PROVISIONING -> state.task(part.id()) == null;
                case MACHINES -> state.provider(part.id()) == null;
                case CONNECTION -> state.instance(part.id()) == null;
                case RETENTION -> false;
            };
            if (gone) {
                health.madeGood(part.text());
            }
            return gone;
        });
    }
}
