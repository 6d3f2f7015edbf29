package io.stowage.testkit.world;

import io.stowage.core.world.Cancellable;
import io.stowage.testkit.fault.Cells;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Virtual time for any number of engines and everything around them, in one thread.
 *
 * <p>One queue holds all that is going to happen, ordered by time and then by the order in which it was asked for. Whoever drives the
 * simulation moves it on ({@link #runUntil}, {@link #runFor}, or a blocking call of an engine, which waits in {@link
 * VirtualWorld#await}) and acts between events. All randomness comes from the seed, in a stream of its own for each purpose, so a
 * seed is a run: {@link #trace()} tells two runs apart.
 *
 * <p>Not thread-safe: one simulation, one thread.
 */
public final class Simulation {

    /** When virtual time begins. */
    public static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");

    private final long seed;
    private final SimulationRandom root;
    private final EventQueue queue = new EventQueue();
    private final Trace trace = new Trace();
    private final Network network = new Network();
    private final Cells cells = new Cells();
    private final Map<String, Integer> incarnations = new HashMap<>();
    /** What happens outside as soon as the present event is over. */
    private final Queue<Runnable> outside = new ArrayDeque<>();

    private long now;
    private long steps;
    private boolean running;
    private @Nullable CallUnderWay callUnderWay;

    public Simulation(long seed) {
        this.seed = seed;
        this.root = new SimulationRandom(seed);
    }

    public long seed() {
        return seed;
    }

    /** Virtual nanoseconds since the beginning. */
    public long nanos() {
        return now;
    }

    /** Virtual time as an undisturbed wall clock shows it. */
    public Instant time() {
        return BEGINNING.plusNanos(now);
    }

    /** How many events have happened. */
    public long steps() {
        return steps;
    }

    public Trace trace() {
        return trace;
    }

    /** The connections between engines and what they call. */
    public Network network() {
        return network;
    }

    /** How often each kind of fault struck each component. */
    public Cells cells() {
        return cells;
    }

    /** The generator for a purpose. Asked for again it starts anew: keep it. */
    public SimulationRandom random(String purpose) {
        return root.derive(purpose);
    }

    /**
     * A world for one engine, from its start to its crash or close. A restarted engine gets a new one: same name, next incarnation.
     */
    public VirtualWorld world(String engineName) {
        int incarnation = incarnations.merge(engineName, 1, Integer::sum);
        return new VirtualWorld(this, engineName, incarnation);
    }

    /** Something in the world around the engines happens after a delay. No crash of an engine prevents it. */
    public Cancellable schedule(Duration delay, String name, Runnable action) {
        return schedule(delay.toNanos(), event(name, null, action));
    }

    /**
     * Somebody outside the simulation does something right after the present event, whoever moves time on: as from a thread of their own, so that
     * they may wait for an engine.
     */
    public void afterThis(Runnable deed) {
        outside.add(deed);
    }

    /**
     * The call whose work takes effect right now: a simulated plugin says how long it takes, or that it never answers. Null where a
     * plugin is called without an engine, in a test of its own.
     */
    public @Nullable CallUnderWay callUnderWay() {
        return callUnderWay;
    }

    /** Lets happen what is due up to an instant, in nanoseconds since the beginning, and stands at that instant then. */
    public void runUntil(long instant) {
        while (step(instant)) {
            // What happens happens in the events.
        }
    }

    public void runFor(Duration duration) {
        runUntil(now + duration.toNanos());
    }

    /** The next event, if it is due by an instant; false, standing at that instant, if there is none. */
    boolean step(long limit) {
        if (running) {
            throw new IllegalStateException("An event can't move time on: only what is outside the simulation waits.");
        }
        long next = queue.nextTime();
        if (next > limit) {
            now = Math.max(now, limit);
            return false;
        }
        Event event = queue.poll();
        VirtualWorld owner = event.owner;
        if (owner != null && owner.isDead()) {
            return true;
        }
        now = next;
        if (owner != null && owner.isPaused()) {
            owner.hold(event);
            return true;
        }
        steps++;
        trace.add(event.name, next);
        running = true;
        try {
            event.action.run();
        } finally {
            running = false;
        }
        for (Runnable deed = outside.poll(); deed != null; deed = outside.poll()) {
            deed.run();
        }
        return true;
    }

    Event event(String name, @Nullable VirtualWorld owner, Runnable action) {
        return new Event(name, owner, queue, action);
    }

    Event schedule(long delayNanos, Event event) {
        queue.add(event, now + Math.max(0, delayNanos));
        return event;
    }

    void callUnderWay(@Nullable CallUnderWay call) {
        callUnderWay = call;
    }
}
