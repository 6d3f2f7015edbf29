package io.stowage.spi;

/**
 * Implemented by a {@link ContainerRuntime} that runs the health checks of the container definitions by itself and says what it
 * found in {@link ContainerState#health()}. The engine's agent then runs none.
 */
public interface ReportsHealth {}
