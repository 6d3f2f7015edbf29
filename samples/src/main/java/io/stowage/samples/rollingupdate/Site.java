package io.stowage.samples.rollingupdate;

import io.stowage.AwaitedDeployment;
import io.stowage.CreateServiceRequest;
import io.stowage.Endpoint;
import io.stowage.Engine;
import io.stowage.RegisterContainerInstanceRequest;
import io.stowage.RegisterTaskDefinitionRequest;
import io.stowage.SteadyState;
import io.stowage.core.Stowage;
import io.stowage.model.Attribute;
import io.stowage.model.Container;
import io.stowage.model.ContainerDefinition;
import io.stowage.model.DeploymentCircuitBreaker;
import io.stowage.model.DeploymentConfiguration;
import io.stowage.model.HealthCheck;
import io.stowage.model.KeyValuePair;
import io.stowage.model.NetworkMode;
import io.stowage.model.PortMapping;
import io.stowage.model.Resource;
import io.stowage.model.Task;
import io.stowage.runtime.process.ProcessRuntimeProvider;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** The engine of this run, with three hosts that this machine plays, and a service of HTTP servers. */
final class Site implements AutoCloseable {

    static final String CLUSTER = "harbour";
    static final String SERVICE = "pages";
    static final int DESIRED_COUNT = 4;
    private static final int HOSTS = 3;
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
    private static final Path BASH = Path.of("/bin/bash");
    private static final Duration DEADLINE = Duration.ofMinutes(2);

    private final Path directory;
    private final Engine engine;

    Site(Path directory) {
        this.directory = directory;
        this.engine = Stowage.engine()
                .name("rolling-update")
                .runtime(ProcessRuntimeProvider.builder()
                        .allowRoots(JAVA, BASH)
                        .stateDirectory(directory.resolve("processes"))
                        .build())
                .build();
    }

    Engine engine() {
        return engine;
    }

    void open() {
        engine.clusters().create(CLUSTER);
        for (int i = 1; i <= HOSTS; i++) {
            registerHost("host-" + i, "zone-" + i);
        }
    }

    /** The endpoints of this host's tasks are reached under its address: all three are this machine. */
    private void registerHost(String name, String zone) {
        engine.containerInstances()
                .register(RegisterContainerInstanceRequest.builder()
                        .cluster(CLUSTER)
                        .containerInstanceName(name)
                        .runtime("process")
                        .totalResources(List.of(Resource.integer("CPU", 1024), Resource.integer("MEMORY", 1024)))
                        .attributes(List.of(
                                new Attribute("ecs.availability-zone", zone, null, null),
                                new Attribute(Endpoint.ADDRESS_ATTRIBUTE, "127.0.0.1", null, null)))
                        .build());
    }

    /** A service of the first revision, whose failed deployments are rolled back. */
    void createService() {
        engine.services()
                .create(CreateServiceRequest.builder()
                        .cluster(CLUSTER)
                        .serviceName(SERVICE)
                        .taskDefinition(register("200"))
                        .desiredCount(DESIRED_COUNT)
                        .deploymentConfiguration(DeploymentConfiguration.builder()
                                .deploymentCircuitBreaker(new DeploymentCircuitBreaker(true, true, null, null))
                                .build())
                        .build());
    }

    /** Rolls out a revision whose servers answer with this status, and waits for what comes of it. */
    AwaitedDeployment roll(String status) {
        engine.services().update(CLUSTER, SERVICE, register(status));
        return engine.services().awaitDeployment(CLUSTER, SERVICE, DEADLINE);
    }

    /** Waits until the service is as it is to be. */
    void awaitSteady() {
        SteadyState state = engine.services().awaitSteadyState(CLUSTER, SERVICE, DEADLINE);
        if (!state.reached()) {
            throw new IllegalStateException("The service isn't steady: " + state.reasons());
        }
    }

    /** Moves the tasks off a host. */
    void drain(String host) {
        List<String> leaving = tasksOn(host);
        engine.containerInstances().drain(CLUSTER, host);
        engine.tasks().awaitStopped(CLUSTER, leaving, DEADLINE);
        awaitSteady();
        List<String> left = tasksOn(host);
        if (!left.isEmpty()) {
            throw new IllegalStateException(host + " is drained and still has " + left);
        }
        engine.containerInstances().reactivate(CLUSTER, host);
    }

    private List<String> tasksOn(String host) {
        String arn = engine.containerInstances()
                .describe(CLUSTER, List.of(host))
                .containerInstances()
                .get(0)
                .containerInstanceArn();
        return engine.services().endpoints(CLUSTER, SERVICE).stream()
                .filter(endpoint -> arn.equals(endpoint.containerInstanceArn()))
                .map(Endpoint::taskArn)
                .toList();
    }

    /** Kills the process of a task, as nobody should, and waits until the engine has seen it. */
    void kill(String taskArn) {
        Task task = engine.tasks().describe(CLUSTER, List.of(taskArn)).tasks().get(0);
        Container container = task.containers().get(0);
        ProcessHandle.of(Long.parseLong(Objects.requireNonNull(container.runtimeId())))
                .ifPresent(ProcessHandle::destroyForcibly);
        engine.tasks().awaitStopped(CLUSTER, List.of(taskArn), DEADLINE);
    }

    /** A revision of the server. Gives its ARN. */
    private String register(String status) {
        ContainerDefinition server = ContainerDefinition.builder()
                .name("server")
                .image(JAVA.toString())
                .cpu(128)
                .memory(128)
                .command(List.of(
                        "-Drun=" + directory,
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx32m",
                        "-cp",
                        classes(),
                        PageServer.class.getName()))
                .environment(List.of(new KeyValuePair(PageServer.STATUS, status)))
                .portMappings(List.of(PortMapping.of(PageServer.CONTAINER_PORT)))
                .healthCheck(HealthCheck.builder()
                        .command(List.of("CMD", BASH.toString(), "-c", PageServer.CHECK))
                        .interval(5)
                        .timeout(4)
                        .retries(2)
                        .build())
                .stopTimeout(60)
                .build();
        return engine.taskDefinitions()
                .register(RegisterTaskDefinitionRequest.builder()
                        .family("page-server")
                        .networkMode(NetworkMode.BRIDGE)
                        .containerDefinitions(List.of(server))
                        .build())
                .taskDefinition()
                .taskDefinitionArn();
    }

    private static String classes() {
        try {
            return Path.of(PageServer.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("The classes of the sample are not in files", e);
        }
    }

    /** Ends the engine alone. Its processes go on. */
    void abandon() {
        engine.close();
    }

    /** Takes the service down. Its processes end before the engine does. */
    @Override
    public void close() {
        try (engine) {
            List<String> tasks = engine.tasks().list(CLUSTER).taskArns();
            engine.services().forceDelete(CLUSTER, SERVICE);
            engine.tasks().awaitStopped(CLUSTER, tasks, DEADLINE);
        }
    }
}
