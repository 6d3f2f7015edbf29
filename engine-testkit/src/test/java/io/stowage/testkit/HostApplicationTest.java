package io.stowage.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.spi.Authorizer;
import io.stowage.testkit.fault.Component;
import io.stowage.testkit.fault.Fault;
import io.stowage.testkit.fault.Rates;
import io.stowage.testkit.world.Simulation;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What the host application fills in throws and blocks. */
class HostApplicationTest {

    private final Simulation simulation = new Simulation(3);
    private final HostApplication application = new HostApplication(simulation, event -> {});
    private final Authorizer authorizer = application.ports().authorizer();

    private int throwsIn(int questions) {
        int thrown = 0;
        for (int i = 0; i < questions; i++) {
            try {
                assertThat(authorizer.denies("somebody", "DoSomething", "*")).isEmpty();
            } catch (RuntimeException broken) {
                thrown++;
            }
        }
        return thrown;
    }

    @Test
    void anAuthorizerThatBlocksHoldsItsCallerWhileEverythingElseGoesOn() {
        int[] happened = {0};
        simulation.schedule(Duration.ofSeconds(1), "meanwhile", () -> happened[0]++);
        application.rates(Rates.NONE.with(Fault.PORTS_FAIL, 500_000));
        int thrown = throwsIn(20);
        assertThat(thrown).isBetween(1, 19);
        assertThat(happened[0]).isOne();
        assertThat(simulation.nanos()).isGreaterThan(Duration.ofMinutes(1).toNanos());
        assertThat(simulation.cells().count(Fault.PORTS_FAIL, Component.HOST_APPLICATION))
                .isGreaterThan(thrown);
    }

    @Test
    void oneThatWorksTakesNoTime() {
        assertThat(throwsIn(20)).isZero();
        assertThat(simulation.nanos()).isZero();
    }
}
