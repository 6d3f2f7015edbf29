package io.stowage.samples.adopt;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What really runs, and what ever ran: read from the kernel and from what the processes themselves wrote down. The engine is not asked.
 */
final class GroundTruth {

    private final Path ran;

    GroundTruth(Path directory) {
        this.ran = directory.resolve("ran");
    }

    /** A process of the service: its id is not used again while a run lasts, and its task tells it from another one if it were. */
    record Sleeper(long pid, String task, String version) implements Comparable<Sleeper> {
        @Override
        public int compareTo(Sleeper other) {
            return Long.compare(pid, other.pid);
        }
    }

    /** The processes of the service that run. */
    Set<Sleeper> running() {
        Set<Sleeper> running = withChildren();
        running.retainAll(new HashSet<>(everRan()));
        return running;
    }

    /** All processes of this host that have the environment of a task of this run: those of the service, and what they started. */
    Set<Sleeper> withChildren() {
        Set<Sleeper> found = new TreeSet<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                String environment = environmentOf(process);
                if (environment.contains("\0RAN=" + ran + "\0")) {
                    found.add(new Sleeper(
                            Long.parseLong(String.valueOf(process.getFileName())),
                            variable(environment, "STOWAGE_TASK_ARN"),
                            variable(environment, "VERSION")));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    /** The same as processes. Launchers and supervisors are none of them: they have the directory of the run in their command line. */
    Stream<ProcessHandle> processes() {
        return withChildren().stream().flatMap(sleeper -> ProcessHandle.of(sleeper.pid()).stream());
    }

    /** Between two NULs each; empty for a process that has ended or is somebody else's. */
    private static String environmentOf(Path process) {
        try {
            return "\0" + Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            return "";
        }
    }

    private static String variable(String environment, String name) {
        int from = environment.indexOf("\0" + name + "=") + name.length() + 2;
        return environment.substring(from, environment.indexOf('\0', from));
    }

    /** One for each process that ever ran, in the order in which they began. */
    List<Sleeper> everRan() {
        if (!Files.exists(ran)) {
            return List.of();
        }
        try (Stream<String> lines = Files.lines(ran)) {
            return lines.map(line -> line.split(" ", -1))
                    .map(words -> new Sleeper(Long.parseLong(words[2]), words[0], words[1]))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How often a task ran that had run before. */
    int doubled() {
        List<Sleeper> all = everRan();
        Set<String> tasks = new HashSet<>();
        all.forEach(sleeper -> tasks.add(sleeper.task()));
        return all.size() - tasks.size();
    }
}
