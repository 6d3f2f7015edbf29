package io.stowage.samples.fargate;

import io.stowage.Engine;
import io.stowage.RegisterContainerInstanceRequest;
import io.stowage.RunTaskRequest;
import io.stowage.RunTaskResponse;
import io.stowage.core.Stowage;
import io.stowage.model.ContainerInstance;
import io.stowage.model.Failure;
import io.stowage.model.LaunchType;
import io.stowage.model.Resource;
import io.stowage.model.Task;
import io.stowage.runtime.process.ProcessRuntimeProvider;
import io.stowage.spi.ContainerRuntimeProvider;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The same ECS task definition file, run on a container instance and without one, side by side: {@code samples/run fargate}.
 *
 * <p>Both hosts are this machine, by processes. Exits with 0 after {@code fargate: ok}, and with 1 if something of what it shows isn't true.
 */
public final class Fargate {

    private static final String CLUSTER = "harbour";
    private static final String FILE = "clock.json";
    private static final Duration SOON = Duration.ofMinutes(1);
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    private final Engine engine;

    private Fargate(Engine engine) {
        this.engine = engine;
    }

    /** Runs from the command line. */
    public static void main(String[] arguments) throws Exception {
        ContainerRuntimeProvider processes =
                ProcessRuntimeProvider.builder().allowRoots(Path.of("/bin/sh")).build();
        try (Engine engine = Stowage.engine().runtime(processes).build()) {
            new Fargate(engine).run();
        }
        System.out.println("fargate: ok");
    }

    private void run() throws Exception {
        engine.clusters().create(CLUSTER);
        register("quay", null);
        register("slipway", "FARGATE");
        awaitAgents();
        engine.taskDefinitions().register(file());
        try {
            System.out.println("One file, " + FILE + ", and one request but for its launchType:");
            compare(one(LaunchType.EC2), one(LaunchType.FARGATE));
            showInstances();
            fill();
        } finally {
            stopAll();
        }
    }

    /** A host of 512 CPU units and 1024 MiB: two of the tasks fit on it. */
    private void register(String name, @Nullable String capacityProvider) {
        engine.containerInstances()
                .register(RegisterContainerInstanceRequest.builder()
                        .cluster(CLUSTER)
                        .containerInstanceName(name)
                        .runtime("process")
                        .totalResources(List.of(Resource.integer("CPU", 512), Resource.integer("MEMORY", 1024)))
                        .capacityProviderName(capacityProvider)
                        .build());
    }

    /** By their names the hosts are described, whether the cluster shows them or not. */
    private void awaitAgents() throws InterruptedException {
        long end = System.nanoTime() + SOON.toNanos();
        while (!engine.containerInstances().describe(CLUSTER, List.of("quay", "slipway")).containerInstances().stream()
                .allMatch(ContainerInstance::agentConnected)) {
            require(System.nanoTime() < end, "the agents of both hosts are connected");
            Thread.sleep(LOOK_EVERY.toMillis());
        }
    }

    private static String file() throws IOException {
        try (InputStream file = Objects.requireNonNull(Fargate.class.getResourceAsStream(FILE))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private RunTaskResponse run(LaunchType launchType, int count) {
        return engine.tasks()
                .run(RunTaskRequest.builder()
                        .cluster(CLUSTER)
                        .taskDefinition("clock")
                        .launchType(launchType)
                        .count(count)
                        .build());
    }

    /** One task that is RUNNING. */
    private Task one(LaunchType launchType) {
        RunTaskResponse response = run(launchType, 1);
        require(response.failures().isEmpty(), "a task finds room: " + response.failures());
        List<String> arns = List.of(response.tasks().get(0).taskArn());
        require(engine.tasks().awaitRunning(CLUSTER, arns, SOON).reached(), "the task runs with " + launchType);
        return engine.tasks().describe(CLUSTER, arns).tasks().get(0);
    }

    private static void compare(Task onInstance, Task without) {
        line("", "on an instance", "without one");
        require(!differs("taskDefinitionArn", Task::taskDefinitionArn, onInstance, without), "both run one revision");
        require(!differs("lastStatus", Task::lastStatus, onInstance, without), "both run");
        require(!differs("cpu", Task::cpu, onInstance, without), "both have the same CPU units");
        require(!differs("memory", Task::memory, onInstance, without), "both have the same memory");
        require(differs("launchType", Task::launchType, onInstance, without), "the launch types differ");
        require(
                differs("containerInstanceArn", Task::containerInstanceArn, onInstance, without)
                        && onInstance.containerInstanceArn() != null
                        && without.containerInstanceArn() == null,
                "only one of them has a container instance");
        require(
                differs("capacityProviderName", Task::capacityProviderName, onInstance, without),
                "only one of them has a capacity provider");
        require(differs("platformVersion", Task::platformVersion, onInstance, without), "and a platform version");
        require(differs("platformFamily", Task::platformFamily, onInstance, without), "and a platform family");
    }

    private static boolean differs(
            String field, Function<Task, @Nullable Object> value, Task onInstance, Task without) {
        Object left = value.apply(onInstance);
        Object right = value.apply(without);
        line(field, brief(left), brief(right));
        return !Objects.equals(left, right);
    }

    private static String brief(@Nullable Object value) {
        String text = value == null ? "-" : value.toString();
        return text.substring(text.lastIndexOf('/') + 1);
    }

    private static void line(String field, String left, String right) {
        System.out.printf("  %-22s%-34s%s%n", field, left, right);
    }

    private void showInstances() {
        int listed = engine.containerInstances()
                .list(CLUSTER)
                .containerInstanceArns()
                .size();
        int counted =
                engine.clusters().describe(List.of(CLUSTER)).clusters().get(0).registeredContainerInstancesCount();
        System.out.println("Two hosts are registered; the cluster shows " + listed + " container instance.");
        require(listed == 1 && counted == 1, "only the container instance is listed and counted");
    }

    /** The second slice of the host is the last, however much room the container instance has. */
    private void fill() {
        RunTaskResponse more = run(LaunchType.FARGATE, 2);
        require(more.tasks().size() == 1 && more.failures().size() == 1, "one more fits: " + more);
        Failure failure = more.failures().get(0);
        System.out.println("The slices of the host are used up: " + failure.reason() + ", " + failure.detail());
        require(failure.reason().equals("RESOURCE:FARGATE"), "the reason is ECS's");
        require(run(LaunchType.EC2, 2).tasks().size() == 1, "the container instance has room for its own");
    }

    private void stopAll() {
        List<String> tasks = engine.tasks().list(CLUSTER).taskArns();
        tasks.forEach(task -> engine.tasks().stop(CLUSTER, task, "the end"));
        require(engine.tasks().awaitStopped(CLUSTER, tasks, SOON).reached(), "all tasks have stopped");
    }

    private static void require(boolean kept, String what) {
        if (!kept) {
            throw new IllegalStateException("fargate: this did not come true: " + what);
        }
    }
}
