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

/** Read from the kernel, and from what the processes themselves wrote down. */
final class ProcessTruth implements GroundTruth {

    private final Path ran;

    ProcessTruth(Path directory) {
        this.ran = directory.resolve("ran");
    }

    @Override
    public Set<Sleeper> running() {
        Set<Sleeper> running = withChildren();
        running.retainAll(new HashSet<>(everRan()));
        return running;
    }

    /** All processes of this host that have the environment of a task of this run: those of the service, and what they started. */
    @Override
    public Set<Sleeper> withChildren() {
        Set<Sleeper> found = new TreeSet<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : processes) {
                String environment = environmentOf(process);
                if (environment.contains("\0RAN=" + ran + "\0")) {
                    found.add(new Sleeper(
                            String.valueOf(process.getFileName()),
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
    @Override
    public Stream<ProcessHandle> processes() {
        return withChildren().stream().flatMap(sleeper -> ProcessHandle.of(Long.parseLong(sleeper.id())).stream());
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

    @Override
    public List<Sleeper> everRan() {
        if (!Files.exists(ran)) {
            return List.of();
        }
        try (Stream<String> lines = Files.lines(ran)) {
            return lines.map(line -> line.split(" ", -1))
                    .map(words -> new Sleeper(words[2], words[0], words[1]))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
