package io.stowage.core.world;

import java.time.Duration;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A queue that at most one thread of the pool drains at a time. Whoever adds the first message to an empty queue asks for a turn; a
 * turn handles a bounded number of messages and then asks for another, so that a busy strand doesn't starve the rest.
 */
final class SystemStrand implements Strand {

    private static final Logger LOGGER = LoggerFactory.getLogger(SystemStrand.class);
    private static final int MESSAGES_PER_TURN = 256;

    private final String name;
    private final SystemWorld world;
    private final Queue<Runnable> messages = new ConcurrentLinkedQueue<>();
    /** Messages given and not yet handled. Whoever raises it from 0 has the turn asked for; it goes down after a message is handled. */
    private final AtomicInteger waiting = new AtomicInteger();

    SystemStrand(String name, SystemWorld world) {
        this.name = name;
        this.world = world;
    }

    @Override
    public void execute(Runnable message) {
        if (world.isClosed()) {
            return;
        }
        messages.add(message);
        if (waiting.getAndIncrement() == 0) {
            world.runTurn(this::turn);
        }
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable message) {
        OneShot once = new OneShot(message);
        Cancellable alarm = world.after(delay, () -> execute(once));
        return () -> {
            once.cancel();
            alarm.cancel();
        };
    }

    @Override
    public <T> void call(
            Lane lane,
            Duration deadline,
            Callable<T> work,
            Consumer<Outcome<T>> onOutcome,
            @Nullable Runnable onReturn) {
        if (!(lane instanceof SystemLane systemLane)) {
            throw new IllegalArgumentException(
                    "Lane " + lane.name() + " was made by another world than strand " + name);
        }
        LaneCall<T> call = new LaneCall<>(
                work,
                outcome -> execute(() -> onOutcome.accept(outcome)),
                onReturn == null ? () -> {} : () -> execute(onReturn));
        call.expireBy(world.after(deadline, () -> call.expire(lane.name(), deadline)));
        systemLane.submit(call);
    }

    private void turn() {
        int handled = 0;
        while (handled < MESSAGES_PER_TURN && !world.isClosed()) {
            // Never null: a message is added before it is counted, and this turn ends when the count says so.
            handle(Objects.requireNonNull(messages.poll()));
            handled++;
            if (waiting.decrementAndGet() == 0) {
                return;
            }
        }
        world.runTurn(this::turn);
    }

    // A message is the engine's own: whatever it throws is a defect, which must not take the other messages with it.
    private void handle(Runnable message) {
        try {
            message.run();
        } catch (Throwable defect) {
            LOGGER.error("A message of strand {} failed", name, defect);
        }
    }
}
