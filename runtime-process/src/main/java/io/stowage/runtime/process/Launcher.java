package io.stowage.runtime.process;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The shell that forks the supervisors of containers, and the pipe to it.
 *
 * <p>Starting a process from Java costs a helper program, two images and a thread that waits for it. One shell that does nothing but fork
 * makes a container as cheap as a plain process, and a process that it has let go of needs no thread here. It is started when first
 * needed, started again should it die, and ends with the pipe; containers don't notice.
 *
 * <p>Requests are lines, see {@code launcher.sh}; each reply is a request's number and a word, written at once, in no order. Thread-safe.
 */
final class Launcher implements AutoCloseable {

    private static final long REPLY_SECONDS = 20;
    private static final long LEAVE_SECONDS = 2;
    private static final String SETSID = "/usr/bin/setsid";
    private static final String ENV = "/usr/bin/env";

    private final Path shell;
    private final Path script;
    private final AtomicLong requests = new AtomicLong();
    private final Object lock = new Object();
    private @Nullable Connection connection;
    private boolean closed;

    /** One shell and those who wait for its replies. */
    private record Connection(Process process, OutputStream requests, Map<String, CompletableFuture<String>> waiting) {
        void fail() {
            waiting.values().forEach(reply -> reply.completeExceptionally(new IOException("the launcher has ended")));
        }
    }

    private Launcher(Path shell, Path script) {
        this.shell = shell;
        this.script = script;
    }

    /** Puts the script where shells can read it, under a name that holds its hash: a script that is in use never changes. */
    static Launcher install(Path shell, Path directory) throws IOException {
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
        return new Launcher(shell, script);
    }

    /** Starts the container in a folder: {@code started}, {@code taken}, {@code absent}, {@code refused} or {@code failed}. */
    String start(ContainerFolder folder, String nonce) throws IOException {
        return request("start", nonce, folder.fileName(), folder.path().toString());
    }

    /** Sends a signal to a process group: {@code sent} or {@code refused}. */
    String signal(String signal, long group) throws IOException {
        return request("signal", signal, Long.toString(group));
    }

    /** A command of a running container: the words of it go to the standard input of this process. */
    ProcessBuilder run() {
        return shell(List.of(), "run");
    }

    /** The words before any command: it becomes the leader of a session and a process group of its own, under its own process id. */
    static List<String> ownSession() {
        return List.of(SETSID);
    }

    private String request(String verb, String... lines) throws IOException {
        String number = Long.toString(requests.incrementAndGet());
        String text = verb + "\n" + number + "\n" + String.join("\n", lines) + "\n";
        CompletableFuture<String> reply = new CompletableFuture<>();
        Connection used;
        synchronized (lock) {
            used = connect();
            used.waiting().put(number, reply);
            used.requests().write(text.getBytes(StandardCharsets.UTF_8));
            used.requests().flush();
        }
        try {
            return reply.get(REPLY_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IOException("the launcher ended before it replied", e);
        } catch (TimeoutException e) {
            throw new IOException("the launcher did not reply within " + REPLY_SECONDS + " seconds", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the launcher worked", e);
        } finally {
            used.waiting().remove(number);
        }
    }

    private Connection connect() throws IOException {
        if (closed) {
            throw new IOException("this runtime is closed");
        }
        Connection present = connection;
        if (present != null && present.process().isAlive()) {
            return present;
        }
        List<String> prefix = new ArrayList<>(freshSignals());
        prefix.addAll(ownSession());
        Process process = shell(prefix, "serve").redirectError(Redirect.DISCARD).start();
        Connection fresh = new Connection(process, process.getOutputStream(), new ConcurrentHashMap<>());
        CompletableFuture<Void> unused = process.onExit().thenRun(fresh::fail);
        Thread reader = new Thread(() -> read(fresh), "stowage-launcher");
        reader.setDaemon(true);
        reader.start();
        connection = fresh;
        return fresh;
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

    /** Nothing of the engine's environment reaches a container: the shell is started with none. */
    private ProcessBuilder shell(List<String> prefix, String mode) {
        List<String> words = new ArrayList<>(prefix);
        words.addAll(List.of(shell.toString(), script.toString(), mode));
        ProcessBuilder builder = new ProcessBuilder(words).directory(new File("/"));
        builder.environment().clear();
        builder.environment().put("LC_ALL", "C");
        return builder;
    }

    /** Ends at the reply to {@code leave}: supervisors hold the pipe too, so that its end does not come with the shell's. */
    private static void read(Connection connection) {
        try (BufferedReader replies = new BufferedReader(
                new InputStreamReader(connection.process().getInputStream(), StandardCharsets.US_ASCII))) {
            String line = replies.readLine();
            while (line != null) {
                int blank = line.indexOf(' ');
                CompletableFuture<String> waiting =
                        blank < 0 ? null : connection.waiting().get(line.substring(0, blank));
                if (waiting != null) {
                    waiting.complete(line.substring(blank + 1));
                }
                line = line.endsWith(" left") ? null : replies.readLine();
            }
        } catch (IOException e) {
            connection.fail();
        }
    }

    @Override
    public void close() {
        Connection leaving;
        synchronized (lock) {
            leaving = connection;
            closed = true;
            connection = null;
        }
        if (leaving == null) {
            return;
        }
        try (OutputStream requests = leaving.requests()) {
            CompletableFuture<String> left = new CompletableFuture<>();
            leaving.waiting().put("0", left);
            requests.write("leave\n0\n".getBytes(StandardCharsets.US_ASCII));
            requests.flush();
            left.exceptionally(gone -> "")
                    .completeOnTimeout("", LEAVE_SECONDS, TimeUnit.SECONDS)
                    .join();
        } catch (IOException e) {
            // It has ended already.
            leaving.fail();
        }
    }
}
