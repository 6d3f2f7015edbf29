package io.stowage.runtime.docker;

import com.github.dockerjava.api.DockerClient;
import io.stowage.model.ContainerDefinition;
import io.stowage.model.TaskDefinition;
import io.stowage.model.TaskDefinitionStatus;
import io.stowage.runtime.docker.testing.SocketProxy;
import io.stowage.runtime.docker.testing.TestDaemon;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerSpec;
import io.stowage.spi.ContainerState;
import io.stowage.spi.ContainerState.Phase;
import io.stowage.spi.Observation;
import io.stowage.spi.RuntimeTarget;
import io.stowage.spi.WorkloadPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** A runtime whose way to a real daemon may be troubled, and a client that always gets through. Closing it removes the containers. */
final class FaultyHost implements AutoCloseable {

    static final Map<String, String> OURS = Map.of("io.stowage.test", "faults");

    private final TestDaemon daemon;
    private final SocketProxy proxy;
    private final DockerRuntime runtime;
    private final DockerClient docker;

    private FaultyHost(TestDaemon daemon, DockerRuntimeProvider.Builder builder) throws ContainerRuntimeException {
        this.daemon = daemon;
        this.proxy = SocketProxy.before(daemon.socket());
        this.docker = daemon.client();
        try {
            this.runtime = connect(builder);
        } catch (ContainerRuntimeException | RuntimeException e) {
            proxy.close();
            throw e;
        }
    }

    /** Before the daemon that all share. */
    static FaultyHost shared() throws ContainerRuntimeException {
        return before(TestDaemon.shared(), DockerRuntimeProvider.builder());
    }

    static FaultyHost before(TestDaemon daemon, DockerRuntimeProvider.Builder builder)
            throws ContainerRuntimeException {
        return new FaultyHost(daemon, builder);
    }

    /** One more runtime, by the same way; the caller closes it. */
    DockerRuntime connect(DockerRuntimeProvider.Builder builder) throws ContainerRuntimeException {
        var target =
                new RuntimeTarget("default", "i-1", Map.of("host", proxy.host()), WorkloadPolicy.platformDefault());
        return (DockerRuntime) builder.build().connect(target);
    }

    SocketProxy proxy() {
        return proxy;
    }

    DockerRuntime runtime() {
        return runtime;
    }

    /** Not through the proxy. */
    DockerClient docker() {
        return docker;
    }

    static ContainerDefinition program(String... words) {
        return ContainerDefinition.builder()
                .name("app")
                .image(TestDaemon.IMAGE)
                .command(List.of(words))
                .build();
    }

    static ContainerDefinition sleeping() {
        return program("/bin/sleep", "3607");
    }

    static ContainerSpec spec(String name, ContainerDefinition definition) {
        TaskDefinition task = TaskDefinition.builder()
                .taskDefinitionArn("arn:aws:ecs:local:000000000000:task-definition/faults:1")
                .containerDefinitions(List.of(definition))
                .family("faults")
                .revision(1)
                .status(TaskDefinitionStatus.ACTIVE)
                .build();
        Map<String, String> labels = Map.of("io.stowage.test", "faults", ContainerSpec.SPEC_HASH_LABEL, "hash-1");
        return new ContainerSpec(name, definition, task, Map.of(), List.of(), List.of(), labels, 0);
    }

    void create(String name) throws ContainerRuntimeException {
        runtime.create(spec(name, sleeping()));
    }

    void start(String name) throws ContainerRuntimeException {
        create(name);
        runtime.start(name);
    }

    Phase phase(String name) {
        return state(name).phase();
    }

    ContainerState state(String name) {
        Observation observation = runtime.inspect(name);
        if (observation instanceof Observation.Present present) {
            return present.state();
        }
        throw new AssertionError(name + " is " + observation);
    }

    List<String> listed() {
        return runtime.list(OURS).stream().map(ContainerState::name).toList();
    }

    @Override
    public void close() {
        proxy.heal();
        runtime.close();
        proxy.close();
        daemon.removeAll();
        try {
            docker.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
