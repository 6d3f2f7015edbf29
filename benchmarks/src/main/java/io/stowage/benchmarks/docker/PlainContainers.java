package io.stowage.benchmarks.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.HostConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Creates and starts containers straight through docker-java, from as many threads as an agent has calls under way. */
final class PlainContainers {

    private static final int THREADS = 8;
    private static final String LABEL = "stowage-benchmark";

    private final Host host;

    PlainContainers(Host host) {
        this.host = host;
    }

    /** How many seconds it takes until the last start has returned. They are gone when this returns. */
    double start(int count) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            long began = System.nanoTime();
            List<Future<?>> started = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                started.add(threads.submit(this::startOne));
            }
            for (Future<?> start : started) {
                start.get();
            }
            double took = Times.since(began);
            host.requireRunning(LABEL, "plain", count);
            return took;
        } catch (ExecutionException failed) {
            throw new IllegalStateException("a container did not start", failed.getCause());
        } finally {
            threads.shutdown();
            host.removeAll(LABEL, "plain");
        }
    }

    private void startOne() {
        DockerClient client = host.client();
        String id = client.createContainerCmd(Host.IMAGE)
                .withCmd("sleep", "3600")
                .withLabels(Map.of(LABEL, "plain"))
                .withStopTimeout(Host.STOP_SECONDS)
                .withHostConfig(HostConfig.newHostConfig().withMemory(Host.MEMORY_BYTES))
                .exec()
                .getId();
        client.startContainerCmd(id).exec();
    }
}
