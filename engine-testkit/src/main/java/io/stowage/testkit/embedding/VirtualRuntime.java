package io.stowage.testkit.embedding;

import io.stowage.spi.ContainerRuntime;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerRuntimeProvider;
import io.stowage.spi.RuntimeTarget;
import io.stowage.testkit.runtime.SimulatedHost;
import io.stowage.testkit.runtime.SimulatedRuntimeProvider;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The simulated hosts under the name of the runtime that the application registers with: each container instance gets one of its own. */
final class VirtualRuntime implements ContainerRuntimeProvider {

    private final String name;
    private final int cpu;
    private final int memory;
    private final SimulatedRuntimeProvider runtime;
    private final Map<String, SimulatedHost> byInstanceId = new LinkedHashMap<>();

    VirtualRuntime(String name, int cpu, int memory, SimulatedRuntimeProvider runtime) {
        this.name = name;
        this.cpu = cpu;
        this.memory = memory;
        this.runtime = runtime;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public ContainerRuntime connect(RuntimeTarget target) throws ContainerRuntimeException {
        SimulatedHost host =
                byInstanceId.computeIfAbsent(target.containerInstanceId(), id -> runtime.addHost(id, cpu, memory));
        return runtime.connect(new RuntimeTarget(
                target.clusterName(),
                target.containerInstanceId(),
                SimulatedRuntimeProvider.properties(host),
                target.policy()));
    }

    @Nullable
    SimulatedHost host(String instanceId) {
        return byInstanceId.get(instanceId);
    }
}
