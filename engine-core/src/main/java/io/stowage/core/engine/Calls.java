package io.stowage.core.engine;

import io.stowage.core.world.World;
import io.stowage.error.EcsException;
import io.stowage.error.ServerException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Callers that wait for answers: at most for the operation timeout, and no longer than the engine is open. Thread-safe. */
final class Calls {

    private final World world;
    private final Duration operationTimeout;
    private final Counters counters;
    private final Map<Long, CompletableFuture<?>> pending = new LinkedHashMap<>();
    private long nextCall;
    private boolean closed;

    Calls(World world, Duration operationTimeout, Counters counters) {
        this.world = world;
        this.operationTimeout = operationTimeout;
        this.counters = counters;
    }

    /**
     * Waits for the answer to an operation.
     *
     * @param action ECS's name of the operation
     * @throws EcsException as the operation ended; a {@link ServerException} if no answer came
     */
    <T> T await(String action, CompletableFuture<T> answer) {
        counters.add(Counters.OPERATIONS);
        T value = awaitWithin(action, answer, operationTimeout);
        if (value == null) {
            counters.add(Counters.UNANSWERED);
            throw new ServerException(action + ": no answer within " + operationTimeout
                    + " (operationTimeout). The outcome is unknown: it may have been carried out, or may still be."
                    + " Look at what it is about before you ask again. engine.health() says what is in the way.");
        }
        return value;
    }

    /** How long a caller waits for an answer. */
    Duration operationTimeout() {
        return operationTimeout;
    }

    /** The same with a deadline of the caller's own; null if no answer came by then. */
    <T> @Nullable T awaitWithin(String action, CompletableFuture<T> answer, Duration deadline) {
        long call = begin(action, answer);
        try {
            return world.await(answer, deadline);
        } catch (TimeoutException noAnswer) {
            return null;
        } catch (ExecutionException failed) {
            throw failure(action, failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ServerException(
                    action + ": interrupted while waiting for the answer. The outcome is unknown: it may have been"
                            + " carried out, or may still be.",
                    interrupted);
        } finally {
            end(call);
        }
    }

    private static EcsException failure(String action, ExecutionException failed) {
        Throwable cause = failed.getCause();
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof EcsException ecs
                ? ecs
                : new ServerException(action + ": the engine failed: " + cause, cause);
    }

    private synchronized long begin(String action, CompletableFuture<?> answer) {
        if (closed) {
            throw closedException(action);
        }
        pending.put(nextCall, answer);
        return nextCall++;
    }

    private synchronized void end(long call) {
        pending.remove(call);
    }

    /** Refuses what comes, and fails what waits. */
    void close() {
        List<CompletableFuture<?>> waiting;
        synchronized (this) {
            closed = true;
            waiting = List.copyOf(pending.values());
        }
        waiting.forEach(
                answer -> answer.completeExceptionally(
                        new ServerException(
                                "the engine was closed before the answer came. The outcome is unknown: it may have been carried out.")));
    }

    synchronized void requireOpen(String action) {
        if (closed) {
            throw closedException(action);
        }
    }

    private static ServerException closedException(String action) {
        return new ServerException(action + ": the engine is closed; nothing was changed");
    }
}
