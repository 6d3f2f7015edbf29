package io.stowage.core.plugin;

import io.stowage.spi.ContainerRuntime;
import io.stowage.spi.ContainerRuntimeProvider;
import io.stowage.spi.RuntimeTarget;
import java.util.List;

/**
 * Stands for a runtime plugin that a container instance was registered with and that this engine lacks: it never connects, and says why.
 */
public record MissingRuntime(String name, List<String> known) implements ContainerRuntimeProvider {

    /** Copies the list. */
    public MissingRuntime {
        known = List.copyOf(known);
    }

    @Override
    public ContainerRuntime connect(RuntimeTarget target) {
        throw new IllegalArgumentException(advice());
    }

    /** What is wrong and what to do. */
    public String advice() {
        return "runtime is '" + name + "'; this engine has no runtime plugin of that name, only " + known
                + ". Add its module to the class path, or hand its provider to the builder.";
    }
}
