package io.stowage.runtime.process;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The shell that forks the supervisors of containers.
 *
 * <p>Starting a process from Java costs a helper program, two images and a thread that waits for it. A shell that does nothing but fork makes a
 * container nearly as cheap as a plain process, and a process that it has let go of needs no thread here. The shell is started when it is first
 * needed, and again should it die; it ends with its pipe. Containers don't notice.
 */
final class Launcher implements AutoCloseable {

    private static final String SETSID = "/usr/bin/setsid";
    private static final String DEFAULT_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    private static final String ENV = "/usr/bin/env";

    private final Path shell;
    private final Path script;
    private final Path containers;
    private final Cgroups cgroups;
    private @Nullable LauncherShell running;
    private @Nullable List<String> prefix;
    private boolean closed;

    private Launcher(Path shell, Path script, Path containers, Cgroups cgroups) {
        this.shell = shell;
        this.script = script;
        this.containers = containers;
        this.cgroups = cgroups;
    }

    /**
     * Puts the script where shells can read it, under a name that holds its hash: a script that is in use never changes.
     *
     * @param containers where the folders of the containers are that it starts
     */
    static Launcher install(Path shell, Path directory, Path containers, Cgroups cgroups) throws IOException {
        byte[] bytes;
        try (InputStream resource = Launcher.class.getResourceAsStream("launcher.sh")) {
            bytes = Objects.requireNonNull(resource, "launcher.sh is not in the jar")
                    .readAllBytes();
        }
        Path script =
                directory.resolve(FolderName.of("launcher " + HexFormat.of().toHexDigits(Arrays.hashCode(bytes))));
        if (!Files.exists(script) || !Arrays.equals(Files.readAllBytes(script), bytes)) {
            Path fresh = Files.createTempFile(directory, ".launcher", null);
            Files.write(fresh, bytes);
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("r-x------"));
            Files.move(fresh, script, StandardCopyOption.ATOMIC_MOVE);
        }
        return new Launcher(shell, script, containers, cgroups);
    }

    /**
     * Starts the container in a folder of this name: {@code started} and the journal's words on supervisor and command, {@code taken},
     * {@code absent}, {@code refused} or {@code failed}.
     */
    String start(String folder, String nonce) throws IOException {
        return shell().start(nonce, folder);
    }

    /** Sends a signal to a process group: {@code sent} or {@code refused}. */
    String signal(String signal, long group) throws IOException {
        return shell().signal(signal, group);
    }

    /** A command of a running container: the words of it go to the standard input of this process. */
    ProcessBuilder run(String nonce) {
        return shell(List.of(), "run", nonce);
    }

    /** The variables that every container has, unless its own say otherwise. */
    static Map<String, String> defaults() {
        return Map.of("PATH", DEFAULT_PATH, "HOME", System.getProperty("user.home", "/"));
    }

    private synchronized LauncherShell shell() throws IOException {
        if (closed) {
            throw new IOException("this runtime is closed");
        }
        LauncherShell present = running;
        if (present == null || !present.isAlive()) {
            present = LauncherShell.start(
                    shell(prefix(), "serve", containers.toString()).redirectError(Redirect.DISCARD));
            running = present;
        }
        return present;
    }

    private List<String> prefix() throws IOException {
        List<String> present = prefix;
        if (present == null) {
            present = new ArrayList<>(freshSignals());
            present.add(SETSID);
            prefix = present;
        }
        return present;
    }

    /**
     * A Java process blocks SIGQUIT, and what it starts inherits that. {@code env} undoes it where it can, once for all containers; elsewhere, as
     * with busybox, commands start with SIGQUIT blocked, as those of any Java program do.
     */
    private static List<String> freshSignals() throws IOException {
        List<String> prefix = List.of(ENV, "--default-signal");
        Process probe = new ProcessBuilder(List.of(ENV, "--default-signal", ENV))
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.DISCARD)
                .start();
        try {
            return probe.waitFor() == 0 ? prefix : List.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Nothing of the engine's environment reaches a container: the shell is started with what all containers have. */
    private ProcessBuilder shell(List<String> prefix, String mode, String word) {
        List<String> words = new ArrayList<>(prefix);
        words.addAll(List.of(shell.toString(), script.toString(), mode));
        words.addAll(List.of(cgroups.root().toString(), cgroups.entrance(), word));
        ProcessBuilder builder = new ProcessBuilder(words).directory(new File("/"));
        builder.environment().clear();
        builder.environment().putAll(defaults());
        builder.environment().put("LC_ALL", "C");
        return builder;
    }

    @Override
    public void close() {
        LauncherShell leaving;
        synchronized (this) {
            leaving = running;
            closed = true;
        }
        if (leaving != null) {
            leaving.leave();
        }
    }
}
