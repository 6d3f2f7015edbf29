package io.stowage.core.store;

import io.stowage.core.world.Cancellable;
import io.stowage.core.world.Outcome;
import io.stowage.core.world.Strand;
import io.stowage.core.world.World;
import io.stowage.spi.Revision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Looks, with one question to the store for all who want to know, whether partitions are still where they were seen: what an engine that has
 * nothing to do costs does not depend on how many clusters it follows.
 *
 * <p>Who asks is part of the next round, and asks again for the one after it; who {@linkplain #watch watches} is part of each until there is
 * something to say, so that what stays as it is costs its watchers nothing. The store may wait with its answer until something has changed.
 * One that doesn't is asked about once a second. After a change there is a shorter pause, so that a partition that changes all the time
 * isn't asked about all the time.
 *
 * <p>Thread-safe.
 */
public final class LookRounds {

    private static final Duration WAIT = Duration.ofMillis(1_300);
    private static final Duration AFTER_CHANGE = Duration.ofMillis(500);
    private static final Duration AFTER_WAIT = Duration.ofMillis(100);
    /** Engines that share a store don't look at the same moment for long. */
    private static final Duration JITTER = Duration.ofMillis(100);

    /** Hears on its strand whether a partition has changed. */
    public interface Answer {

        /**
         * The round is over.
         *
         * @param changed whether the partition is somewhere else by now
         * @param sentAtNanos if it is not: it was where it was known to be at some moment since then
         */
        void hear(Outcome<Boolean> changed, long sentAtNanos);
    }

    /**
     * What somebody wants to know.
     *
     * @param over whether nobody wants to know it any more; null if the next round answers it in any case
     */
    private record Look(
            Strand strand,
            String partition,
            Revision known,
            Answer answer,
            @Nullable AtomicBoolean over) {

        boolean isOver() {
            return over != null && over.get();
        }

        /** Whether it goes on without a word: to who watches only a change is worth an answer. */
        boolean goesOn(Outcome<Boolean> changed) {
            return over != null
                    && changed instanceof Outcome.Success<Boolean> success
                    && Boolean.FALSE.equals(success.value());
        }
    }

    private final World world;
    private final StorePort port;
    private final Strand strand;
    private List<Look> next = new ArrayList<>();
    private Duration pause = AFTER_WAIT;
    /** Whether a round is under way, or about to begin. */
    private boolean ahead;

    LookRounds(World world, StorePort port) {
        this.world = world;
        this.port = port;
        this.strand = world.strand("looks");
    }

    /** Takes part in the next round. */
    public void next(Strand asking, String partition, Revision known, Answer answer) {
        take(new Look(asking, partition, known, answer, null));
    }

    /**
     * Takes part in each round until the partition has changed, or a round has failed, which is the only answer.
     *
     * @return ends it; an answer may be on its way then
     */
    public Cancellable watch(Strand asking, String partition, Revision known, Answer answer) {
        AtomicBoolean over = new AtomicBoolean();
        take(new Look(asking, partition, known, answer, over));
        return () -> over.set(true);
    }

    private void take(Look look) {
        strand.execute(() -> {
            next.add(look);
            arm();
        });
    }

    private void arm() {
        if (!ahead && !next.isEmpty()) {
            ahead = true;
            strand.schedule(pause, this::look);
        }
    }

    private void look() {
        List<Look> asking = next;
        next = new ArrayList<>();
        asking.removeIf(Look::isOver);
        if (asking.isEmpty()) {
            ahead = false;
            return;
        }
        Map<String, Revision> known = new TreeMap<>();
        asking.forEach(look -> known.put(look.partition(), look.known()));
        long sentAt = world.monotonicNanos();
        strand.call(
                port.lane(),
                port.callDeadline(),
                () -> port.store().changed(known, world.mayWait(WAIT)),
                outcome -> looked(asking, outcome, sentAt));
    }

    private void looked(List<Look> asked, Outcome<Map<String, Revision>> outcome, long sentAt) {
        boolean anything = outcome instanceof Outcome.Success<Map<String, Revision>> success
                && success.value() != null
                && !success.value().isEmpty();
        Duration took = Duration.ofNanos(world.monotonicNanos() - sentAt);
        pause = anything ? AFTER_CHANGE : longer(WAIT.minus(took), AFTER_WAIT);
        pause = pause.plusNanos(world.random(JITTER.toNanos()));
        ahead = false;
        for (Look look : asked) {
            Outcome<Boolean> answer = outcome.map(changed -> changed.containsKey(look.partition()));
            if (look.goesOn(answer)) {
                next.add(look);
            } else {
                look.strand().execute(() -> look.answer().hear(answer, sentAt));
            }
        }
        arm();
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
