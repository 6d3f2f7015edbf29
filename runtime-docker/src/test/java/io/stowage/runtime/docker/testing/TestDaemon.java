package io.stowage.runtime.docker.testing;

import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A dockerd of the tests' own: its own socket, data root and bridge, so that it meets no other one on the machine. It has the image {@value
 * #IMAGE}. It can be ended, killed and started again on the same root; closing it removes all of it, and so does the end of the JVM.
 */
public final class TestDaemon implements AutoCloseable {

    /** An image that is there from the start; its programs are busybox's. */
    public static final String IMAGE = "busybox:latest";

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final AtomicInteger NUMBERS = new AtomicInteger();
    private static final int NETWORKS = 200;
    private static final long MOST_DAEMONS = 97;

    /** The one that tests share which do it no harm. */
    private static final class Shared {
        static final TestDaemon DAEMON = TestDaemon.with(Options.PLAIN);
    }

    /**
     * How it is started.
     *
     * @param liveRestore whether containers outlive it
     * @param mebibytes the size of the file system that holds its data; 0 for the one of temporary files
     * @param more words of its command line
     */
    public record Options(boolean liveRestore, int mebibytes, List<String> more) {

        /** Nothing special. */
        public static final Options PLAIN = new Options(false, 0);

        /** Without more words. */
        public Options(boolean liveRestore, int mebibytes) {
            this(liveRestore, mebibytes, List.of());
        }
    }

    private final Path root;
    private final Options options;
    private final String bridge;
    private final String network;
    private final Thread hook;
    private @Nullable Process process;
    private @Nullable Process containerd;

    private TestDaemon(Options options) throws IOException {
        this.options = options;
        this.root = Files.createTempDirectory("std").toRealPath();
        // Of several JVMs at once, too, whose process ids may be close to each other.
        long own = ProcessHandle.current().pid() * MOST_DAEMONS + NUMBERS.getAndIncrement();
        this.bridge = "std" + own % 100_000 + "b";
        this.network = "10." + (56 + own / NETWORKS % NETWORKS % 190) + "." + own % NETWORKS + ".1/24";
        this.hook = new Thread(this::clear, "test-daemon-clear");
    }

    /** The daemon that all tests of this JVM share; closed at its end. Do it no harm. */
    public static TestDaemon shared() {
        return Shared.DAEMON;
    }

