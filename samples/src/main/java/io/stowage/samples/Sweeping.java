package io.stowage.samples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Leaves nothing of a run behind: neither a process nor a file. */
public final class Sweeping {

    private static final long LOOK_MILLIS = 1;
    private static final long PATIENCE_NANOS = 10_000_000_000L;

    private Sweeping() {}

    /**
     * Kills what is left, and deletes the directory. Idempotent; does not throw.
     *
     * @param others finds the processes of the run that don't have the directory in their command line
     */
    public static void sweep(Path directory, Supplier<Stream<ProcessHandle>> others) {
        await(() -> !killLeftovers(directory, others) && delete(directory));
        if (Files.exists(directory)) {
            System.err.println(directory + " could not be deleted");
        }
    }

    /** Kills what is left, and keeps the files: something went wrong, and they may say what. Idempotent; does not throw. */
    public static void kill(Path directory, Supplier<Stream<ProcessHandle>> others) {
        await(() -> !killLeftovers(directory, others));
    }

    private static void await(BooleanSupplier done) {
        try {
            long end = System.nanoTime() + PATIENCE_NANOS;
            while (!done.getAsBoolean() && System.nanoTime() - end < 0) {
                Thread.sleep(LOOK_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean killLeftovers(Path directory, Supplier<Stream<ProcessHandle>> others) {
        List<ProcessHandle> left = new ArrayList<>(ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains(directory.toString()))
                .toList());
        others.get().forEach(left::add);
        left.forEach(ProcessHandle::destroyForcibly);
        return !left.isEmpty();
    }

    /** False if something is left: what is being killed may still delete and write files meanwhile. */
    private static boolean delete(Path directory) {
        try (Stream<Path> files = Files.exists(directory) ? Files.walk(directory) : Stream.empty()) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
            return true;
        } catch (IOException | UncheckedIOException changedMeanwhile) {
            return false;
        }
    }
}
