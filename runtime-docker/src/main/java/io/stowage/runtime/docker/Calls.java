package io.stowage.runtime.docker;

import com.github.dockerjava.api.exception.DockerException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Asks the daemon in threads of its own, so many for each {@link Verb}, so that no caller waits longer than the {@link Verb} has time, whatever the daemon does. A time-out of
 * docker-java's transport can't do that: over a unix socket it has no effect at all, and over tcp it counts from the last byte. Who has
 * waited in vain interrupts the call, which closes a unix socket at once; one over tcp ends with the transport's time-out. A place in the
 * queue counts as waiting.
 *
 * <p>What the daemon refuses comes out as docker-java's {@link DockerException}; everything else that is no answer as {@link
 * OutcomeUnknownException}.
 *
 * <p>Thread-safe.
 */
final class Calls implements AutoCloseable {

    private static final int WAITING = 10_000;
    private static final int MOST_DEAD = 100;
    private static final int IDLE_SECONDS = 20;
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final Map<Verb, ThreadPoolExecutor> threads = new EnumMap<>(Verb.class);

    Calls() {
        for (Verb verb : Verb.values()) {
            threads.put(verb, threads(verb.most()));
        }
    }

    private static ThreadPoolExecutor threads(int most) {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                most, most, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(WAITING), Calls::thread);
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "stowage-docker-call-" + NUMBERS.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }

    <T> T ask(Verb verb, String what, Callable<T> call) {
        return within(verb, verb.deadline(), what, call);
    }

    /** With less time than the verb has. */
    <T> T within(Verb verb, Duration deadline, String what, Callable<T> call) {
        Future<T> answer = begin(pool(verb)::submit, what, byALiveConnection(call));
        try {
            return answer.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new OutcomeUnknownException(what + ": no answer within " + deadline.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new OutcomeUnknownException(what + ": interrupted", e);
        } catch (ExecutionException e) {
            throw sorted(what, Objects.requireNonNullElse(e.getCause(), e));
        }
    }

    private ThreadPoolExecutor pool(Verb verb) {
        return Objects.requireNonNull(threads.get(verb));
    }

    /** Where answers to calls of one verb come together, in the order in which they come. */
    <T> CompletionService<T> answers(Verb verb) {
        return new ExecutorCompletionService<>(pool(verb));
    }

    /** Begins a call whose answer nobody waits for here. Who has waited long enough cancels it, with an interrupt. */
    static <T> Future<T> begin(Beginner<T> beginner, String what, Callable<T> call) {
        try {
            return beginner.begin(call);
        } catch (RejectedExecutionException e) {
            throw new OutcomeUnknownException(what + ": the connection is closed, or has too much to do", e);
        }
    }

    /**
     * A daemon that was restarted has left dead connections behind. What a dead one did not even take was not done: it is sent again, by the next
     * connection, until one is left that lives.
     */
    static <T> Callable<T> byALiveConnection(Callable<T> call) {
        return () -> {
            int dead = 0;
            while (true) {
                try {
                    return call.call();
                } catch (RuntimeException e) {
                    dead++;
                    if (dead > MOST_DEAD || !Causes.isBrokenPipe(e)) {
                        throw e;
                    }
                }
            }
        };
    }

    /** By which a call is begun. */
    @FunctionalInterface
    interface Beginner<T> {
        Future<T> begin(Callable<T> call);
    }

    /** What a call that has ended came to. */
    static <T> T result(Future<T> ended, String what) throws InterruptedException {
        try {
            return ended.get();
        } catch (ExecutionException e) {
            throw sorted(what, Objects.requireNonNullElse(e.getCause(), e));
        }
    }

    private static RuntimeException sorted(String what, Throwable cause) {
        if (cause instanceof DockerException refusal) {
            return refusal;
        }
        if (cause instanceof OutcomeUnknownException unknown) {
            return unknown;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        return new OutcomeUnknownException(what + ": " + Causes.text(cause), cause);
    }

    @Override
    public void close() {
        threads.values().forEach(ThreadPoolExecutor::shutdownNow);
    }
}
