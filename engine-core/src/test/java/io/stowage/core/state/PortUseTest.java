package io.stowage.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.model.TransportProtocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Which ports are taken, beside a list of all claims to them. */
class PortUseTest {

    private final PortUse ports = new PortUse();

    @Property
    void a_port_is_taken_while_there_is_a_claim_to_it(@ForAll long seed) {
        Random random = new Random(seed);
        PortUse use = new PortUse();
        for (TransportProtocol protocol : TransportProtocol.values()) {
            List<Integer> claims = new ArrayList<>();
            for (int step = 0; step < 40; step++) {
                Integer port = random.nextInt(6);
                if (random.nextBoolean()) {
                    use.take(protocol, port);
                    claims.add(port);
                } else {
                    use.give(protocol, port);
                    claims.remove(port);
                }
                assertThat(use.isTaken(protocol, port)).isEqualTo(claims.contains(port));
            }
            assertThat(use.taken(protocol))
                    .isEqualTo(claims.stream()
                            .distinct()
                            .sorted()
                            .map(String::valueOf)
                            .toList());
        }
    }

    @Test
    void eachProtocolHasPortsOfItsOwn() {
        ports.take(TransportProtocol.UDP, 53);
        assertThat(ports.taken(TransportProtocol.UDP)).containsExactly("53");
        assertThat(ports.taken(TransportProtocol.TCP)).isEmpty();
        assertThat(ports.isTaken(TransportProtocol.TCP, 53)).isFalse();
    }

    @Test
    void anInstanceKeepsThePortsThatItWasRegisteredWithLast() {
        ports.keep(List.of("22", "51678"), TransportProtocol.TCP);
        ports.keep(List.of("53"), TransportProtocol.UDP);
        ports.keep(List.of("22", "2375"), TransportProtocol.TCP);
        assertThat(ports.taken(TransportProtocol.TCP)).containsExactly("22", "2375");
        assertThat(ports.taken(TransportProtocol.UDP)).containsExactly("53");
        ports.keep(List.of(), TransportProtocol.UDP);
        assertThat(ports.taken(TransportProtocol.UDP)).isEmpty();
        assertThat(ports.taken(TransportProtocol.TCP)).containsExactly("22", "2375");
    }

    @Test
    void aTaskThatHasAPortOfTheInstanceLeavesItTheInstances() {
        ports.keep(List.of("22"), TransportProtocol.TCP);
        ports.take(TransportProtocol.TCP, 22);
        ports.give(TransportProtocol.TCP, 22);
        assertThat(ports.isTaken(TransportProtocol.TCP, 22)).isTrue();
    }
}
