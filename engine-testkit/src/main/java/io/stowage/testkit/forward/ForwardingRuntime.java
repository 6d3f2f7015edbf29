package io.stowage.testkit.forward;

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

/** A connection that does what another one does. It has none of the abilities that the other one may have besides. */
public class ForwardingRuntime implements ContainerRuntime {

    /** The other one. */
    protected final ContainerRuntime sound;

    /** One that does what {@code sound} does, and closes it. */
    public ForwardingRuntime(ContainerRuntime sound) {
        this.sound = sound;
    }

    @Override
    public RuntimeDescription describe() throws ContainerRuntimeException {
        return sound.describe();
    }

    @Override
    public PulledImage pull(String image) throws ContainerRuntimeException {
        return sound.pull(image);
    }

    @Override
    public void create(ContainerSpec spec) throws ContainerRuntimeException {
        sound.create(spec);
    }

    @Override
    public void start(String name) throws ContainerRuntimeException {
        sound.start(name);
    }

    @Override
    public void signal(String name, String signal) throws ContainerRuntimeException {
        sound.signal(name, signal);
    }

    @Override
    public void kill(String name) throws ContainerRuntimeException {
        sound.kill(name);
    }

    @Override
    public void remove(String name) throws ContainerRuntimeException {
        sound.remove(name);
    }

    @Override
    public Observation inspect(String name) {
        return sound.inspect(name);
    }

    @Override
    public List<ContainerState> list(Map<String, String> labels) throws ContainerRuntimeException {
        return sound.list(labels);
    }

    @Override
    public CommandResult run(String name, List<String> command, Duration timeout) throws ContainerRuntimeException {
        return sound.run(name, command, timeout);
    }

    @Override
    public RuntimeSubscription follow(ContainerEventListener listener) {
        return sound.follow(listener);
    }

    @Override
    public void close() {
        sound.close();
    }
}
