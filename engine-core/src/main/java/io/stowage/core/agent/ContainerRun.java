package io.stowage.core.agent;

import static io.stowage.core.agent.Moment.NEVER;

import io.stowage.model.ContainerDefinition;
import io.stowage.model.HealthStatus;
import io.stowage.spi.ContainerState;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One run of a container: what was seen of it, whether it started, how it ended, and what its checks have told. A restart in place begins a new
 * one, so that nothing of the last run clings to the next.
 */
final class ContainerRun {

    private final int number;
    private final Probe probe;
    private final Probe readiness;
    private @Nullable ContainerState seen;
    private boolean mayHaveStarted;
    private long runningSince = NEVER;
    private @Nullable Exit exit;

    ContainerRun(int number, ContainerDefinition definition) {
        this.number = number;
        this.probe = new Probe(definition.healthCheck());
        this.readiness = new Probe(definition.readinessCheck());
    }

    /** 0 for the first run, one more with each restart. */
    int number() {
        return number;
    }

    /** Its health checks. */
    Probe probe() {
        return probe;
    }

    /** Its readiness checks: HEALTHY means that it is ready, and whatever else that it is not. */
    Probe readiness() {
        return readiness;
    }

    boolean isReady() {
        return readiness.status() == HealthStatus.HEALTHY;
    }

    /**
     * An earlier agent has found this of the task. A task that was HEALTHY had containers that were ready.
     *
     * @param runtimeKnowsHealth whether the runtime's own health checks have told already
     */
    void wasKnown(HealthStatus ofTask, boolean runtimeKnowsHealth) {
        if (!runtimeKnowsHealth) {
            probe.known(ofTask);
        }
        if (ofTask == HealthStatus.HEALTHY) {
            readiness.known(ofTask);
        }
    }

    /** What the runtime last said of it; null if it said nothing yet. */
    @Nullable
    ContainerState seen() {
        return seen;
    }

    /** Whether it is known to have started. */
    boolean started() {
        return runningSince != NEVER || exit != null;
    }

    /** Whether it may have started, although it was perhaps not seen. */
    boolean mayHaveStarted() {
        return mayHaveStarted;
    }

    /** Since when it is known to run; {@link Moment#NEVER} if it is not. */
    long runningSince() {
        return runningSince;
    }

    /** How it ended; null if it has not. */
    @Nullable
    Exit exit() {
        return exit;
    }

    void mayHaveStarted(boolean possible) {
        mayHaveStarted = possible;
    }

    /** The runtime shows it. */
    void saw(ContainerState state, Moment now) {
        seen = state;
        switch (state.phase()) {
            case CREATED -> mayHaveStarted = false;
            case RUNNING -> running(now);
            case EXITED -> exited(state, now);
        }
        HealthStatus health = state.health();
        if (health != null) {
            probe.known(health);
        }
    }

    private void running(Moment now) {
        mayHaveStarted = true;
        if (runningSince == NEVER) {
            runningSince = now.nanos();
        }
        probe.started(now);
        readiness.started(now);
    }

    private void exited(ContainerState state, Moment now) {
        mayHaveStarted = true;
        if (exit == null) {
            exit = Exit.seen(state, ranFor(state, now));
        }
    }

    /** It is certainly not there any more: if it ever started, that is its end. */
    void gone(String reason, Moment now) {
        if (mayHaveStarted && exit == null) {
            exit = Exit.gone(reason, ranFor(null, now));
        }
    }

    private Duration ranFor(@Nullable ContainerState state, Moment now) {
        if (state != null && state.startedAt() != null && state.finishedAt() != null) {
            return Duration.between(state.startedAt(), state.finishedAt());
        }
        return runningSince == NEVER ? Duration.ZERO : now.since(runningSince);
    }
}
