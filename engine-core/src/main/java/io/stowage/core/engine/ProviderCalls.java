package io.stowage.core.engine;

import io.stowage.core.world.Lane;
import io.stowage.core.world.Outcome;
import io.stowage.core.world.Strand;
import io.stowage.core.world.World;
import io.stowage.spi.InstanceProvider;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The calls of one instance provider: few at once, each with a deadline that begins when the call does, the others in order. One that hangs or throws
 * is slow by itself, and nobody else is. Belongs to its strand.
 */
final class ProviderCalls {

    private static final Logger LOG = LoggerFactory.getLogger(ProviderCalls.class);
    private static final int AT_ONCE = 4;
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final String name;
    private final InstanceProvider provider;
    private final Strand strand;
    private final Lane lane;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int underWay;
    private boolean failing;
    private boolean closed;

    ProviderCalls(String name, InstanceProvider provider, Strand strand, World world) {
        this.name = name;
        this.provider = provider;
        this.strand = strand;
        this.lane = world.lane("instances", AT_ONCE);
    }

    /**
     * Calls the provider as soon as it may be.
     *
     * @param work on a lane; that it yields null is its failure
     * @return completes on the strand, and never exceptionally
     */
    <T> CompletableFuture<Outcome<T>> call(String what, Function<InstanceProvider, T> work) {
        CompletableFuture<Outcome<T>> answer = new CompletableFuture<>();
        waiting.add(() -> begin(what, () -> Objects.requireNonNull(work.apply(provider), "the answer"), answer));
        next();
        return answer;
    }

    private void next() {
        Runnable call = underWay < AT_ONCE && !closed ? waiting.poll() : null;
        if (call != null) {
            call.run();
        }
    }

    private <T> void begin(String what, Callable<T> work, CompletableFuture<Outcome<T>> answer) {
        underWay++;
        strand.call(lane, DEADLINE, work, (Outcome<T> outcome) -> {
            underWay--;
            heard(what, outcome);
            next();
            answer.complete(outcome);
        });
    }

    /** That it fails is told once, and so is that it works again. */
    private void heard(String what, Outcome<?> outcome) {
        boolean fails = !(outcome instanceof Outcome.Success<?>);
        if (fails && !failing) {
            LOG.warn("Instance provider {} gave no answer to {}: {}", name, what, outcome);
        } else if (fails) {
            LOG.debug("Instance provider {} gave no answer to {}: {}", name, what, outcome);
        } else if (failing) {
            LOG.info("Instance provider {} answers again", name);
        }
        failing = fails;
    }

    /** Nothing is called any more that isn't yet. */
    void close() {
        closed = true;
        waiting.clear();
        lane.close();
    }
}
