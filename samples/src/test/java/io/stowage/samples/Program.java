package io.stowage.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A sample that runs in a JVM of its own, with a directory for temporary files that tells its processes from all others. */
public final class Program implements AutoCloseable {

    private static final long LONGEST_SECONDS = 120;

    private final Process process;
    private final BufferedReader output;
    private final StringBuilder text = new StringBuilder();
    private final Path directory;

    private Program(Process process, Path directory) {
        this.process = process;
        this.output = process.inputReader();
        this.directory = directory;
    }

    /** Starts the main method of a class; standard error comes with standard output. */
    public static Program start(Class<?> main, Path directory, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // It is over before the second compiler has earned what it takes.
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + directory,
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new Program(process, directory);
    }

    /** Reads on until a line that contains this; fails if the program ends without. */
    public void awaitLine(String part) throws IOException {
        String line = readLine();
        while (line != null && !line.contains(part)) {
            line = readLine();
        }
        assertThat(line).as("a line with \"%s\" in:%n%s", part, text).isNotNull();
    }

    /** Asks it to end. */
    public void terminate() {
        // Process.destroy would close the output too, which has more to say.
        process.toHandle().destroy();
    }

    /** Reads to the end and gives the exit code. */
    public int awaitEnd() throws IOException, InterruptedException {
        while (readLine() != null) {
            // Keeps what it says.
        }
        assertThat(process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    /** What it has said up to now. */
    public String text() {
        return text.toString();
    }

    /** The processes that it started and that are still there. */
    public List<String> leftBehind() {
        return children().map(Program::commandLine).toList();
    }

    /** They need not be children to the operating system: those of the process runtime belong to nobody. */
    private Stream<ProcessHandle> children() {
        return ProcessHandle.allProcesses()
                .filter(other -> other.pid() != process.pid())
                .filter(other -> commandLine(other).contains(directory.toString()));
    }

    private static String commandLine(ProcessHandle process) {
        return process.info().commandLine().orElse("");
    }

    private String readLine() throws IOException {
        String line = output.readLine();
        if (line != null) {
            text.append(line).append(System.lineSeparator());
        }
        return line;
    }

    /** Ends it and all that it started: after a test that failed, too. */
    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
        children().forEach(ProcessHandle::destroyForcibly);
    }
}
