package io.stowage.testkit.crash;

import io.stowage.testkit.crash.CrashPoint.Moment;
import io.stowage.testkit.world.CallUnderWay;
import io.stowage.testkit.world.Simulation;
import io.stowage.testkit.world.VirtualWorld;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/**
 * Counts what engines write and do, and crashes them where that is planned.
 *
 * <p>Everything passes through {@link #at} in the order in which it takes effect, which a seed repeats exactly: the n-th point of a run
 * is the n-th point of the next one, up to the first crash. What a dead engine had under way may still have its effect, but is no point:
 * it can't be crashed again. What an engine does while it is closed is points, as anything else.
 */
final class CrashPoints {

    private static final Duration LONGER_THAN_A_LEASE = Duration.ofSeconds(15);

    private final Simulation simulation;
    private final Queue<CrashPoint> plan;
    private final Consumer<VirtualWorld> closing;
    private final List<String> passed = new ArrayList<>();
    private boolean counting;
    private int sinceCrash;
    private int crashes;

    /**
     * @param plan one after the other, each counted from the one before
     * @param closing closes the engine of a world, and may wait for it
     */
    CrashPoints(Simulation simulation, Collection<CrashPoint> plan, Consumer<VirtualWorld> closing) {
        this.simulation = simulation;
        this.plan = new ArrayDeque<>(plan);
        this.closing = closing;
    }

    /** An engine dies of it. */
    private static final class Crashed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Crashed(String where) {
            super("crashed at: " + where, null, false, false);
        }
    }

    /** What passes from now on is a point, or no longer. */
    void counting(boolean now) {
        counting = now;
    }

    /** What passed, in order. */
    List<String> passed() {
        return List.copyOf(passed);
    }

    /** How many have come about. */
    int crashes() {
        return crashes;
    }

    /** Crashes that are planned and have not come about. */
    List<CrashPoint> missed() {
        return List.copyOf(plan);
    }

    /** Lets something take effect, or not, if the engine that wants it is to die of it. */
    <T> T at(String what, Callable<T> effect) throws Exception {
        CallUnderWay call = simulation.callUnderWay();
        if (!counting || call == null || call.caller().isDead()) {
            return effect.call();
        }
        passed.add(what);
        sinceCrash++;
        CrashPoint next = plan.peek();
        return next != null && next.index() == sinceCrash
                ? crash(call.caller(), next.moment(), what, effect)
                : effect.call();
    }

    private <T> T crash(VirtualWorld victim, Moment moment, String what, Callable<T> effect) throws Exception {
        plan.remove();
        sinceCrash = 0;
        crashes++;
        if (moment == Moment.PAUSE) {
            simulation.trace().add("pause at " + what, simulation.nanos());
            T result = effect.call();
            victim.pause(LONGER_THAN_A_LEASE);
            return result;
        }
        if (moment == Moment.CLOSE) {
            simulation.trace().add("close at " + what, simulation.nanos());
            simulation.afterThis(() -> closing.accept(victim));
            return effect.call();
        }
        if (moment == Moment.AFTER) {
            effect.call();
        }
        simulation.trace().add("crash at " + what, simulation.nanos());
        victim.crash();
        throw new Crashed(what);
    }
}
