package io.stowage.samples.quickstart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a run leaves on the machine: a directory, and processes that have its path in their command line. The task definition puts it
 * there for the tasks; the launchers of the process runtime are files of that directory.
 */
final class Leftovers {

    private static final Duration DEADLINE = Duration.ofSeconds(10);
    private static final long LOOK_MILLIS = 100;

    private final Path directory;

    Leftovers(Path directory) {
        this.directory = directory;
    }

    List<ProcessHandle> processes() {
        String path = directory.toString();
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains(path))
                .toList();
    }

    /** Waits until none is left. Those that don't end are killed, and reported as a failure. */
    void verifyNone(Story story) throws Exception {
        List<ProcessHandle> left = story.waitingFor("the last processes to end", this::awaitNone);
        if (left.isEmpty()) {
            story.tell("no process of this run is left");
            return;
        }
        List<String> described = left.stream().map(Leftovers::describe).toList();
        left.forEach(ProcessHandle::destroyForcibly);
        throw new StoryBroken("Left behind, and killed now: " + described + ".");
    }

    private static String describe(ProcessHandle process) {
        return "process " + process.pid() + " (" + process.info().commandLine().orElse("") + ")";
    }

    private List<ProcessHandle> awaitNone() throws InterruptedException {
        long end = System.nanoTime() + DEADLINE.toNanos();
        List<ProcessHandle> left = processes();
        while (!left.isEmpty() && System.nanoTime() < end) {
            Thread.sleep(LOOK_MILLIS);
            left = processes();
        }
        return left;
    }

    void deleteDirectory() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(Leftovers::delete);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
