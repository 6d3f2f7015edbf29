package io.stowage.benchmarks;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** Carries out pieces of work that know nothing of each other, several at once, each in one thread. */
public final class Workers {

    private Workers() {}

    /**
     * Returns when all of it is done.
     *
     * @param results takes the result of each piece in the caller's thread, in the order in which they are there
     * @throws IllegalStateException with its cause, if a piece throws, or the caller is interrupted; what has not begun does not begin any more then
     */
    public static <T> void run(int threads, List<? extends Callable<T>> work, Consumer<? super T> results) {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            CompletionService<T> done = new ExecutorCompletionService<>(pool);
            work.forEach(done::submit);
            for (int i = 0; i < work.size(); i++) {
                results.accept(done.take().get());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Whoever waited for the work was interrupted.", interrupted);
        } catch (ExecutionException failed) {
            throw new IllegalStateException("A piece of the work failed.", failed.getCause());
        } finally {
            pool.shutdownNow();
        }
    }
}
