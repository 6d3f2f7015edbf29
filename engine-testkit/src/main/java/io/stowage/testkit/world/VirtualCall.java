package io.stowage.testkit.world;

import io.stowage.core.world.Outcome;
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
    private @Nullable Event expiry;
    private boolean settled;
    private boolean lost;
    private long extra;

    VirtualCall(
            VirtualWorld world,
            VirtualStrand strand,
            VirtualLane lane,
            Duration deadline,
            Callable<T> work,
            Consumer<Outcome<T>> onOutcome) {
        this.world = world;
        this.simulation = world.simulation();
        this.strand = strand;
        this.lane = lane;
        this.deadline = deadline.toNanos();
        this.deadlineAt = simulation.nanos() + this.deadline;
        this.work = work;
        this.onOutcome = onOutcome;
    }

    boolean isSettled() {
        return settled;
    }

    void begin() {
        long latency = world.laneModel(lane.name()).drawLatency(lane.random());
        if (simulation.nanos() + latency >= deadlineAt) {
            expireAtDeadline();
        } else {
            cancelExpiry();
        }
        // Nobody's event: a request under way survives the engine that sent it.
        simulation.schedule(latency, simulation.event(lane.name(), null, this::takeEffect));
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
    }

    @Override
    public VirtualWorld caller() {
        return world;
    }

    @Override
    public void takes(Duration duration) {
        extra += duration.toNanos();
    }

    @Override
    public void neverAnswers() {
        lost = true;
    }

    private void takeEffect() {
        if (world.isDead() && !world.drawEffectAfterDeath()) {
            return;
        }
        Outcome<T> outcome = runWork();
        if (world.isDead()) {
            return;
        }
        LaneModel model = world.laneModel(lane.name());
        long latency = extra + model.drawLatency(lane.random());
        lost |= model.drawLost(lane.random());
        if (lost || simulation.nanos() + latency >= deadlineAt) {
            expireAtDeadline();
            latency = lost ? deadlineAt - simulation.nanos() + lane.random().below(deadline + 1) : latency;
        }
        simulation.schedule(latency, simulation.event(lane.name(), world, () -> arrive(outcome)));
    }

    private Outcome<T> runWork() {
        simulation.callUnderWay(this);
        try {
            return new Outcome.Success<>(work.call());
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
