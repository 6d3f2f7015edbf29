package io.stowage.spi;

/** Hears of changes in a {@link ContainerRuntime}. Implemented by the engine. */
@FunctionalInterface
public interface ContainerEventListener {

    /** Something about the container of this name may have changed. Returns at once, never throws. */
    void changed(String containerName);
}
