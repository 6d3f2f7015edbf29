package io.stowage.runtime.process;

import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerRuntimeException.Category;

/** The runtime's ways to say no. */
final class Failures {
    private Failures() {}

    static ContainerRuntimeException cannotPull(String message) {
        return ContainerRuntimeException.permanent(Category.CannotPullContainerError, message);
    }

    static ContainerRuntimeException cannotCreate(String message) {
        return ContainerRuntimeException.permanent(Category.CannotCreateContainerError, message);
    }

    static ContainerRuntimeException cannotStart(String message) {
        return ContainerRuntimeException.permanent(Category.CannotStartContainerError, message);
    }

    static ContainerRuntimeException cannotStop(String message) {
        return ContainerRuntimeException.permanent(Category.CannotStopContainerError, message);
    }

    static ContainerRuntimeException other(String message) {
        return ContainerRuntimeException.permanent(Category.ContainerRuntimeError, message);
    }
}
