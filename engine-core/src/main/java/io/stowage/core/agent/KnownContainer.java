package io.stowage.core.agent;

import io.stowage.core.agent.Sight.Presence;
import io.stowage.model.ContainerStatus;
import io.stowage.model.HealthStatus;
import io.stowage.model.NetworkBinding;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerRuntimeException.Category;
import io.stowage.spi.ContainerState;
import io.stowage.spi.ContainerState.Phase;
import io.stowage.spi.PulledImage;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the agent knows of one container of a task, and what it has under way for it. Evidence comes in through the methods below;
 * what follows from it, the deciders say.
 *
 * <p>Only the agent's strand touches it.
 */
final class KnownContainer {

    private final ContainerPlan plan;
    private final Sight sight = new Sight();
    private final Ending ending = new Ending();
    private ContainerRun run;
    /** This run, as it was committed; null once it was seen for itself, or if nothing is committed of it. */
    private TaskOrder.@Nullable Run committedRun;

    private ContainerStatus status = ContainerStatus.PENDING;

    /** When the last call ended that may have changed it. */
    private long changedTick = -1;

    private final Attempts attempts = new Attempts();
    private final OwnLabels ownLabels;

    /** An earlier run that the host shows in the place of the current one, as it was last seen there; null if it shows none. */
    private @Nullable ContainerState earlier;

    private final Restart restart = new Restart();
    private boolean over;
    private @Nullable String failure;

