package io.stowage.benchmarks.store;

import io.stowage.Engine;
import io.stowage.RegisterContainerInstanceRequest;
import io.stowage.core.Stowage;
import io.stowage.model.Resource;
import io.stowage.spi.StateStore;
import java.time.Duration;
import java.util.List;

/** An engine in real time on a store, with containers that start at once: what is measured is what the engine and the store do. */
final class WholeEngine implements AutoCloseable {

    private static final String CLUSTER = "harbour";
    private static final int INSTANCES = 50;
    private static final int TASKS_PER_SERVICE = 5_000;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final int tasks;
    private final Engine engine;

    WholeEngine(StateStore store, int tasks) {
        this(store, new InstantRuntimeProvider(), tasks);
    }

    /** @param runtime where the containers are: they outlive the engine */
    WholeEngine(StateStore store, InstantRuntimeProvider runtime, int tasks) {
        this.tasks = tasks;
        this.engine = Stowage.engine()
                .name("store-benchmark")
                .store(store)
                .runtime(runtime)
                .build();
    }

    /** Until the engine leads what another one has left, and has answered an operation of which only a leader has the answer. */
    void awaitReady() {
        String service = "web-0";
        int count = Math.min(TASKS_PER_SERVICE, tasks);
        engine.services().scale(CLUSTER, service, count);
    }

    /** From CreateService until the last task is RUNNING. */
    double tasksPerSecond() throws InterruptedException {
        engine.clusters().create(CLUSTER);
        int perInstance = 2 * (tasks / INSTANCES + 1);
        for (int i = 0; i < INSTANCES; i++) {
            engine.containerInstances()
                    .register(RegisterContainerInstanceRequest.builder()
                            .cluster(CLUSTER)
                            .containerInstanceName("host-" + i)
                            .runtime(InstantRuntimeProvider.NAME)
                            .totalResources(List.of(
                                    Resource.integer("CPU", perInstance * 128),
                                    Resource.integer("MEMORY", perInstance * 128)))
                            .build());
        }
        engine.taskDefinitions().register("""
                {"family": "web", "containerDefinitions":
                  [{"name": "main", "image": "web", "cpu": 128, "memory": 128, "essential": true}]}
                """);
        long began = System.nanoTime();
        for (int made = 0; made < tasks; made += TASKS_PER_SERVICE) {
            engine.services()
                    .create(
                            CLUSTER,
                            "web-" + made / TASKS_PER_SERVICE,
                            "web",
                            Math.min(TASKS_PER_SERVICE, tasks - made));
        }
        long deadline = began + PATIENCE.toNanos();
        while (running() < tasks) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("after " + PATIENCE + " only " + running() + " of " + tasks + " run");
            }
            Thread.sleep(10);
        }
        return tasks / ((System.nanoTime() - began) / 1e9);
    }

    private int running() {
        return engine.clusters().describe(CLUSTER).clusters().get(0).runningTasksCount();
    }

    @Override
    public void close() {
        engine.close();
    }
}
