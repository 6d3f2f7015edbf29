package io.stowage.samples.ecsjson;

import io.stowage.DeregisterContainerInstanceRequest;
import io.stowage.Engine;
import io.stowage.RegisterContainerInstanceRequest;
import io.stowage.RunTaskResponse;
import io.stowage.core.Stowage;
import io.stowage.error.EcsException;
import io.stowage.model.Container;
import io.stowage.model.ContainerInstance;
import io.stowage.model.Task;
import io.stowage.spi.ContainerRuntime;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.EnvironmentFileSource;
import io.stowage.spi.RuntimeTarget;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** Runs a definition as one task, in an engine that is there for nothing else, until it ends. */
final class TaskRun {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration LONG = Duration.ofDays(365);
    private static final long LOOK_MILLIS = 50;

    /** By which its containers are told from all others on the host. */
    private final String cluster = "ecs-json-" + ProcessHandle.current().pid();

    private final Target target;
    private final Map<String, String> properties;
    private final Output output;
    private final Ending ending;

    TaskRun(Target target, Map<String, String> properties, Output output, Ending ending) {
        this.target = target;
        this.properties = properties;
        this.output = output;
        this.ending = ending;
    }

    /**
     * Runs it.
     *
     * @return what to exit with
     * @throws Trouble if it can't be run
     */
    int run(Definition definition) throws Trouble {
        connect("probe").close();
        try (Engine engine = Stowage.engine()
                .runtime(target.provider())
                .policy(target.policy())
                .environmentFiles(EnvironmentFileSource.directory(definition.directory()))
                .build()) {
            engine.clusters().create(cluster);
            String instance = register(engine);
            try (ContainerRuntime host = connect(instance);
                    Narrator narrator = new Narrator(output, host)) {
                engine.events().subscribe(cluster, narrator);
                int exitCode = runTask(engine, definition);
                narrator.awaitQuiet();
                leave(engine, instance, host);
                return exitCode;
            }
        } catch (EcsException e) {
            throw Trouble.refused("it can't be run: " + e.getMessage());
        }
    }

    private ContainerRuntime connect(String instance) throws Trouble {
        try {
            return target.provider().connect(new RuntimeTarget(cluster, instance, properties, target.policy()));
        } catch (ContainerRuntimeException | IllegalArgumentException e) {
            throw Trouble.usage("the runtime " + target.provider().name() + " can't be used: " + e.getMessage() + ". "
                    + target.help());
        }
    }

    private String register(Engine engine) throws Trouble {
        ContainerInstance registered = engine.containerInstances()
                .register(RegisterContainerInstanceRequest.builder()
                        .cluster(cluster)
                        .containerInstanceName("this-host")
                        .runtime(target.provider().name())
                        .runtimeProperties(properties)
                        .build());
        String arn = registered.containerInstanceArn();
        boolean connected = await(() -> engine.containerInstances()
                .describe(cluster, List.of(arn))
                .containerInstances()
                .get(0)
                .agentConnected());
        if (!connected) {
            throw Trouble.usage(
                    "the engine could not connect to the host in " + SOON.toSeconds() + " s. " + target.help());
        }
        return arn.substring(arn.lastIndexOf('/') + 1);
    }

    private int runTask(Engine engine, Definition definition) throws Trouble {
        String revision = engine.taskDefinitions()
                .register(definition.request())
                .taskDefinition()
                .taskDefinitionArn();
        if (ending.isAsked()) {
            return Trouble.REFUSED;
        }
        RunTaskResponse response = engine.tasks().run(cluster, revision, 1);
        if (response.tasks().isEmpty()) {
            throw Trouble.refused("it can't be placed on this host: " + response.failures());
        }
        String task = response.tasks().get(0).taskArn();
        ending.stopBy(() -> engine.tasks().stop(cluster, task, "Ctrl-C"));
        Task stopped = engine.tasks()
                .awaitStopped(cluster, List.of(task), LONG)
                .tasks()
                .get(0);
        ending.stopBy(() -> {});
        boolean well = stopped.containers().stream().map(Container::exitCode).allMatch(Integer.valueOf(0)::equals);
        return well ? 0 : Trouble.REFUSED;
    }

    /** The engine removes the containers of a host that it lets go. */
    private void leave(Engine engine, String instance, ContainerRuntime host) {
        engine.containerInstances().deregister(new DeregisterContainerInstanceRequest(cluster, instance, true));
        if (!await(() -> isEmpty(host))) {
            output.line("containers of the cluster " + cluster + " are left on the host");
        }
        engine.clusters().delete(cluster);
    }

    private boolean isEmpty(ContainerRuntime host) {
        try {
            return host.list(Map.of("io.stowage.cluster", cluster)).isEmpty();
        } catch (ContainerRuntimeException notKnownNow) {
            return false;
        }
    }

    private static boolean await(BooleanSupplier condition) {
        long end = System.nanoTime() + SOON.toNanos();
        try {
            while (!condition.getAsBoolean()) {
                if (System.nanoTime() - end > 0) {
                    return false;
                }
                Thread.sleep(LOOK_MILLIS);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
