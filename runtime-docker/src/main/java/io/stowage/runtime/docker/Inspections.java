package io.stowage.runtime.docker;

import io.stowage.spi.ContainerState;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
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
        CompletionService<Looked> answers = daemon.answers(Verb.LOOK);
        Queue<String> waiting = new ArrayDeque<>(ids);
        List<Future<Looked>> begun = new ArrayList<>();
        Map<String, Optional<ContainerState>> seen = new HashMap<>();
        int places = AT_ONCE;
        try {
            while (seen.size() < ids.size()) {
                while (begun.size() - seen.size() < places && !waiting.isEmpty()) {
                    begun.add(begin(answers, waiting.remove()));
                }
                Future<Looked> next = next(answers, end);
                if (next != null) {
                    Looked looked = Calls.result(next, "list");
                    seen.put(looked.id(), looked.state());
                } else if (waiting.isEmpty() || System.nanoTime() - end >= 0) {
                    break;
                } else {
                    places += AT_ONCE;
                }
            }
            return seen;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OutcomeUnknownException("list: interrupted", e);
        } finally {
            begun.forEach(each -> each.cancel(true));
        }
    }

    private record Looked(String id, Optional<ContainerState> state) {}

    private Future<Looked> begin(CompletionService<Looked> answers, String id) {
        Daemon.Question<Optional<ContainerState>> question = containers.lookAt(id);
        return daemon.begin(answers, "inspect of " + id, client -> new Looked(id, question.of(client)));
    }

    private static @Nullable Future<Looked> next(CompletionService<Looked> answers, long end)
            throws InterruptedException {
        long patience = Math.min(TimeUnit.MILLISECONDS.toNanos(SILENT_MILLIS), end - System.nanoTime());
        return answers.poll(Math.max(0, patience), TimeUnit.NANOSECONDS);
    }
}
