package io.stowage.benchmarks.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A daemon as it is by its own word: what the others are held against. */
final class Host implements AutoCloseable {

    static final String IMAGE = "busybox:latest";
    static final long MEMORY_BYTES = 16L << 20;
    static final int STOP_SECONDS = 1;

    private static final int CONNECTIONS = 20;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final DockerClient client;

    Host(String address) {
        DefaultDockerClientConfig config = DefaultDockerClientConfig.createDefaultConfigBuilder()
                .withDockerHost(address)
                .withDockerTlsVerify(false)
                .withApiVersion("1.41")
                .build();
        client = DockerClientImpl.getInstance(
                config,
                new ZerodepDockerHttpClient.Builder()
                        .dockerHost(URI.create(address))
                        .maxConnections(CONNECTIONS)
                        .responseTimeout(PATIENCE)
                        .build());
    }

    DockerClient client() {
        return client;
    }

    /** What {@code docker ps} shows of those with a label. */
    List<Container> running(String label, String value) {
        return client.listContainersCmd().withLabelFilter(Map.of(label, value)).exec();
    }

    void requireRunning(String label, String value, int count) {
        int running = running(label, value).size();
        if (running != count) {
            throw new IllegalStateException(
                    running + " containers with " + label + "=" + value + " run, and not " + count);
        }
    }

    void kill(String containerId) {
        client.killContainerCmd(containerId).exec();
    }

    /** Removes all with a label, running or not, and returns when they are gone. */
    void removeAll(String label, String value) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            List<Container> left = client.listContainersCmd()
                    .withShowAll(true)
                    .withLabelFilter(Map.of(label, value))
                    .exec();
            if (left.isEmpty()) {
                return;
            }
            if (System.nanoTime() > end) {
                throw new IllegalStateException(left.size() + " containers were not removed in " + PATIENCE);
            }
            left.parallelStream().forEach(each -> remove(each.getId()));
        }
    }

    void remove(String containerId) {
        try {
            client.removeContainerCmd(containerId).withForce(true).exec();
        } catch (NotFoundException | ConflictException goneOrGoing) {
            // That is what was wanted.
        }
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
