package io.stowage.core.agent;

import static io.stowage.core.agent.Moment.NEVER;

import io.stowage.core.agent.Sight.Presence;
import io.stowage.core.agent.spec.ContainerLabels;
import io.stowage.model.ContainerStatus;
import io.stowage.model.HealthStatus;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerRuntimeException.Category;
import io.stowage.spi.ContainerState;
import io.stowage.spi.ContainerState.Phase;
import io.stowage.spi.PulledImage;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the agent knows of one container of a task, and what it has under way for it. Evidence comes in through the methods below;
 * what follows from it, the deciders say.
 *
 * <p>Only the agent's strand touches it.
 */
final class KnownContainer {

    /** How often a clear but curable "no" is taken before the container is given up. */
    private static final int ATTEMPTS = 3;

    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration FIRST_KILL_RETRY = Duration.ofSeconds(2);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(30);

    private final TaskPlan task;
    private final ContainerPlan plan;
    private final Sight sight = new Sight();
    private Probe probe;
    private int run;
    private @Nullable ContainerState seen;
    private ContainerStatus status = ContainerStatus.PENDING;

    private @Nullable Verb underway;
    private boolean pulling;
    private boolean pulled;
    private @Nullable PulledImage image;
    private Retry retry = Retry.NONE;
    private int refusals;

    private boolean started;
    private boolean mayHaveStarted;
    private long runningSince = NEVER;
    private long signalledAt = NEVER;
    private boolean signalled;
    private Retry kills = Retry.NONE;

    private @Nullable Exit exit;
    private @Nullable String failure;
    private boolean restarting;
    private boolean over;

    KnownContainer(TaskPlan task, ContainerPlan plan) {
        this.task = task;
        this.plan = plan;
        this.probe = new Probe(plan.definition().healthCheck());
    }

    // What is known

    ContainerPlan plan() {
        return plan;
    }

    String name() {
        return plan.name();
    }

    Sight sight() {
        return sight;
    }

    Probe probe() {
        return probe;
    }

    /** 0 for the first run, one more with each restart. */
    int run() {
        return run;
    }

    /** What the runtime last said of this run; null if it said nothing yet. */
    @Nullable
    ContainerState seen() {
        return seen;
    }

    ContainerStatus status() {
        return status;
    }

    /** Whether a call is under way, so that no other may be sent. A pull or a health check is no such call. */
    boolean busy() {
        return underway != null;
    }

    boolean pulling() {
        return pulling;
    }

    boolean pulled() {
        return pulled;
    }

    @Nullable
    PulledImage image() {
        return image;
    }

    /** When the next verb may be sent. */
    long retryAt() {
        return retry.notBefore();
    }

    /** When it was first asked to stop; {@link Moment#NEVER} if it was not. */
    long signalledAt() {
        return signalledAt;
    }

    /** Whether the signal to stop is known to have been sent. */
    boolean signalled() {
        return signalled;
    }

    /** When it may be killed again. */
    long killAt() {
        return kills.notBefore();
    }

    /** How its last run ended; null if it has not. */
    @Nullable
    Exit exit() {
        return exit;
    }

    /** Why it can't be started; null if nothing speaks against it. */
    @Nullable
    String failure() {
        return failure;
    }

    /** Whether it is on its way from one run to the next. */
    boolean restarting() {
        return restarting;
    }

    /** Whether it will not be started any more. */
    boolean over() {
        return over;
    }

    /** Whether it has started at some time in this task. */
    boolean hasStarted() {
        return started;
    }

    /** Whether it may have started in this run, although it was perhaps not seen. */
    boolean mayHaveStarted() {
        return mayHaveStarted;
    }

    /** Since when it is known to run in this run; {@link Moment#NEVER} if it is not. */
    long runningSince() {
        return runningSince;
    }

    /** Whether it certainly does not run, and nothing is under way that could change that. */
    boolean finished() {
        return !busy() && (sight.is(Presence.ABSENT) || sight.is(Presence.EXITED));
    }

    // Calls

    void issued(Verb verb, Moment now) {
        switch (verb) {
            case PULL -> pulling = true;
            case CHECK_HEALTH -> probe.began(now);
            default -> {
                underway = verb;
                if (verb == Verb.INSPECT) {
                    sight.looking();
                } else if (verb == Verb.START) {
                    mayHaveStarted = true;
                } else if (verb == Verb.SIGNAL && signalledAt == NEVER) {
                    signalledAt = now.nanos();
                } else if (verb == Verb.KILL) {
                    kills = kills.again(now, FIRST_KILL_RETRY, LONGEST_RETRY);
                }
            }
        }
    }

