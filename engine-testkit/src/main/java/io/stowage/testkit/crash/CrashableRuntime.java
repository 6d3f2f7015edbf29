package io.stowage.testkit.crash;

import io.stowage.spi.BoundToPlace;
import io.stowage.spi.CommandResult;
import io.stowage.spi.ContainerEventListener;
import io.stowage.spi.ContainerRuntime;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerRuntimeProvider;
import io.stowage.spi.ContainerSpec;
import io.stowage.spi.ContainerState;
import io.stowage.spi.Observation;
import io.stowage.spi.PulledImage;
import io.stowage.spi.RuntimeDescription;
import io.stowage.spi.RuntimeSubscription;
import io.stowage.spi.RuntimeTarget;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A runtime of which every verb that changes a container is a crash point. */
final class CrashableRuntime implements ContainerRuntimeProvider, BoundToPlace {

    private final ContainerRuntimeProvider provider;
    private final CrashPoints points;

    CrashableRuntime(ContainerRuntimeProvider provider, CrashPoints points) {
        this.provider = provider;
        this.points = points;
    }

    @Override
    public String name() {
        return provider.name();
    }

    @Override
    public Optional<String> place(Map<String, String> properties) {
        return provider instanceof BoundToPlace bound ? bound.place(properties) : Optional.empty();
    }

    @Override
    public ContainerRuntime connect(RuntimeTarget target) throws ContainerRuntimeException {
        return new Connected(provider.connect(target), points);
    }

    private interface Verb {
        void call() throws ContainerRuntimeException;
    }

    private record Connected(ContainerRuntime runtime, CrashPoints points) implements ContainerRuntime {

        @Override
        public RuntimeDescription describe() throws ContainerRuntimeException {
            return runtime.describe();
        }

        @Override
        public PulledImage pull(String image) throws ContainerRuntimeException {
            return runtime.pull(image);
        }

        @Override
        public void create(ContainerSpec spec) throws ContainerRuntimeException {
            at("create " + spec.name(), () -> runtime.create(spec));
        }

        @Override
        public void start(String name) throws ContainerRuntimeException {
            at("start " + name, () -> runtime.start(name));
        }

        @Override
        public void signal(String name, String signal) throws ContainerRuntimeException {
            at(signal + " to " + name, () -> runtime.signal(name, signal));
        }

        @Override
        public void kill(String name) throws ContainerRuntimeException {
            at("kill " + name, () -> runtime.kill(name));
        }

        @Override
        public void remove(String name) throws ContainerRuntimeException {
            at("remove " + name, () -> runtime.remove(name));
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

        private void at(String what, Verb verb) throws ContainerRuntimeException {
            try {
                points.at(what, () -> {
                    verb.call();
                    return true;
                });
            } catch (ContainerRuntimeException | RuntimeException thrown) {
                throw thrown;
            } catch (Exception impossible) {
                throw new IllegalStateException("A verb throws nothing else that is checked.", impossible);
            }
        }
    }
}
