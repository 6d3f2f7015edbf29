package io.stowage.samples.customruntime;

import io.stowage.model.ContainerDefinition;
import io.stowage.spi.ContainerRuntime;
import io.stowage.spi.ContainerRuntimeProvider;
import io.stowage.spi.RuntimeTarget;
import io.stowage.spi.WorkloadPolicy;
import io.stowage.testkit.tck.ContainerRuntimeTck;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/** The sample's runtime keeps the contract. */
class JobRuntimeTest extends ContainerRuntimeTck {

    private final Map<String, Arrived> arrived = new ConcurrentHashMap<>();
    private final Map<String, CountDownLatch> deaf = new ConcurrentHashMap<>();

    private final ContainerRuntimeProvider provider = new JobRuntimeProvider(Map.of(
            "sleep",
            surroundings -> sleep(),
            "deaf",
            surroundings -> {
                surroundings.ignoreStopSignals();
                deaf(surroundings.container()).countDown();
                return sleep();
            },
            "exit",
            surroundings -> Integer.parseInt(surroundings.arguments().get(0)),
            "report",
            surroundings -> {
                arrived.put(
                        surroundings.container(),
                        new Arrived(surroundings.arguments(), surroundings.environment(), null));
                return 0;
            },
            "fine",
            surroundings -> 0,
            "ill",
            surroundings -> 1));

    private static int sleep() throws InterruptedException {
        new CountDownLatch(1).await();
        return 0;
    }

    private CountDownLatch deaf(String container) {
        return deaf.computeIfAbsent(container, name -> new CountDownLatch(1));
    }

    private static ContainerDefinition job(String image, List<String> words) {
        return ContainerDefinition.builder()
                .name("app")
                .image(image)
                .command(words)
                .build();
    }

    @Override
    protected ContainerRuntimeProvider provider() {
        return provider;
    }

    @Override
    protected RuntimeTarget target() {
        return new RuntimeTarget("harbour", "i-1", Map.of(), WorkloadPolicy.platformDefault());
    }

    @Override
    protected ContainerDefinition sleeping() {
        return job("sleep", List.of());
    }

    @Override
    protected ContainerDefinition deaf() {
        return job("deaf", List.of());
    }

    @Override
    protected void awaitDeaf(ContainerRuntime runtime, String name) throws InterruptedException {
        deaf(name).await();
    }

    @Override
    protected ContainerDefinition exiting(int exitCode) {
        return job("exit", List.of(String.valueOf(exitCode)));
    }

    @Override
    protected ContainerDefinition reporting(List<String> words) {
        return job("report", words);
    }

    @Override
    protected Arrived arrived(ContainerRuntime runtime, String name) {
        return arrived.get(name);
    }

    @Override
    protected Check check(int exitCode) {
        return new Check(sleeping(), List.of(exitCode == 0 ? "fine" : "ill"));
    }

    @Override
    protected Check hangingCheck() {
        return new Check(sleeping(), List.of("sleep"));
    }
}
