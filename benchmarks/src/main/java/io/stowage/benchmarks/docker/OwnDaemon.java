package io.stowage.benchmarks.docker;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A dockerd with a socket, a data root and a bridge of its own, and with the image of the containers. Removed when it is closed, or with the JVM. */
final class OwnDaemon implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 60;
    private static final String BUSYBOX = "/bin/busybox";

    private final Path root;
    private final String bridge;
    private final Thread hook = new Thread(this::clear, "own-daemon-clear");
    private final Process process;

    OwnDaemon() throws IOException, InterruptedException {
        root = Files.createTempDirectory("sbd").toRealPath();
        long pid = ProcessHandle.current().pid();
        bridge = "sbd" + pid % 1_000_000;
        Runtime.getRuntime().addShutdownHook(hook);
        run("ip", "link", "add", bridge, "type", "bridge");
        run("ip", "addr", "add", "10.255." + pid % 16 * 16 + ".1/20", "dev", bridge);
        run("ip", "link", "set", bridge, "up");
        process = start();
        awaitAnswer();
        importImage();
    }

    String host() {
        return "unix://" + root.resolve("d.sock");
    }

    private Process start() throws IOException {
        List<String> words = List.of(
                "dockerd",
                "--host",
                host(),
                "--data-root",
                root.resolve("data").toString(),
                "--exec-root",
                root.resolve("exec").toString(),
                "--pidfile",
                root.resolve("pid").toString(),
                "--bridge",
                bridge,
                "--log-level",
                "error");
        return new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(log())
                .start();
    }

    private File log() {
        return root.resolve("log").toFile();
    }

    private void awaitAnswer() throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!answers()) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new IllegalStateException("dockerd does not answer: " + Files.readString(log().toPath()));
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private boolean answers() {
        if (!Files.exists(root.resolve("d.sock"))) {
            return false;
        }
        try (Host host = new Host(host())) {
            host.client().pingCmd().exec();
            return true;
        } catch (RuntimeException notYet) {
            return false;
        }
    }

    /** By docker's own program: docker-java ends the stream before the daemon has read it. */
    private void importImage() throws IOException, InterruptedException {
        Path bin = Files.createDirectories(root.resolve("image/bin"));
        Files.copy(Path.of(BUSYBOX), bin.resolve("busybox"));
        Files.createSymbolicLink(bin.resolve("sleep"), Path.of("busybox"));
        Path archive = root.resolve("image.tar");
        run("tar", "-C", root.resolve("image").toString(), "-cf", archive.toString(), ".");
        run("docker", "--host", host(), "import", archive.toString(), Host.IMAGE);
        Files.delete(archive);
    }

    private static void run(String... words) throws IOException, InterruptedException {
        Process run = new ProcessBuilder(words).redirectErrorStream(true).start();
        String output = new String(run.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (run.waitFor() != 0) {
            throw new IllegalStateException(String.join(" ", words) + ": " + output);
        }
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException theHookClears) {
            return;
        }
        clear();
    }

    private void clear() {
        try {
            if (process != null) {
                process.destroy();
                process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            }
            run("ip", "link", "del", bridge);
            unmountAll();
            deleteAll();
        } catch (IOException | RuntimeException e) {
            System.err.println("not everything of the daemon in " + root + " was removed: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A swarm's network leaves its namespace mounted. */
    private void unmountAll() throws IOException, InterruptedException {
        List<String> mounts = Files.readAllLines(Path.of("/proc/self/mounts"));
        for (String mount : mounts) {
            String where = mount.split(" ", -1)[1];
            if (where.startsWith(root + "/")) {
                run("umount", "--lazy", where);
            }
        }
    }

    private void deleteAll() throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            all.sorted(Comparator.reverseOrder()).forEach(OwnDaemon::delete);
        }
    }

    private static void delete(Path path) {
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
