package io.stowage.samples.ecsjson;

import io.stowage.spi.ContainerRuntime;
import io.stowage.spi.ContainerRuntimeProvider;
import io.stowage.spi.RuntimeTarget;

/** Takes the place of a runtime that is on the class path and not meant. It honours nothing, and is not connected to. */
record MutedRuntime(String name) implements ContainerRuntimeProvider {

    @Override
    public ContainerRuntime connect(RuntimeTarget target) {
        throw new IllegalArgumentException("the runtime " + name + " is not the one that was asked for");
    }
}
