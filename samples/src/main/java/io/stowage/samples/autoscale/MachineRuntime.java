package io.stowage.samples.autoscale;

import io.stowage.runtime.ec2.fake.FakeType;
import io.stowage.spi.CommandResult;
import io.stowage.spi.ContainerEventListener;
import io.stowage.spi.ContainerRuntime;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerSpec;
import io.stowage.spi.ContainerState;
import io.stowage.spi.Observation;
import io.stowage.spi.PulledImage;
import io.stowage.spi.RuntimeDescription;
import io.stowage.spi.RuntimeSubscription;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The runtime of one machine: that of this computer, which says that it is as large as the machine. */
record MachineRuntime(ContainerRuntime runtime, FakeType type) implements ContainerRuntime {

    private static final int CPU_UNITS = 1024;

    @Override
    public RuntimeDescription describe() throws ContainerRuntimeException {
        RuntimeDescription computer = runtime.describe();
        return new RuntimeDescription(
                computer.runtimeVersion(),
                CPU_UNITS * type.cpus(),
                type.memory() - Cloud.RESERVED_MEMORY,
                computer.gpus(),
                computer.attributes(),
                computer.honouredFields(),
                List.of());
    }

    @Override
    public PulledImage pull(String image) throws ContainerRuntimeException {
        return runtime.pull(image);
    }

    @Override
    public void create(ContainerSpec spec) throws ContainerRuntimeException {
        runtime.create(spec);
    }

    @Override
    public void start(String name) throws ContainerRuntimeException {
        runtime.start(name);
    }

    @Override
    public void signal(String name, String signal) throws ContainerRuntimeException {
        runtime.signal(name, signal);
    }

    @Override
    public void kill(String name) throws ContainerRuntimeException {
        runtime.kill(name);
    }

    @Override
    public void remove(String name) throws ContainerRuntimeException {
        runtime.remove(name);
    }

    @Override
    public Observation inspect(String name) {
        return runtime.inspect(name);
    }

    @Override
    public List<ContainerState> list(Map<String, String> labels) throws ContainerRuntimeException {
        return runtime.list(labels);
    }

    @Override
    public CommandResult run(String name, List<String> command, Duration timeout) throws ContainerRuntimeException {
        return runtime.run(name, command, timeout);
    }

    @Override
    public RuntimeSubscription follow(ContainerEventListener listener) {
        return runtime.follow(listener);
    }

    @Override
    public void close() {
        runtime.close();
    }
}
