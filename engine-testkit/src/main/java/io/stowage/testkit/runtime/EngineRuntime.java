package io.stowage.testkit.runtime;

import io.stowage.spi.BoundToPlace;
import io.stowage.spi.ContainerRuntime;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerRuntimeException.Category;
import io.stowage.spi.ContainerRuntimeProvider;
import io.stowage.spi.RuntimeTarget;
import java.util.Map;
import java.util.Optional;

/** The hosts as one engine reaches them: its own local ones, and those that any engine reaches. */
final class EngineRuntime implements ContainerRuntimeProvider, BoundToPlace {

    private final SimulatedRuntimeProvider hosts;
    private final String engine;

    EngineRuntime(SimulatedRuntimeProvider hosts, String engine) {
        this.hosts = hosts;
        this.engine = engine;
    }

    @Override
    public String name() {
        return hosts.name();
    }

    @Override
    public Optional<String> place(Map<String, String> properties) {
        return hosts.homeOf(properties).isPresent() ? Optional.of(engine) : Optional.empty();
    }

    @Override
    public ContainerRuntime connect(RuntimeTarget target) throws ContainerRuntimeException {
        Optional<String> home = hosts.homeOf(target.properties());
        if (home.isPresent() && !home.get().equals(engine)) {
            throw ContainerRuntimeException.retryable(
                    Category.ContainerRuntimeError,
                    "host " + target.properties() + " can be reached from " + home.get() + " only");
        }
        return hosts.connect(target);
    }
}
