package io.stowage.testkit.tck;

import io.stowage.spi.ContainerRuntime;

/** The simulated runtime keeps the contract. It writes no logs by itself: those are made of what its containers are given. */
class SimulatedRuntimeContractTest extends LoggingRuntimeTck {

    @Override
    ContainerRuntime decorated(ContainerRuntime connection) {
        return new LoggingRuntime(connection, this::written);
    }
}