    void pulled(@Nullable PulledImage found) {
        pulling = false;
        pulled = true;
        image = found;
        succeeded();
        raise(ContainerStatus.PULLED);
    }

    /** A verb that changes the container did what it was sent for. */
    void done(Verb verb, long tick, Moment now) {
        ended(tick);
        succeeded();
        switch (verb) {
            case CREATE -> {
                sight.settle(Presence.CREATED);
                raise(ContainerStatus.CREATED);
            }
            case REMOVE -> {
                sight.settle(Presence.ABSENT);
                nextRunIfRestarting();
            }
            case START -> sight.suspect("it was started and not seen yet", now);
            case SIGNAL -> {
                signalled = true;
                sight.lookLater(now);
            }
            default -> sight.look(now.nanos());
        }
    }

    /** A verb, or a pull, had a clear "no" for an answer. */
    void refused(Verb verb, ContainerRuntimeException no, long tick, Moment now) {
        sight.answered();
        refusals++;
        retry = retry.again(now, FIRST_RETRY, LONGEST_RETRY);
        if (verb == Verb.PULL) {
            pulling = false;
        } else {
            ended(tick);
            sight.look(now.nanos());
        }
        if (verb == Verb.START && sight.is(Presence.CREATED)) {
            mayHaveStarted = false;
        }
        if (isStep(verb) && (!no.isRetryable() || refusals >= ATTEMPTS)) {
            giveUp(no.reason());
        }
    }

    /** A verb, or a pull, had no clear answer. */
    void unanswered(Verb verb, String why, long tick, Moment now) {
        retry = retry.again(now, FIRST_RETRY, LONGEST_RETRY);
        if (verb == Verb.PULL) {
            pulling = false;
            sight.owed(why, now);
        } else {
            ended(tick);
            sight.suspect(why, now);
        }
    }

    // Observations

    /** An inspection saw it. */
    void inspected(ContainerState state, long tick, Moment now) {
        ended(tick);
        observed(state, now);
        if (signalledAt != NEVER && sight.is(Presence.RUNNING)) {
            sight.lookLater(now);
        }
    }

    /** An inspection found it absent. That takes a second witness, unless it was known to be absent. */
    void inspectedAbsent(long tick) {
        ended(tick);
        if (!sight.is(Presence.ABSENT)) {
            sight.absent(tick);
        }
    }

    /** An inspection had no answer. */
    void uninspected(String why, long tick, Moment now) {
        ended(tick);
        sight.unseen(why, now);
    }

    /** It was in a complete list. Returns whether that is news. */
    boolean listed(ContainerState state, long listTick, Moment now) {
        sight.listed(listTick);
        if (busy() || !sight.judgedBy(listTick) || (sight.certain() && state.equals(seen))) {
            return false;
        }
        observed(state, now);
        return true;
    }

    /** It was not in a complete list. Returns whether that is news. */
    boolean unlisted(long listTick, Moment now) {
        if (busy() || !sight.judgedBy(listTick) || sight.is(Presence.ABSENT)) {
            return false;
        }
        if (sight.absenceConfirmedBy(listTick)) {
            confirmedAbsent(now);
            return true;
        }
        if (sight.absentTick() >= 0 || !sight.certain()) {
            return false;
        }
        sight.suspect("it was missing from a list", now);
        return true;
    }

    /** Something may have changed. Returns whether it is worth a look. */
    boolean hinted(Moment now) {
        boolean seesAnyway = underway == Verb.CREATE || underway == Verb.START || underway == Verb.REMOVE;
        if (seesAnyway || !(sight.presence() == Presence.CREATED || sight.presence() == Presence.RUNNING)) {
            return false;
        }
        sight.look(now.nanos());
        return true;
    }

    /** It should be there, says what was committed, but was not in the first list. */
    void missedAtAdoption(Moment now) {
        mayHaveStarted = true;
        sight.suspect("it was missing from the first list", now);
    }

    /** It was found in the first list. */
    void adopted(ContainerState state, HealthStatus lastHealth, Moment now) {
        pulled = true;
        observed(state, now);
        if (sight.is(Presence.RUNNING) && state.health() == null) {
            probe.known(lastHealth);
        }
    }

