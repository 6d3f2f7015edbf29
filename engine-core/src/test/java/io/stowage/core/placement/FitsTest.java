package io.stowage.core.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.model.TransportProtocol;
import java.util.List;
import org.junit.jupiter.api.Test;

class FitsTest {

    private static final HostPort TCP_80 = new HostPort(TransportProtocol.TCP, 80);
    private static final HostPort UDP_80 = new HostPort(TransportProtocol.UDP, 80);

    private static Demand demand(int cpu, int memory, int gpus, HostPort... ports) {
        return new Demand(cpu, memory, gpus, List.of(ports));
    }

    private static FakeInstance instance(int cpu, int memory) {
        return new FakeInstance("a").left(cpu, memory);
    }

    @Test
    void whatIsExactlyLeftFits() {
        assertThat(Fits.whyNot(demand(256, 512, 0), instance(256, 512))).isEmpty();
        assertThat(Fits.whyNot(demand(257, 512, 0), instance(256, 512))).contains("RESOURCE:CPU");
        assertThat(Fits.whyNot(demand(256, 513, 0), instance(256, 512))).contains("RESOURCE:MEMORY");
        assertThat(Fits.whyNot(demand(0, 0, 1), instance(256, 512))).contains("RESOURCE:GPU");
    }

    @Test
    void anInstanceThatShrankTakesNothingMoreNotEvenATaskWithoutDemand() {
        assertThat(Fits.whyNot(demand(0, 0, 0), instance(-1, 512))).contains("RESOURCE:CPU");
        assertThat(Fits.whyNot(demand(0, 0, 0), instance(0, 0))).isEmpty();
    }

    @Test
    void thePortOfTheOtherProtocolIsFree() {
        FakeInstance instance = instance(256, 512).taken(80);
        assertThat(Fits.whyNot(demand(0, 0, 0, TCP_80), instance)).contains("RESOURCE:PORTS");
        assertThat(Fits.whyNot(demand(0, 0, 0, UDP_80), instance)).isEmpty();
    }

    @Test
    void anInstanceHasOnlySoManyPortsToReserve() {
        FakeInstance instance = instance(256, 512);
        instance.portReservations = 1;
        assertThat(Fits.whyNot(demand(0, 0, 0, TCP_80), instance)).isEmpty();
        assertThat(Fits.whyNot(demand(0, 0, 0, TCP_80, UDP_80), instance)).contains("RESOURCE:PORTS");
    }

    @Test
    void theStateOfTheInstanceIsAskedFirst() {
        assertThat(Fits.whyNot(demand(9999, 0, 0), instance(0, 0).inactive().disconnected()))
                .contains("INACTIVE");
        assertThat(Fits.whyNot(demand(9999, 0, 0), instance(0, 0).disconnected()))
                .contains("AGENT");
    }
}
