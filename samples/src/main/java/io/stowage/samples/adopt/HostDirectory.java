package io.stowage.samples.adopt;

import io.stowage.runtime.process.ProcessRuntimeProvider;
import io.stowage.spi.BoundToPlace;
import io.stowage.spi.ContainerRuntime;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerRuntimeProvider;
import io.stowage.spi.RuntimeTarget;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The process runtime once more, under a name and with a directory of its own: as another host that every engine of this machine reaches. */
record HostDirectory(String name, ProcessRuntimeProvider processes) implements ContainerRuntimeProvider, BoundToPlace {

    static HostDirectory of(String name, Path directory) {
        return new HostDirectory(
                name,
                ProcessRuntimeProvider.builder()
                        .allowRoots(Path.of("/bin"), Path.of("/usr/bin"))
                        .stateDirectory(directory.resolve(name))
                        .build());
    }

    @Override
    public ContainerRuntime connect(RuntimeTarget target) throws ContainerRuntimeException {
        return processes.connect(target);
    }

    @Override
    public Optional<String> place(Map<String, String> properties) {
        return processes.place(properties);
    }
}
