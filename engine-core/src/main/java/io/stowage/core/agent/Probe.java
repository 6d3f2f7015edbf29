package io.stowage.core.agent;

import static io.stowage.core.agent.Moment.NEVER;

import io.stowage.core.agent.health.HealthCommand;
import io.stowage.core.agent.health.HealthTrack;
import io.stowage.model.HealthCheck;
import io.stowage.model.HealthStatus;
import io.stowage.spi.CommandResult;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The health checks of one run of a container: the first one an interval after its start, each next one after the last ended. */
final class Probe {

    private final @Nullable HealthCheck check;
    private final List<String> command;
    private HealthTrack track = HealthTrack.UNKNOWN;
    private long startedAt = NEVER;
    private long nextAt = NEVER;
    private long beganAt = NEVER;

    Probe(@Nullable HealthCheck check) {
        this.check = check;
        this.command = check == null ? List.of() : HealthCommand.of(check);
    }

    /** The program and the arguments that check; empty where there is nothing to check. */
    List<String> command() {
        return command;
    }

    HealthStatus status() {
        return track.status();
    }

    /** When the next check is due; {@link Moment#NEVER} while one is under way and where there is none to do. */
    long nextAt() {
        return beganAt == NEVER ? nextAt : NEVER;
    }

    /** The container runs. */
    void started(Moment now) {
        if (check != null && startedAt == NEVER) {
            startedAt = now.nanos();
            scheduleNext(check, now);
        }
    }

    /** What was known before this agent came, or what the runtime's own checks say. */
    void known(HealthStatus status) {
        if (check != null && status != track.status()) {
            track = HealthTrack.known(status);
        }
    }

    void began(Moment now) {
        beganAt = now.nanos();
    }

    void ended(CommandResult result, Moment now) {
        ended(result.succeeded(), now);
    }

    /** The command could not even be started. */
    void failed(Moment now) {
        ended(false, now);
    }

    /** The check has no result: what was known before holds. */
    void unanswered(Moment now) {
        if (check != null && beganAt != NEVER) {
            scheduleNext(check, now);
        }
    }

    private void ended(boolean success, Moment now) {
        if (check != null && beganAt != NEVER) {
            track = success ? track.passed() : track.failed(check, Duration.ofNanos(beganAt - startedAt));
            scheduleNext(check, now);
        }
    }

    private void scheduleNext(HealthCheck check, Moment now) {
        beganAt = NEVER;
        nextAt = now.plus(Duration.ofSeconds(check.intervalOrDefault()));
    }
}
