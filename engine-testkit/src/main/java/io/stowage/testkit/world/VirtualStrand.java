package io.stowage.testkit.world;

import io.stowage.core.world.Cancellable;
import io.stowage.core.world.Lane;
import io.stowage.core.world.Outcome;
import io.stowage.core.world.Strand;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A queue of messages, of which each is one event: handling one takes a drawn moment, in which other strands get ahead. */
final class VirtualStrand implements Strand {

    private final VirtualWorld world;
    private final Simulation simulation;
    private final SimulationRandom random;
    private final Queue<Runnable> messages = new ArrayDeque<>();
    private final Event turn;
    private boolean running;

    VirtualStrand(String name, VirtualWorld world, SimulationRandom random) {
        this.world = world;
        this.simulation = world.simulation();
        this.random = random;
        this.turn = simulation.event(name, world, this::turn);
    }

    @Override
    public void execute(Runnable message) {
        if (world.isDead()) {
            return;
        }
        messages.add(message);
        // While a message is handled, whoever handles it sees to what comes after it.
        if (messages.size() == 1 && !running) {
            scheduleTurn();
        }
    }

    /** A message arrives by itself, in an event of its own: handled in that event, unless others wait before it. */
    void deliver(Runnable message) {
        if (messages.isEmpty() && !running) {
            handle(message);
        } else {
            execute(message);
        }
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable message) {
        Timer timer = new Timer(message);
        Event due = simulation.event(turn.name, world, () -> deliver(timer));
        if (!world.isDead()) {
            simulation.schedule(world.trueNanos(delay.toNanos()), due);
        }
        return () -> {
            timer.cancelled = true;
            due.cancel();
        };
    }

    @Override
    public <T> void call(
            Lane lane,
            Duration deadline,
            Callable<T> work,
            Consumer<Outcome<T>> onOutcome,
            @Nullable Runnable onReturn) {
        if (world.isDead()) {
            return;
        }
        VirtualCall.Caller<T> caller = new VirtualCall.Caller<>(world, this, onOutcome, onReturn);
        ((VirtualLane) lane).submit(new VirtualCall<>(caller, (VirtualLane) lane, deadline, work));
    }

    private void scheduleTurn() {
        simulation.schedule(VirtualWorld.drawHandling(random), turn);
    }

    /** A message that throws is a defect of the engine, and ends the run. */
    private void turn() {
        handle(Objects.requireNonNull(messages.poll()));
    }

    private void handle(Runnable message) {
        running = true;
        message.run();
        running = false;
        if (!messages.isEmpty()) {
            scheduleTurn();
        }
    }

    private static final class Timer implements Runnable {
        private final Runnable message;
        boolean cancelled;

        Timer(Runnable message) {
            this.message = message;
        }

        @Override
        public void run() {
            if (!cancelled) {
                message.run();
            }
        }
    }
}
