package io.stowage.samples.docker;

import io.stowage.Endpoint;
import io.stowage.Engine;
import io.stowage.RegisterContainerInstanceRequest;
import io.stowage.SteadyState;
import io.stowage.core.EngineConfiguration;
import io.stowage.core.EngineConfiguration.Agents;
import io.stowage.core.Stowage;
import io.stowage.model.ServiceEvent;
import io.stowage.runtime.docker.DockerRuntimeProvider;
import io.stowage.runtime.docker.PullBehavior;
import io.stowage.spi.ContainerRuntime;
import io.stowage.spi.ContainerRuntimeProvider;
import io.stowage.spi.RuntimeTarget;
import io.stowage.spi.WorkloadPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A service of three web servers in containers, from an ECS task definition file: one is stopped and replaced, all are rolled to a second
 * revision, a container instance is drained, and everything is taken down again: {@code samples/run docker [--host unix:///path]}.
 *
 * <p>It needs a Docker daemon that has, or can pull, the image {@code busybox:latest}. Both container instances are on that daemon. Exits with 0 after
 * {@code docker: ok}, with 1 if something didn't come true, and with 2 where there is no daemon.
 */
public final class Docker {

    private static final String CLUSTER = "harbour";
    private static final String SERVICE = "web";
    private static final int SERVERS = 3;
    private static final Duration SOON = Duration.ofMinutes(3);
    private static final String DEFAULT_HOST = "unix:///var/run/docker.sock";

    private static final Duration LOOK_EVERY = Duration.ofMillis(200);
    private static final ContainerRuntimeProvider DOCKER = DockerRuntimeProvider.builder()
            .pullBehavior(PullBehavior.PREFER_CACHED)
            .build();

    private final Engine engine;
    private final String host;
    private final HttpClient client = HttpClient.newHttpClient();
    private final Set<String> told = new LinkedHashSet<>();

    private Docker(Engine engine, String host) {
        this.engine = engine;
        this.host = host;
    }

    /** Runs from the command line. */
    public static void main(String[] arguments) throws Exception {
        String host = host(arguments);
        requireDaemon(host);
        try (Engine engine =
                Stowage.engine().runtime(DOCKER).configuration(configuration()).build()) {
            new Docker(engine, host).run();
        }
        System.out.println("docker: ok");
    }

    private static String host(String[] arguments) {
        if (arguments.length == 0) {
            return DEFAULT_HOST;
        }
        if (arguments.length != 2 || !arguments[0].equals("--host") || !arguments[1].startsWith("unix:///")) {
            System.err.println("samples/run docker [--host unix:///path], but not " + String.join(" ", arguments));
            System.exit(2);
        }
        return arguments[1];
    }

    private static void requireDaemon(String host) {
        Path socket = Path.of(URI.create(host).getPath());
        if (!Files.isWritable(socket)) {
            System.err.println("docker: there is no Docker daemon at " + socket
                    + " that this user may speak to. Install Docker Engine (on Debian: apt install docker.io), be in the group"
                    + " docker, or name another socket with --host.");
            System.exit(2);
        }
    }

    private void run() throws Exception {
        try {
            say("Two container instances, both on the daemon at " + host + ".");
            engine.clusters().create(CLUSTER);
            register("north-quay");
            register("south-quay");
            String first = revision("Hello");
            engine.services().create(CLUSTER, SERVICE, first, SERVERS);
            awaitGreeting("Hello");

            say("One is stopped by hand; another takes its place.");
            engine.tasks().stop(CLUSTER, tasks().get(0), "to see what comes");
            steady();

            say("All are rolled to a second revision.");
            engine.services().update(CLUSTER, SERVICE, revision("Good evening"));
            awaitGreeting("Good evening");

            say("The south quay is drained.");
            engine.containerInstances().drain(CLUSTER, "south-quay");
            steady();
            say("What is left runs on "
                    + engine.services().endpoints(CLUSTER, SERVICE).stream()
                            .map(Endpoint::containerInstanceArn)
                            .distinct()
                            .count()
                    + " container instance.");
        } finally {
            cleanUp();
        }
    }

    private void register(String name) {
        engine.containerInstances()
                .register(RegisterContainerInstanceRequest.builder()
                        .cluster(CLUSTER)
                        .containerInstanceName(name)
                        .runtime("docker")
                        .runtimeProperties(Map.of("host", host))
                        .build());
    }

    private String revision(String greeting) throws IOException {
        try (InputStream file = Objects.requireNonNull(Docker.class.getResourceAsStream("web.json"))) {
            String definition = new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("\"Hello\"", "\"" + greeting + "\"");
            return Objects.requireNonNull(engine.taskDefinitions()
                    .register(definition)
                    .taskDefinition()
                    .taskDefinitionArn());
        }
    }

    private List<String> tasks() {
        return engine.tasks().list(CLUSTER).taskArns();
    }

    private void awaitGreeting(String greeting) throws Exception {
        steady();
        for (Endpoint endpoint : engine.services().endpoints(CLUSTER, SERVICE)) {
            URI uri = URI.create(
                    "http://127.0.0.1:" + endpoint.networkBindings().get(0).hostPort() + "/");
            String answer = client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                    .body()
                    .strip();
            System.out.println("  " + uri + " says: " + answer);
            require(answer.startsWith(greeting), "a server of the new revision says " + greeting);
        }
    }

    private void steady() throws InterruptedException {
        SteadyState state = engine.services().awaitSteadyState(CLUSTER, SERVICE, SOON);
        tell();
        require(state.reached(), "the service is steady: " + state.reasons());
        long end = System.nanoTime() + SOON.toNanos();
        while (engine.services().endpoints(CLUSTER, SERVICE).size() != SERVERS) {
            require(System.nanoTime() < end, "all servers take traffic");
            Thread.sleep(LOOK_EVERY.toMillis());
        }
    }

    /** The events of the service that were not told yet, in ECS's words. */
    private void tell() {
        List<ServiceEvent> events = new ArrayList<>(engine.services()
                .describe(CLUSTER, List.of(SERVICE))
                .services()
                .get(0)
                .events());
        for (int i = events.size() - 1; i >= 0; i--) {
            if (told.add(events.get(i).id())) {
                System.out.println("  ECS: " + events.get(i).message());
            }
        }
    }

    private void cleanUp() throws Exception {
        say("Everything is deleted.");
        List<String> all = tasks();
        engine.services().forceDelete(CLUSTER, SERVICE);
        require(engine.tasks().awaitStopped(CLUSTER, all, SOON).reached(), "all tasks have stopped");
        awaitNoContainers();
    }

    /** Stopped containers are kept for a second here, so that their logs could be read, and then removed. */
    private void awaitNoContainers() throws Exception {
        RuntimeTarget target = new RuntimeTarget(CLUSTER, "", Map.of("host", host), WorkloadPolicy.platformDefault());
        long end = System.nanoTime() + SOON.toNanos();
        try (ContainerRuntime runtime = DOCKER.connect(target)) {
            while (!runtime.list(Map.of("io.stowage.cluster", CLUSTER)).isEmpty()) {
                require(System.nanoTime() < end, "no container is left");
                Thread.sleep(LOOK_EVERY.toMillis());
            }
        }
    }

    private static EngineConfiguration configuration() {
        Agents agents = Agents.defaults();
        return EngineConfiguration.builder()
                .agents(new Agents(
                        agents.listPeriod(),
                        Duration.ofSeconds(1),
                        agents.calls(),
                        agents.pulls(),
                        agents.healthChecks(),
                        agents.deadlines()))
                .build();
    }

    private static void say(String what) {
        System.out.println(what);
    }

    private static void require(boolean kept, String what) {
        if (!kept) {
            throw new IllegalStateException("docker: this did not come true: " + what);
        }
    }
}
