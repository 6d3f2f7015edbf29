package io.stowage.testkit.runtime;

import io.stowage.spi.BoundToPlace;
import io.stowage.spi.ContainerRuntime;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerRuntimeException.Category;
import io.stowage.spi.ContainerRuntimeProvider;
import io.stowage.spi.RuntimeTarget;
import java.util.Map;
import java.util.Optional;

/** Local hosts, as processes are: a host can be reached from its place only, which its name begins with. */
final class SimulatedPlace implements ContainerRuntimeProvider, BoundToPlace {

    private final SimulatedRuntimeProvider hosts;
    private final String place;

    SimulatedPlace(SimulatedRuntimeProvider hosts, String place) {
        this.hosts = hosts;
        this.place = place;
    }

    @Override
    public String name() {
        return hosts.name();
    }

    @Override
    public Optional<String> place(Map<String, String> properties) {
        return Optional.of(place);
    }

    @Override
    public ContainerRuntime connect(RuntimeTarget target) throws ContainerRuntimeException {
        String host = target.properties().getOrDefault(SimulatedRuntimeProvider.HOST, "");
        if (!host.startsWith(place)) {
            throw ContainerRuntimeException.retryable(
                    Category.ContainerRuntimeError, "host " + host + " can't be reached from " + place);
        }
        return hosts.connect(target);
    }
}
