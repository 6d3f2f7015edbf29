package io.stowage.testkit.tck;

import io.stowage.spi.InstanceProvider;

/** The simulated provider keeps the contract. */
class SimulatedProviderContractTest extends SimulatedProviderTck {

    @Override
    InstanceProvider decorated(InstanceProvider sound) {
        return sound;
    }
}
