package io.stowage.testkit.crash;

import io.stowage.spi.BoundToPlace;
import io.stowage.spi.ContainerRuntime;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerRuntimeProvider;
import io.stowage.spi.ContainerSpec;
import io.stowage.spi.RuntimeTarget;
import io.stowage.testkit.forward.ForwardingRuntime;
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

    private static final class Connected extends ForwardingRuntime {

        private final CrashPoints points;

        Connected(ContainerRuntime sound, CrashPoints points) {
            super(sound);
            this.points = points;
        }

        @Override
        public void create(ContainerSpec spec) throws ContainerRuntimeException {
            at("create " + spec.name(), () -> sound.create(spec));
        }

        @Override
        public void start(String name) throws ContainerRuntimeException {
            at("start " + name, () -> sound.start(name));
        }

        @Override
        public void signal(String name, String signal) throws ContainerRuntimeException {
            at(signal + " to " + name, () -> sound.signal(name, signal));
        }

        @Override
        public void kill(String name) throws ContainerRuntimeException {
            at("kill " + name, () -> sound.kill(name));
        }

        @Override
        public void remove(String name) throws ContainerRuntimeException {
            at("remove " + name, () -> sound.remove(name));
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
