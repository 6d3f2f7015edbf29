package io.stowage.testkit.world;

import io.stowage.core.world.Outcome;
import io.stowage.testkit.fault.Component;
import io.stowage.testkit.fault.Fault;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A call in virtual time: it takes effect at one drawn instant, and its outcome arrives at a later one, or never.
 *
 * <p>The deadline is an event only where it is going to strike, or while the call waits for its place on the lane: the instants of
 * effect and answer are known when they are drawn. An answer that never comes keeps its place on the lane until well after the
 * deadline, as a thread that hangs does.
 */
final class VirtualCall<T> implements CallUnderWay {

    private final VirtualWorld world;
    private final Simulation simulation;
    private final VirtualStrand strand;
    private final VirtualLane lane;
    private final long deadlineAt;
    private final long deadline;
    private final Callable<T> work;
    private final Consumer<Outcome<T>> onOutcome;
    private final @Nullable Runnable onReturn;
    private @Nullable Event expiry;
    private boolean settled;
    private boolean lost;
    private long extra;
    /** Since when it waits for something; -1 as long as it doesn't. */
    private long waitingSince = -1;
    /** What ends the waiting, if it waits now. */
    private @Nullable Event waitingEnds;

    /** The work will be done later. */
    private static final class NotNowException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NotNowException(String message) {
            super(message, null, false, false);
        }
    }

    /**
     * Who makes the call.
     *
     * @param onReturn hears when the call takes no place of its lane any more
     */
    record Caller<T>(
            VirtualWorld world,
            VirtualStrand strand,
            Consumer<Outcome<T>> onOutcome,
            @Nullable Runnable onReturn) {}

    VirtualCall(Caller<T> caller, VirtualLane lane, Duration deadline, Callable<T> work) {
        this.world = caller.world();
        this.simulation = world.simulation();
        this.strand = caller.strand();
        this.lane = lane;
        this.deadline = world.trueNanos(deadline.toNanos());
        this.deadlineAt = simulation.nanos() + this.deadline;
        this.work = work;
        this.onOutcome = caller.onOutcome();
        this.onReturn = caller.onReturn();
    }

    boolean isSettled() {
        return settled;
    }

    void begin() {
        long latency = drawLatency(world.laneModel(lane.name()));
        if (simulation.nanos() + latency >= deadlineAt) {
            expireAtDeadline();
        } else {
            cancelExpiry();
        }
        simulation.schedule(latency, effect());
    }

    void expireAtDeadline() {
        if (expiry == null && !settled) {
            expiry = simulation.schedule(
                    deadlineAt - simulation.nanos(), simulation.event(lane.name(), world, this::expire));
        }
    }

    /** Not an event of its own: somebody closes the lane, maybe a message of this very strand. */
    void drop(String reason) {
        if (!settled) {
            settled = true;
            cancelExpiry();
            strand.execute(() -> onOutcome.accept(new Outcome.Unknown<>(reason)));
        }
        returned();
    }

    @Override
    public VirtualWorld caller() {
        return world;
    }

    @Override
    public long sentAt() {
        return deadlineAt - deadline;
    }

    @Override
    public void takes(Duration duration) {
        extra += duration.toNanos();
    }

    @Override
    public void neverAnswers() {
        lost = true;
    }

    @Override
    public RuntimeException whenResumed() {
        holdEffect();
        return new NotNowException("not before the engine goes on");
    }

    @Override
    public @Nullable RuntimeException waiting(Duration longest) {
        if (waitingSince < 0) {
            waitingSince = simulation.nanos();
        }
        long left = waitingSince + longest.toNanos() - simulation.nanos();
        if (left <= 0) {
            return null;
        }
        if (simulation.nanos() + left >= deadlineAt) {
            expireAtDeadline();
        }
        waitingEnds = simulation.schedule(left, effect());
        return new NotNowException("waits");
    }

    @Override
    public void wake() {
        Event end = waitingEnds;
        if (end != null) {
            waitingEnds = null;
            end.cancel();
            simulation.schedule(0, effect());
        }
    }

    /** Nobody's event: a request under way survives the engine that sent it. */
    private Event effect() {
        return simulation.event(lane.name(), null, this::takeEffect);
    }

    private void holdEffect() {
        expireAtDeadline();
        world.hold(effect());
    }

    private long drawLatency(LaneModel model) {
        if (model.drawSlow(lane.random())) {
            struck(Fault.CALLS_SLOW);
            return model.drawSlowLatency(lane.random());
        }
        return model.drawLatency(lane.random());
    }

    private void struck(Fault fault) {
        simulation.cells().hit(fault, Component.ofLane(lane.name()));
    }

    private void takeEffect() {
        waitingEnds = null;
        world.callComes(lane.name());
        if (world.isDead()) {
            if (world.isCrashed()) {
                struck(Fault.ENGINE_CRASHES);
            }
            if (!world.drawEffectMeanwhile()) {
                return;
            }
        } else if (world.isPaused()) {
            struck(Fault.ENGINE_PAUSES);
            if (!world.drawEffectMeanwhile()) {
                holdEffect();
                return;
            }
        }
        Outcome<T> outcome = runWork();
        if (outcome == null || world.isDead()) {
            return;
        }
        LaneModel model = world.laneModel(lane.name());
        long latency = extra + drawLatency(model);
        if (model.drawLost(lane.random())) {
            struck(Fault.CALLS_SLOW);
            lost = true;
        }
        if (lost || simulation.nanos() + latency >= deadlineAt) {
            expireAtDeadline();
            latency = lost ? deadlineAt - simulation.nanos() + lane.random().below(deadline + 1) : latency;
        }
        simulation.schedule(latency, simulation.event(lane.name(), world, () -> arrive(outcome)));
    }

    /** Null if the work is not to be done yet. */
    private @Nullable Outcome<T> runWork() {
        simulation.callUnderWay(this);
        try {
            return new Outcome.Success<>(work.call());
        } catch (NotNowException notNow) {
            return null;
        } catch (InterruptedException impossible) {
            throw new IllegalStateException("Nothing interrupts a simulation.", impossible);
        } catch (Exception exception) {
            return new Outcome.Failure<>(exception);
        } finally {
            simulation.callUnderWay(null);
        }
    }

    private void arrive(Outcome<T> outcome) {
        lane.release();
        settle(outcome);
        returned();
    }

    /** It takes no place of its lane, and won't any more. */
    void returned() {
        if (onReturn != null) {
            strand.execute(onReturn);
        }
    }

    private void expire() {
        expiry = null;
        settle(new Outcome.Unknown<>("no answer on lane " + lane.name() + " within " + deadline / 1_000_000 + " ms"));
    }

    private void settle(Outcome<T> outcome) {
        if (settled) {
            return;
        }
        settled = true;
        cancelExpiry();
        strand.deliver(() -> onOutcome.accept(outcome));
    }

    private void cancelExpiry() {
        if (expiry != null) {
            expiry.cancel();
            expiry = null;
        }
    }
}