    private void observed(ContainerState state, Moment now) {
        if (!task.owns(plan, state.labels())) {
            strangerInTheWay(now);
            return;
        }
        int observedRun = ContainerLabels.run(state.labels());
        Presence presence = presenceOf(state.phase());
        boolean unstarted = presence == Presence.CREATED && sight.presence().compareTo(Presence.CREATED) > 0;
        if (observedRun < run || (observedRun == run && unstarted)) {
            sight.lookLater(now);
            return;
        }
        if (observedRun > run) {
            beginRun(observedRun);
        }
        seen = state;
        sight.settle(presence);
        switch (presence) {
            case RUNNING -> running(now);
            case EXITED -> exited(state, now);
            default -> {
                mayHaveStarted = false;
                raise(ContainerStatus.CREATED);
            }
        }
        if (state.health() != null) {
            probe.known(state.health());
        }
    }

    private void running(Moment now) {
        started = true;
        mayHaveStarted = true;
        if (runningSince == NEVER) {
            runningSince = now.nanos();
        }
        probe.started(now);
        raise(ContainerStatus.RUNNING);
    }

    private void exited(ContainerState state, Moment now) {
        started = true;
        mayHaveStarted = true;
        if (exit == null) {
            exit = Exit.seen(state, ranFor(state, now));
        }
    }

    private void confirmedAbsent(Moment now) {
        sight.settle(Presence.ABSENT);
        goneIfStarted(goneReason(), now);
        nextRunIfRestarting();
    }

    private void strangerInTheWay(Moment now) {
        sight.settle(Presence.ABSENT);
        goneIfStarted("container is gone: another one has its name " + plan.hostName(), now);
        giveUp(Category.CannotCreateContainerError + ": the name " + plan.hostName()
                + " is taken by a container that is not this task's; remove that container to free the name");
    }

    private void goneIfStarted(String reason, Moment now) {
        if (mayHaveStarted && exit == null) {
            started = true;
            exit = Exit.gone(reason, ranFor(null, now));
        }
    }

    private String goneReason() {
        return signalledAt == NEVER
                ? "container is gone: removed by somebody else"
                : "the exit code is unknown: the container was gone when it had been stopped";
    }

    private Duration ranFor(@Nullable ContainerState state, Moment now) {
        if (state != null && state.startedAt() != null && state.finishedAt() != null) {
            return Duration.between(state.startedAt(), state.finishedAt());
        }
        return runningSince == NEVER ? Duration.ZERO : now.since(runningSince);
    }

    // What was decided

    void restart() {
        restarting = true;
        retry = Retry.NONE;
        nextRunIfRestarting();
    }

    void end() {
        restarting = false;
        over = true;
        raise(ContainerStatus.STOPPED);
    }

    void giveUp(String reason) {
        if (failure == null) {
            failure = reason;
        }
        end();
    }

    /** The task has stopped, whether this container ever ran or not. */
    void taskStopped() {
        raise(ContainerStatus.STOPPED);
    }

    private void nextRunIfRestarting() {
        if (restarting && sight.is(Presence.ABSENT)) {
            beginRun(run + 1);
        }
    }

    private void beginRun(int next) {
        run = next;
        started = true;
        restarting = false;
        exit = null;
        seen = null;
        mayHaveStarted = false;
        runningSince = NEVER;
        retry = Retry.NONE;
        refusals = 0;
        probe = new Probe(plan.definition().healthCheck());
    }

    private void ended(long tick) {
        underway = null;
        sight.touched(tick);
    }

    private void succeeded() {
        sight.answered();
        retry = Retry.NONE;
        refusals = 0;
    }

    private void raise(ContainerStatus reached) {
        if (reached.compareTo(status) > 0) {
            status = reached;
        }
    }

    /** Whether a definite "no" to this verb keeps the container from running; to the others it only delays its end. */
    private boolean isStep(Verb verb) {
        return verb == Verb.PULL || verb == Verb.CREATE || verb == Verb.START || (verb == Verb.REMOVE && restarting);
    }

    private static Presence presenceOf(Phase phase) {
        return switch (phase) {
            case CREATED -> Presence.CREATED;
            case RUNNING -> Presence.RUNNING;
            case EXITED -> Presence.EXITED;
        };
    }
}
