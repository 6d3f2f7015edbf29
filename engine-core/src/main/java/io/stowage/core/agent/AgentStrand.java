package io.stowage.core.agent;

import io.stowage.core.world.Cancellable;
import io.stowage.core.world.Lane;
import io.stowage.core.world.Outcome;
import io.stowage.core.world.Strand;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/** The strand of an agent: after each message, whatever it changed is told in one piece. Once closed it drops every message. */
final class AgentStrand {

    private final Strand strand;
    private final Runnable afterEach;
    private boolean closed;

    AgentStrand(Strand strand, Runnable afterEach) {
        this.strand = strand;
        this.afterEach = afterEach;
    }

    void execute(Runnable message) {
        strand.execute(() -> handle(message));
    }

    Cancellable schedule(Duration delay, Runnable message) {
        return strand.schedule(delay, () -> handle(message));
    }

    <T> void call(Lane lane, Duration deadline, Callable<T> work, Consumer<Answer<T>> onAnswer) {
        strand.call(lane, deadline, work, outcome -> handle(() -> onAnswer.accept(Answer.of(outcome))));
    }

    /** Does work whose outcome nobody waits for, and then something that still runs when this strand is closed. */
    <T> void callLast(Lane lane, Duration deadline, Callable<T> work, Runnable afterwards) {
        strand.call(lane, deadline, work, (Outcome<T> outcome) -> afterwards.run());
    }

    /** Called on the strand. */
    void close() {
        closed = true;
    }

    private void handle(Runnable message) {
        if (closed) {
            return;
        }
        try {
            message.run();
        } finally {
            afterEach.run();
        }
    }
}
