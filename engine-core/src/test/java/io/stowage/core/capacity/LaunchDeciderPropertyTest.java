package io.stowage.core.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class LaunchDeciderPropertyTest {

    @Property(tries = 500)
    void whateverHappensOneMachineServesAndNoneIsLeaked(@ForAll long seed) {
        new LaunchSimulation(seed).run();
    }

    @Test
    void theSimulationIsRough() {
        int attempts = 0;
        for (int seed = 0; seed < 20; seed++) {
            LaunchSimulation simulation = new LaunchSimulation(seed);
            simulation.run();
            attempts += simulation.attempts();
        }
        assertThat(attempts).isGreaterThan(100);
    }
}