    KnownContainer(TaskPlan task, ContainerPlan plan) {
        this.plan = plan;
        this.ownLabels = new OwnLabels(task, plan);
        this.run = new ContainerRun(0, plan.definition());
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

    Ending ending() {
        return ending;
    }

    ContainerRun run() {
        return run;
    }

    /** How the current run ended; null if it has not. */
    @Nullable
    Exit exit() {
        return run.exit();
    }

    ContainerStatus status() {
        return status;
    }

    /** Whether a call is under way, so that no other may be sent. A pull or a check is no such call. */
    boolean busy() {
        return attempts.busy();
    }

    boolean pulling() {
        return attempts.pulling();
    }

    boolean pulled() {
        return attempts.pulled();
    }

    @Nullable
    PulledImage image() {
        return attempts.image();
    }

    /** When the next verb may be sent. */
    long retryAt() {
        return attempts.notBefore();
    }

    /** Why it can't be started; null if nothing speaks against it. */
    @Nullable
    String failure() {
        return failure;
    }

    /** Whether it is on its way from one run to the next. */
    boolean restarting() {
        return restart.underWay();
    }

    /** The run that it is in, or on its way to. */
    int runOnTheWay() {
        return restart.underWay() ? run.number() + 1 : run.number();
    }

    /** What the runtime last said of that run; null if it said nothing yet. */
    @Nullable
    ContainerState seenOnTheWay() {
        return restart.underWay() ? null : run.seen();
    }

    /** By which the runtime knows it, or knew it as far as is committed while nobody has seen it or its absence; null if by none. */
    @Nullable
    String runtimeIdOnTheWay() {
        ContainerState seen = seenOnTheWay();
        if (seen == null) {
            return committedRun == null ? null : committedRun.runtimeId();
        }
        return seen.runtimeId();
    }

    /** Its ports on the host, as they were seen, or are committed while nobody has seen it or its absence. */
    List<NetworkBinding> bindingsOnTheWay() {
        ContainerState seen = seenOnTheWay();
        if (seen == null) {
            return committedRun == null ? List.of() : committedRun.networkBindings();
        }
        return seen.networkBindings();
    }

    /** From when on the last run may be removed to make room for the next one. */
    long roomAt() {
        return restart.roomAt();
    }

    /**
     * Whether the host shows an earlier run, as after it was put back to a former state. That one is surplus: what is committed is that it has
     * ended.
     */
    boolean showsEarlierRun() {
        return earlier != null;
    }

    /** Whether it will not be started any more. */
    boolean over() {
        return over;
    }

    /** Whether it has started at some time in this task. */
    boolean hasStarted() {
        return run.number() > 0 || run.started();
    }

    /** Whether it runs, as far as is known, and nobody has asked for its end. */
    boolean runsAsFarAsKnown() {
        return run.mayHaveStarted() && run.exit() == null && !ending.asked() && !restart.underWay() && !over;
    }

    /** Whether it certainly does not run, and nothing is under way that could change that. */
    boolean finished() {
        return !busy() && (sight.is(Presence.ABSENT) || sight.is(Presence.EXITED));
    }

    // Calls

    void issued(Verb verb, Moment now) {
        switch (verb) {
            case CHECK_HEALTH -> run.probe().began(now);
            case CHECK_READINESS -> run.readiness().began(now);
            case INSPECT -> sight.looking();
            case START -> run.mayHaveStarted(true);
            case SIGNAL -> ending.ask(now);
            case KILL -> ending.kill(now);
            default -> {}
        }
        attempts.began(verb);
    }

    void pulled(@Nullable PulledImage found) {
        attempts.pulled(found);
        succeeded();
        raise(ContainerStatus.PULLED);
    }

    /** A verb that changes the container did what it was sent for. */
    void done(Verb verb, long tick, Moment now) {
        changedTick = tick;
        ended(tick);
        succeeded();
        switch (verb) {
            case CREATE -> {
                sight.settle(Presence.CREATED);
                raise(ContainerStatus.CREATED);
            }
            case REMOVE -> {
                earlier = null;
                sight.settle(Presence.ABSENT);
                nextRunIfRestarting();
            }
            case START -> sight.suspect("it was started and not seen yet", now);
            case SIGNAL -> {
                ending.wasHeard();
                sight.lookLater(now);
            }
            default -> sight.look(now.nanos());
        }
    }

    /** A verb, or a pull, had a clear "no" for an answer. */
    void refused(Verb verb, ContainerRuntimeException no, long tick, Moment now) {
        sight.answered();
        boolean hopeless = attempts.refused(verb, now) || !no.isRetryable();
        if (verb != Verb.PULL) {
            changedTick = tick;
            sight.touched(tick);
            sight.look(now.nanos());
        }
        if (verb == Verb.START && sight.is(Presence.CREATED)) {
            run.mayHaveStarted(false);
        }
        if (hopeless && isStep(verb)) {
            giveUp(no.reason());
        }
    }

    /** A verb, or a pull, had no clear answer. */
    void unanswered(Verb verb, String why, long tick, Moment now) {
        attempts.unanswered(verb, now);
        if (verb == Verb.PULL) {
            sight.owed(why, now);
        } else {
            changedTick = tick;
            sight.touched(tick);
            sight.suspect(why, now);
        }
    }

    // Observations

    /** An inspection saw it. */
    void inspected(ContainerState state, long tick, Moment now) {
        ended(tick);
        if (!isOfEarlierRun(state)) {
            observed(state, now);
        } else if (earlier != null && sight.certain()) {
            inItsPlace(state);
        } else {
            earlier = state;
            sight.absent(tick);
        }
        if (ending.asked() && sight.is(Presence.RUNNING)) {
            sight.lookLater(now);
        }
    }

    /** An inspection found it absent. That takes a second witness, unless it was known to be absent. */
    void inspectedAbsent(long tick) {
        ended(tick);
        earlier = null;
        if (!sight.is(Presence.ABSENT)) {
            sight.absent(tick);
        }
    }

    /** An inspection had no answer. */
    void uninspected(String why, long tick, Moment now) {
        ended(tick);
        sight.unseen(why, now);
    }

    /** Whether a list that was begun at this tick can say anything about it: no call was under way since then, and none is. */
    boolean judgedBy(long listTick) {
        return !busy() && sight.judgedBy(listTick);
    }

    /** Whether a list that was begun at this tick lacks it though it runs, as far as was known then. */
    boolean isMissingFrom(long listTick) {
        return runsAsFarAsKnown() && !sight.wasListed(listTick) && !attempts.mayChange() && listTick > changedTick;
    }

    /** It was in a complete list. Returns whether that is news. */
    boolean listed(ContainerState state, long listTick, Moment now) {
        sight.listed(listTick);
        if (!judgedBy(listTick) || (sight.certain() && Objects.equals(state, earlier == null ? run.seen() : earlier))) {
            return false;
        }
        if (isOfEarlierRun(state)) {
            listedEarlier(state, listTick, now);
        } else {
            observed(state, now);
        }
        return true;
    }

    /**
     * A list shows an earlier run. It may be an old list; but where an inspection has seen that run before, in whose place there can be no
     * other, this one is not there, by two witnesses.
     */
    private void listedEarlier(ContainerState state, long listTick, Moment now) {
        if (earlier == null || !(sight.certain() || sight.absenceConfirmedBy(listTick))) {
            sight.suspect("a list shows an earlier run of it", now);
        } else {
            committedRun = null;
            run.gone("container is gone: the host shows an earlier run of it", now);
            inItsPlace(state);
        }
    }

    private void inItsPlace(ContainerState state) {
        earlier = state;
        sight.settle(presenceOf(state.phase()));
    }

    private boolean isOfEarlierRun(ContainerState state) {
        return ownLabels.are(state.labels()) && ownLabels.run() < run.number();
    }

    /** It was not in a complete list. Returns whether that is news. */
    boolean unlisted(long listTick, Moment now) {
        if (!judgedBy(listTick) || sight.is(Presence.ABSENT)) {
            return false;
        }
        if (sight.absenceConfirmedBy(listTick)) {
            confirmedAbsent(goneReason(), now);
            return true;
        }
        if (!sight.certain()) {
            return false;
        }
        sight.suspect("it was missing from a list", now);
        return true;
    }

    /** It was not in a complete list that is not believed: worth a look, and no witness. Returns whether that is news. */
    boolean unlistedWithOthers(long listTick, Moment now) {
        if (!judgedBy(listTick) || !sight.certain() || sight.is(Presence.ABSENT)) {
            return false;
        }
        sight.suspect("it was missing from a list that lacked many", now);
        return true;
    }

    /** Something may have changed. Returns whether it is worth a look. */
    boolean hinted(Moment now) {
        boolean mayChange = sight.presence() == Presence.CREATED || sight.presence() == Presence.RUNNING;
        if (attempts.endWithALook() || !mayChange) {
            return false;
        }
        sight.look(now.nanos());
        return true;
    }

    /** It should be there, says what was committed, but was not in the first list. */
    void missedAtAdoption(TaskOrder.@Nullable Run known, Moment now) {
        if (known != null) {
            if (known.number() > 0) {
                beginRun(known.number());
            }
            committedRun = known;
            raise(ContainerStatus.RUNNING);
        }
        run.mayHaveStarted(true);
        doubtedAtAdoption(now);
    }

    /** It may be there, but was not in the first list: one witness of its absence. */
    void doubtedAtAdoption(Moment now) {
        sight.suspect("it was missing from the first list", now);
    }

    /** It was on its way to a run, says what was committed, and is not in the first list: it was removed to make room for that. */
    void wasOnTheWayTo(int nextRun) {
        beginRun(nextRun);
    }

    /** It was found in the first list. */
    void adopted(ContainerState state, HealthStatus lastHealth, Moment now) {
        attempts.imageIsThere();
        observed(state, now);
        if (sight.is(Presence.RUNNING)) {
            run.wasKnown(lastHealth, state.health() != null);
        }
    }

    private void observed(ContainerState state, Moment now) {
        if (!ownLabels.are(state.labels())) {
            strangerInTheWay(now);
            return;
        }
        int observedRun = ownLabels.run();
        Presence presence = presenceOf(state.phase());
        boolean unstarted = presence == Presence.CREATED && sight.presence().compareTo(Presence.CREATED) > 0;
        if (observedRun == run.number() && unstarted) {
            sight.lookLater(now);
            return;
        }
        earlier = null;
        if (observedRun > run.number()) {
            beginRun(observedRun);
        }
        sight.settle(presence);
        run.saw(state, now);
        raise(presence == Presence.CREATED ? ContainerStatus.CREATED : ContainerStatus.RUNNING);
    }

    private void confirmedAbsent(String reason, Moment now) {
        earlier = null;
        committedRun = null;
        sight.settle(Presence.ABSENT);
        run.gone(reason, now);
        nextRunIfRestarting();
    }

    private void strangerInTheWay(Moment now) {
        confirmedAbsent("container is gone: another one has its name " + plan.hostName(), now);
        giveUp(Category.CannotCreateContainerError + ": the name " + plan.hostName()
                + " is taken by a container that is not this task's; remove that container to free the name");
    }

    private String goneReason() {
        return ending.asked()
                ? "the exit code is unknown: the container was gone when it had been stopped"
                : "container is gone: removed by somebody else";
    }

    // What was decided

    void restart(Moment now) {
        restart.begin(now);
        attempts.forgetFailures();
        nextRunIfRestarting();
    }

    /** It is committed how many restarts there have been. Returns whether there is anything to be done about it. */
    boolean committed(int restarts) {
        return restarts == runOnTheWay() && restart.committed();
    }

    void end() {
        restart.end();
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
        if (restart.underWay() && sight.is(Presence.ABSENT)) {
            beginRun(run.number() + 1);
        }
    }

    private void beginRun(int number) {
        run = new ContainerRun(number, plan.definition());
        committedRun = null;
        restart.end();
        attempts.forgetFailures();
    }

    private void ended(long tick) {
        attempts.ended();
        sight.touched(tick);
    }

    private void succeeded() {
        sight.answered();
        attempts.forgetFailures();
    }

    private void raise(ContainerStatus reached) {
        if (reached.compareTo(status) > 0) {
            status = reached;
        }
    }

    /** Whether a definite "no" to this verb keeps the container from running; to the others it only delays its end. */
    private boolean isStep(Verb verb) {
        return verb == Verb.PULL
                || verb == Verb.CREATE
                || verb == Verb.START
                || (verb == Verb.REMOVE && restart.underWay());
    }

    private static Presence presenceOf(Phase phase) {
        return switch (phase) {
            case CREATED -> Presence.CREATED;
            case RUNNING -> Presence.RUNNING;
            case EXITED -> Presence.EXITED;
        };
    }
}
