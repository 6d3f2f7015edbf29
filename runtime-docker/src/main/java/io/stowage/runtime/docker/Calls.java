package io.stowage.runtime.docker;

import com.github.dockerjava.api.exception.DockerException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
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
        Future<T> answer = begin(verb, what, call);
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

    private <T> Future<T> begin(Verb verb, String what, Callable<T> call) {
        try {
            return Objects.requireNonNull(threads.get(verb)).submit(call);
        } catch (RejectedExecutionException e) {
            throw new OutcomeUnknownException(what + ": the connection is closed, or has too much to do", e);
        }
    }

    private static RuntimeException sorted(String what, Throwable cause) {
        if (cause instanceof DockerException refusal) {
            return refusal;
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
