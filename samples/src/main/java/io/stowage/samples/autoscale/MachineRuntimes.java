package io.stowage.samples.autoscale;

import io.stowage.runtime.ec2.fake.FakeType;
import io.stowage.spi.ContainerRuntime;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerRuntimeException.Category;
import io.stowage.spi.ContainerRuntimeProvider;
import io.stowage.spi.RuntimeTarget;
import java.net.URI;
import java.util.Map;
import java.util.Set;

/**
 * What answers at the addresses of the cloud's machines. Real ones have Docker there, over TLS, and the instance provider says so; these
 * have no Docker, and processes of this computer take its place and its name. Each machine has its own, is as large as its type, and can be reached
 * as long as it is up. The limits of its size are those of placement: nothing enforces them.
 */
final class MachineRuntimes implements ContainerRuntimeProvider {

    private static final String DOCKER = "docker";

    private final Cloud cloud;
    private final ContainerRuntimeProvider processes;

    MachineRuntimes(Cloud cloud, ContainerRuntimeProvider processes) {
        this.cloud = cloud;
        this.processes = processes;
    }

    @Override
    public String name() {
        return DOCKER;
    }

    @Override
    public Set<String> honouredFields() {
        return processes.honouredFields();
    }

    @Override
    public ContainerRuntime connect(RuntimeTarget target) throws ContainerRuntimeException {
        String host = target.properties().getOrDefault("host", "");
        FakeType type = cloud.typeAt(String.valueOf(URI.create(host).getHost()))
                .orElseThrow(() -> ContainerRuntimeException.retryable(
                        Category.ContainerRuntimeError, "no machine is up at " + host));
        RuntimeTarget here =
                new RuntimeTarget(target.clusterName(), target.containerInstanceId(), Map.of(), target.policy());
        return new MachineRuntime(processes.connect(here), type);
    }
}
