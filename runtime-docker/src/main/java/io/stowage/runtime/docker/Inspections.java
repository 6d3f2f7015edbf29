package io.stowage.runtime.docker;

import io.stowage.spi.ContainerState;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletionService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Looks closer at several containers, {@value #AT_ONCE} at once, for as long as answers come: when the daemon has given none for {@value
 * #SILENT_MILLIS} ms, those that were asked for have none, and {@value #AT_ONCE} more are asked for. So a container whose inspection hangs, as
 * one does that is stuck in a start or a stop, costs the others little. An answer that makes no sense is thrown: it is a daemon that lies, and not one that is busy.
 */
final class Inspections {

    static final Duration LONGEST = Duration.ofSeconds(8);

    private static final int AT_ONCE = 4;
    private static final long SILENT_MILLIS = 2_000;

    private final Daemon daemon;
    private final Containers containers;

    Inspections(Daemon daemon, Containers containers) {
        this.daemon = daemon;
        this.containers = containers;
    }

    /**
     * What there is of containers, in this order.
     *
     * @param end by {@link System#nanoTime}: no answer is waited for after it
     * @return by id; an empty value for one that is gone, or is not ours; without those of which the daemon did not answer
     * @throws RuntimeException if an answer was none
     */
    Map<String, Optional<ContainerState>> of(List<String> ids, long end) {
        CompletionService<Optional<ContainerState>> answers = daemon.answers(Verb.LOOK);
        Queue<String> waiting = new ArrayDeque<>(ids);
        Map<Future<Optional<ContainerState>>, String> underWay = new HashMap<>();
        Map<String, Optional<ContainerState>> seen = new HashMap<>();
        int places = AT_ONCE;
        try {
            while (true) {
                while (underWay.size() < places && !waiting.isEmpty()) {
                    String id = waiting.remove();
                    underWay.put(daemon.begin(answers, "inspect of " + id, containers.lookAt(id)), id);
                }
                Future<Optional<ContainerState>> next = underWay.isEmpty() ? null : next(answers, end);
                if (next != null) {
                    String id = underWay.remove(next);
                    seen.put(id, Calls.result(next, "inspect of " + id));
                } else if (waiting.isEmpty() || System.nanoTime() - end >= 0) {
                    return seen;
                } else {
                    places += AT_ONCE;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OutcomeUnknownException("list: interrupted", e);
        } finally {
            underWay.keySet().forEach(hanging -> hanging.cancel(true));
        }
    }

    private static @Nullable Future<Optional<ContainerState>> next(
            CompletionService<Optional<ContainerState>> answers, long end) throws InterruptedException {
        long patience = Math.min(TimeUnit.MILLISECONDS.toNanos(SILENT_MILLIS), end - System.nanoTime());
        return answers.poll(Math.max(0, patience), TimeUnit.NANOSECONDS);
    }
}
