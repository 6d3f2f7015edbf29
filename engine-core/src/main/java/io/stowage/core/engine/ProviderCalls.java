package io.stowage.core.engine;

import io.stowage.core.world.Cancellable;
import io.stowage.core.world.Lane;
import io.stowage.core.world.Outcome;
import io.stowage.core.world.Strand;
import io.stowage.core.world.World;
import io.stowage.spi.InstanceProvider;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The calls of one instance provider: few at once, each with a deadline that begins when the call does. What is urgent waits for nothing that isn't:
 * looks have calls of their own, of what is left machines are ended before others are asked for, and neither takes the last call. Whoever has much to
 * do keeps nobody waiting who has little. One that hangs or throws is slow by itself, and nobody else is: a look that doesn't return keeps its place among
 * the looks, and nothing else is looked at where it looks until it returns, or was given up long ago. Belongs to its strand.
 */
final class ProviderCalls {

    /** What a call is about. */
    enum Matter {
        LOOK,
        END,
        /** Machines that are asked for, and whatever else may wait. */
        ASK
    }

    private static final Logger LOG = LoggerFactory.getLogger(ProviderCalls.class);
    private static final int LOOKS_AT_ONCE = 4;
    private static final int DEEDS_AT_ONCE = 5;
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    /** How long after its deadline a look that doesn't return keeps others from being begun where it looks: it may be that look alone. */
    private static final Duration HANGS = Duration.ofMinutes(10);

    private final String name;
    private final InstanceProvider provider;
    private final Strand strand;
    private final Lane forLooks;
    private final Lane forDeeds;
    private final Map<Matter, FairQueue> queues = new EnumMap<>(Matter.class);
    private int deeds;
    private boolean failing;
    private boolean closed;

    ProviderCalls(String name, InstanceProvider provider, Strand strand, World world) {
        this.name = name;
        this.provider = provider;
        this.strand = strand;
        this.forLooks = world.lane("instance-looks", LOOKS_AT_ONCE);
        this.forDeeds = world.lane("instances", DEEDS_AT_ONCE);
        queues.put(Matter.LOOK, new FairQueue(LOOKS_AT_ONCE, LOOKS_AT_ONCE - 1));
        queues.put(Matter.END, new FairQueue(DEEDS_AT_ONCE - 1));
        queues.put(Matter.ASK, new FairQueue(DEEDS_AT_ONCE - 1));
    }

    /**
     * Calls the provider as soon as it may be.
     *
     * @param owner for whom: all have their turn. Of a look it is where it looks
     * @param work on a lane; that it yields null is its failure
     * @return completes on the strand, and never exceptionally
     */
    <T> CompletableFuture<Outcome<T>> call(
            Matter matter, Object owner, String what, Function<InstanceProvider, T> work) {
        CompletableFuture<Outcome<T>> answer = new CompletableFuture<>();
        queue(matter)
                .add(
                        owner,
                        () -> begin(
                                matter,
                                owner,
                                what,
                                () -> Objects.requireNonNull(work.apply(provider), "the answer"),
                                answer));
        next();
        return answer;
    }

    private FairQueue queue(Matter matter) {
        return Objects.requireNonNull(queues.get(matter));
    }

    private void next() {
        boolean any = !closed;
        while (any) {
            boolean look = queue(Matter.LOOK).beginNext();
            boolean deed = deeds < DEEDS_AT_ONCE
                    && (queue(Matter.END).beginNext() || queue(Matter.ASK).beginNext());
            any = look || deed;
        }
    }

    private <T> void begin(
            Matter matter, Object owner, String what, Callable<T> work, CompletableFuture<Outcome<T>> answer) {
        if (matter == Matter.LOOK) {
            beginLook(owner, what, work, answer);
            return;
        }
        deeds++;
        strand.call(forDeeds, DEADLINE, work, (Outcome<T> outcome) -> {
            deeds--;
            queue(matter).ended(owner);
            heard(what, outcome);
            next();
            answer.complete(outcome);
        });
    }

    private <T> void beginLook(Object where, String what, Callable<T> work, CompletableFuture<Outcome<T>> answer) {
        Look look = new Look(where);
        strand.call(
                forLooks,
                DEADLINE,
                work,
                (Outcome<T> outcome) -> {
                    look.answered(outcome);
                    heard(what, outcome);
                    answer.complete(outcome);
                },
                look::returned);
    }

    /** A look that is under way until it returns, whenever it was given up. */
    private final class Look {

        private final Object where;
        private boolean returned;
        /** Ends the hold; null if there is none. */
        private @Nullable Cancellable hold;

        Look(Object where) {
            this.where = where;
        }

        void answered(Outcome<?> outcome) {
            if (outcome instanceof Outcome.Unknown<?> && !returned) {
                queue(Matter.LOOK).hold(where);
                hold = strand.schedule(HANGS, this::goOn);
            }
        }

        private void goOn() {
            if (hold != null) {
                hold.cancel();
                hold = null;
                queue(Matter.LOOK).goOn(where);
                next();
            }
        }

        void returned() {
            returned = true;
            queue(Matter.LOOK).ended(where);
            goOn();
            next();
        }
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
        queues.values().forEach(FairQueue::clear);
        forLooks.close();
        forDeeds.close();
    }
}
