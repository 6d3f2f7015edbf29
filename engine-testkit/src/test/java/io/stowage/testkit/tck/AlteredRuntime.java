package io.stowage.testkit.tck;

import io.stowage.spi.ContainerRuntime;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerState;
import io.stowage.spi.ContainerState.Phase;
import io.stowage.spi.Observation;
import io.stowage.testkit.forward.ForwardingRuntime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A connection that does what another one does, but may show it otherwise: the beginning of a broken one. */
class AlteredRuntime extends ForwardingRuntime {

    AlteredRuntime(ContainerRuntime sound) {
        super(sound);
    }

    /** Null if the container is not there. */
    @Nullable
    Phase phase(String name) {
        return sound.inspect(name) instanceof Observation.Present present
                ? present.state().phase()
                : null;
    }

    /** What a broken runtime says of a container, here and in lists. */
    ContainerState shown(ContainerState state) {
        return state;
    }

    @Override
    public Observation inspect(String name) {
        Observation seen = sound.inspect(name);
        return seen instanceof Observation.Present present ? new Observation.Present(shown(present.state())) : seen;
    }

    @Override
    public List<ContainerState> list(Map<String, String> labels) throws ContainerRuntimeException {
        return sound.list(labels).stream().map(this::shown).toList();
    }
}
