package io.stowage.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Starts processes the plain way. */
final class PlainStarts {

    /** As many as an agent has calls under way. */
    private static final int THREADS = 8;

    private PlainStarts() {}

    /**
     * How long it takes to start so many. They are ended, and gone, when this returns.
     *
     * @param folder where their output goes, to files that are new with them
     */
    static long nanos(int count, Path folder) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        List<Future<Process>> started = new ArrayList<>();
        try {
            long began = System.nanoTime();
            for (int i = 0; i < count; i++) {
                int number = i;
                started.add(threads.submit(() -> start(folder, number)));
            }
            for (Future<Process> start : started) {
                start.get();
            }
            return System.nanoTime() - began;
        } catch (ExecutionException failed) {
            throw new IllegalStateException("a plain process did not start", failed.getCause());
        } finally {
            end(started);
            threads.shutdown();
        }
    }

    private static Process start(Path folder, int number) throws IOException {
        return new ProcessBuilder(OverheadCluster.PROGRAM, OverheadCluster.ARGUMENT)
                .redirectOutput(folder.resolve("plain-" + number + ".out").toFile())
                .redirectError(folder.resolve("plain-" + number + ".err").toFile())
                .start();
    }

    private static void end(List<Future<Process>> started) throws InterruptedException {
        for (Future<Process> start : started) {
            try {
                start.get().destroyForcibly().waitFor();
            } catch (ExecutionException notStarted) {
                // It was reported already, and there is nothing to end.
            }
        }
    }
}