    /** One that is this test's alone. */
    public static TestDaemon with(Options options) {
        try {
            TestDaemon daemon = new TestDaemon(options);
            Runtime.getRuntime().addShutdownHook(daemon.hook);
            daemon.prepare();
            daemon.start();
            daemon.importImage();
            return daemon;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void prepare() throws IOException {
        if (options.mebibytes() > 0) {
            run("mount", "-t", "tmpfs", "-o", "size=" + options.mebibytes() + "m", "tmpfs", root.toString());
        }
        run("ip", "link", "add", bridge, "type", "bridge");
        run("ip", "addr", "add", network, "dev", bridge);
        run("ip", "link", "set", bridge, "up");
        startContainerd();
    }

    /** By itself, as distributions have it: the one that dockerd starts dies with it, and can't be started again while a container runs. */
    private void startContainerd() throws IOException {
        Path config = root.resolve("containerd.toml");
        Files.writeString(config, """
                version = 2
                root = "%1$s/containerd/root"
                state = "%1$s/containerd/state"
                disabled_plugins = ["io.containerd.grpc.v1.cri"]
                [grpc]
                address = "%1$s/c.sock"
                """.formatted(root));
        containerd = new ProcessBuilder("containerd", "--config", config.toString(), "--log-level", "error")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        root.resolve("containerd.log").toFile()))
                .start();
        await("containerd listens; its log is " + root.resolve("containerd.log"))
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> Files.exists(root.resolve("c.sock")));
    }

    /** Where it listens. */
    public Path socket() {
        return root.resolve("d.sock");
    }

    /** Where it listens, as a host's address. */
    public String host() {
        return "unix://" + socket();
    }

    /** Where its data is. */
    public Path data() {
        return root.resolve("data");
    }

    /** Starts it on its root and waits until it answers. */
    public void start() {
        List<String> words = new ArrayList<>(List.of(
                "dockerd",
                "--host",
                host(),
                "--containerd",
                root.resolve("c.sock").toString(),
                "--data-root",
                data().toString(),
                "--exec-root",
                root.resolve("exec").toString(),
                "--pidfile",
                root.resolve("pid").toString(),
                "--bridge",
                bridge,
                // Several would take a minute.
                "--max-download-attempts",
                "1",
                "--log-level",
                "error"));
        words.addAll(options.more());
        if (options.liveRestore()) {
            words.add("--live-restore");
        }
        try {
            File log = root.resolve("log").toFile();
            Files.deleteIfExists(root.resolve("pid"));
            process = new ProcessBuilder(words)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        await("dockerd answers; its log is " + root.resolve("log"))
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(this::answers);
    }

    private boolean answers() throws IOException {
        Process now = process;
        if (now == null || !now.isAlive()) {
            throw new IllegalStateException("dockerd ended: " + Files.readString(root.resolve("log")));
        }
        if (!Files.exists(socket())) {
            return false;
        }
        try (DockerClient client = client()) {
            client.pingCmd().exec();
            return true;
        } catch (RuntimeException notYet) {
            return false;
        }
    }

    /** A plain client of it; the caller closes it. */
    public DockerClient client() {
        DefaultDockerClientConfig config = DefaultDockerClientConfig.createDefaultConfigBuilder()
                .withDockerHost(host())
                .withDockerTlsVerify(false)
                .withApiVersion("1.41")
                .build();
        return DockerClientImpl.getInstance(
                config,
                new ZerodepDockerHttpClient.Builder()
                        .dockerHost(URI.create(host()))
                        .maxConnections(50)
                        .responseTimeout(Duration.ofMinutes(2))
                        .build());
    }

    /** By docker's own program: docker-java ends the stream before the daemon has read it. */
    private void importImage() throws IOException {
        Path archive = root.resolve("busybox.tar");
        Files.copy(BusyboxImage.archive(), archive);
        run("docker", "--host", host(), "import", archive.toString(), IMAGE);
        Files.delete(archive);
    }

    /** Ends it in good order and waits for that. */
    public void terminate() {
        end(false);
    }

    /** Kills it, alone: containerd, the shims and the containers go on. */
    public void kill() {
        end(true);
    }

    private void end(boolean force) {
        Process running = process;
        if (running == null) {
            return;
        }
        if (force) {
            running.destroyForcibly();
        } else {
            running.destroy();
        }
        try {
            if (!running.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("dockerd did not end within " + PATIENCE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process = null;
    }

    /** Kills its containerd, alone: dockerd, the shims and the containers go on. */
    public void killContainerd() {
        Process running = containerd;
        if (running != null) {
            try {
                running.destroyForcibly().waitFor();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Starts its containerd on its root, and waits until it listens. */
    public void restartContainerd() {
        try {
            Files.deleteIfExists(root.resolve("c.sock"));
            startContainerd();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The process ids of its shims, each of which holds a container. */
    public List<Long> shims() {
        return processes("containerd-shim");
    }

    /** Every process that names its root, but dockerd. */
    private List<Long> processes(String word) {
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            return all.filter(each -> commandLine(each.pid())
                            .filter(line -> line.contains(word) && line.contains(root.toString()))
                            .isPresent())
                    .map(ProcessHandle::pid)
                    .toList();
        }
    }

    private static Optional<String> commandLine(long pid) {
        try {
            return Optional.of(Files.readString(Path.of("/proc", Long.toString(pid), "cmdline")));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    /** Removes every container. */
    public void removeAll() {
        try (DockerClient client = client()) {
            for (Container container :
                    client.listContainersCmd().withShowAll(true).exec()) {
                client.removeContainerCmd(container.getId()).withForce(true).exec();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (Runtime.getRuntime().removeShutdownHook(hook)) {
            clear();
        }
    }

    private synchronized void clear() {
        Process running = process;
        if (running != null) {
            try {
                removeAll();
            } catch (RuntimeException itIsBroken) {
                // What is left of it is killed below.
            }
            running.destroy();
            try {
                if (!running.waitFor(20, TimeUnit.SECONDS)) {
                    running.destroyForcibly().waitFor();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            process = null;
        }
        if (containerd != null) {
            containerd.destroyForcibly();
        }
        processes("").forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
        runIfPossible("ip", "link", "del", bridge);
        for (String mount : mounts()) {
            runIfPossible("umount", "-l", mount);
        }
        delete();
    }

    private List<String> mounts() {
        try {
            return Files.readAllLines(Path.of("/proc/self/mounts")).stream()
                    .map(line -> line.split(" ", 3)[1])
                    .filter(mount -> mount.startsWith(root.toString()))
                    .sorted(Comparator.reverseOrder())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void delete() {
        runIfPossible("rm", "-rf", root.toString());
    }

    private static void run(String... words) {
        int exit = runIfPossible(words);
        if (exit != 0) {
            throw new IllegalStateException(String.join(" ", words) + " ended with " + exit);
        }
    }

    private static int runIfPossible(String... words) {
        try {
            return new ProcessBuilder(words)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }
}
