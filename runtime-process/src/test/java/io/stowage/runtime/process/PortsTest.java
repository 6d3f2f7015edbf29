package io.stowage.runtime.process;

import static io.stowage.runtime.process.TestHost.shell;
import static io.stowage.runtime.process.TestHost.sleep;
import static io.stowage.runtime.process.TestHost.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.model.NetworkBinding;
import io.stowage.model.NetworkMode;
import io.stowage.model.PortMapping;
import io.stowage.model.TransportProtocol;
import io.stowage.spi.ContainerRuntimeException;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Host ports: fixed ones as given, dynamic ones free, and each to one container only. */
class PortsTest {

    private static PortMapping udp(int port) {
        return new PortMapping(port, null, TransportProtocol.UDP, null, null, null);
    }

    @Test
    void a_dynamic_port_is_handed_over_and_recorded() throws Exception {
        try (TestHost host = new TestHost()) {
            ProcessRuntime runtime = host.connect();
            shell("c", "echo $PORT $PORT_80 $PORT_53 $PORT_443")
                    .with(d -> d.portMappings(List.of(PortMapping.of(80), udp(53), PortMapping.of(443, 8443))))
                    .start(runtime);
            List<NetworkBinding> bindings = state(runtime, "c").networkBindings();
            assertThat(bindings).extracting(NetworkBinding::containerPort).containsExactly(80, 53, 443);
            assertThat(bindings)
                    .extracting(NetworkBinding::protocol)
                    .containsExactly(TransportProtocol.TCP, TransportProtocol.UDP, TransportProtocol.TCP);
            assertThat(bindings.get(2).hostPort()).isEqualTo(8443);
            Settings.PortRange range = Host.ephemeralPorts();
            assertThat(bindings.get(0).hostPort()).isBetween(range.first(), range.last());
            assertThat(host.line("c"))
                    .isEqualTo(bindings.get(0).hostPort() + " "
                            + bindings.get(0).hostPort() + " " + bindings.get(1).hostPort() + " 8443");
        }
    }

    @Test
    void in_host_and_awsvpc_mode_the_container_port_is_the_host_port() throws Exception {
        try (TestHost host = new TestHost()) {
            ProcessRuntime runtime = host.connect();
            for (NetworkMode mode : List.of(NetworkMode.HOST, NetworkMode.AWSVPC)) {
                sleep(mode.name())
                        .networkMode(mode)
                        .with(d -> d.portMappings(List.of(PortMapping.of(8080), PortMapping.of(9090, 0))))
                        .create(runtime);
                assertThat(state(runtime, mode.name()).networkBindings())
                        .extracting(NetworkBinding::hostPort)
                        .containsExactly(8080, 9090);
            }
        }
    }

    @Test
    void a_variable_of_the_definition_wins() throws Exception {
        try (TestHost host = new TestHost()) {
            ProcessRuntime runtime = host.connect();
            shell("c", "echo $PORT")
                    .environment("PORT", "mine")
                    .with(d -> d.portMappings(List.of(PortMapping.of(80))))
                    .start(runtime);
            assertThat(host.line("c")).isEqualTo("mine");
        }
    }

    @Test
    void each_port_of_a_small_range_is_given_to_one_container_and_back() throws Exception {
        int first = 21_000;
        try (TestHost host = new TestHost(builder -> builder.hostPorts(first, first + 5));
                ServerSocket taken = new ServerSocket(first + 1);
                DatagramSocket other = new DatagramSocket(first + 3)) {
            ProcessRuntime runtime = host.connect();
            List<Integer> given = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                String name = "c" + i;
                sleep(name)
                        .reserved(List.of(first + 2))
                        .with(d -> d.portMappings(List.of(PortMapping.of(80))))
                        .create(runtime);
                given.add(state(runtime, name).networkBindings().get(0).hostPort());
            }
            // One is bound by somebody, one is reserved; one is bound for another protocol.
            assertThat(given).containsExactlyInAnyOrder(first, first + 3, first + 4, first + 5);
            assertThat(taken.isBound()).isTrue();
            assertThat(other.isBound()).isTrue();
            TestHost.Spec full =
                    sleep("full").reserved(List.of(first + 2)).with(d -> d.portMappings(List.of(PortMapping.of(80))));
            assertThatThrownBy(() -> full.create(runtime))
                    .isInstanceOf(ContainerRuntimeException.class)
                    .hasMessageContaining("21000 to 21005");
            // One that comes later knows what is given out.
            assertThatThrownBy(() -> full.create(host.connect())).isInstanceOf(ContainerRuntimeException.class);
            runtime.remove("c2");
            full.create(runtime);
            assertThat(state(runtime, "full").networkBindings().get(0).hostPort())
                    .isEqualTo(given.get(2));
        }
    }

    @Test
    void a_range_can_not_be_mapped() throws Exception {
        try (TestHost host = new TestHost()) {
            ProcessRuntime runtime = host.connect();
            PortMapping range = new PortMapping(null, null, null, null, null, "8000-8010");
            assertThatThrownBy(() ->
                            sleep("c").with(d -> d.portMappings(List.of(range))).create(runtime))
                    .isInstanceOf(ContainerRuntimeException.class)
                    .hasMessageContaining("containerPortRange");
        }
    }

    @Test
    void ports_of_a_container_that_could_not_be_created_are_given_back() throws Exception {
        try (TestHost host = new TestHost(builder -> builder.hostPorts(21_010, 21_010))) {
            ProcessRuntime runtime = host.connect();
            for (int i : IntStream.range(0, 3).toArray()) {
                assertThatThrownBy(() -> sleep("c" + i)
                                .with(d -> d.portMappings(List.of(PortMapping.of(80)))
                                        .workingDirectory("/nowhere"))
                                .create(runtime))
                        .hasMessageContaining("workingDirectory");
            }
            sleep("d").with(d -> d.portMappings(List.of(PortMapping.of(80)))).create(runtime);
            assertThat(state(runtime, "d").networkBindings().get(0).hostPort()).isEqualTo(21_010);
        }
    }
}
