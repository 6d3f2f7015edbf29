package io.stowage.runtime.docker.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.model.NetworkBinding;
import io.stowage.model.NetworkMode;
import io.stowage.model.PortMapping;
import io.stowage.model.TransportProtocol;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class HostPortsTest {

    private static final int FIRST = 40_000;
    private static final int LAST = 40_029;

    private final HostPorts ports = new HostPorts(new PortRange(FIRST, LAST), HostPorts.Probe.NONE);
    private final Report report = new Report();

    private static PortMapping range(String containerPorts) {
        return PortMapping.builder().containerPortRange(containerPorts).build();
    }

    private List<NetworkBinding> claim(HostPorts from, String container, PortMapping... mappings) {
        return from.claim(container, List.of(mappings), NetworkMode.BRIDGE, List.of(), report);
    }

    /** The oracle: try every place there is. */
    private static boolean thereIsABlock(Set<Integer> taken, int many) {
        for (int first = FIRST; first + many - 1 <= LAST; first++) {
            boolean free = true;
            for (int port = first; port < first + many; port++) {
                free &= !taken.contains(port);
            }
            if (free) {
                return true;
            }
        }
        return false;
    }

    @Property(tries = 2000)
    void aBlockIsFoundWheneverThereIsOneAndIsFree(
            @ForAll @Size(max = 20) Set<@IntRange(min = FIRST - 2, max = LAST + 2) Integer> reserved,
            @ForAll @Size(max = 10) Set<@IntRange(min = FIRST, max = LAST) Integer> listening,
            @ForAll @IntRange(min = 1, max = 32) int many) {
        HostPorts all = new HostPorts(new PortRange(FIRST, LAST), (port, protocol) -> !listening.contains(port));
        List<NetworkBinding> bindings =
                all.claim("a", List.of(range("8000-" + (8000 + many - 1))), NetworkMode.BRIDGE, reserved, new Report());
        Set<Integer> taken = new java.util.HashSet<>(reserved);
        taken.addAll(listening);
        assertThat(bindings.isEmpty()).isEqualTo(!thereIsABlock(taken, many));
        for (NetworkBinding binding : bindings) {
            PortRange host = Publishing.hostPorts(binding);
            assertThat(host.size()).isEqualTo(many);
            assertThat(host.first()).isGreaterThanOrEqualTo(FIRST);
            assertThat(host.last()).isLessThanOrEqualTo(LAST);
            for (int port = host.first(); port <= host.last(); port++) {
                assertThat(taken).doesNotContain(port);
            }
        }
    }

    @Property(tries = 500)
    void noTwoContainersGetTheSamePort(
            @ForAll @Size(min = 1, max = 12) List<@IntRange(min = 1, max = 5) Integer> sizes) {
        HostPorts all = new HostPorts(new PortRange(FIRST, LAST), HostPorts.Probe.NONE);
        Set<Integer> given = new java.util.HashSet<>();
        for (int i = 0; i < sizes.size(); i++) {
            for (NetworkBinding binding : claim(all, "c" + i, range("100-" + (99 + sizes.get(i))))) {
                PortRange host = Publishing.hostPorts(binding);
                for (int port = host.first(); port <= host.last(); port++) {
                    assertThat(given.add(port)).as("port " + port).isTrue();
                }
            }
        }
    }

    @Property(tries = 300)
    void bindingsComeBackFromTheirLabel(
            @ForAll @IntRange(min = 1, max = 65_000) int container,
            @ForAll @IntRange(min = 1, max = 65_000) int host,
            @ForAll @IntRange(min = 0, max = 500) int more,
            @ForAll TransportProtocol protocol) {
        List<NetworkBinding> bindings = List.of(
                NetworkBinding.port("0.0.0.0", container, host, protocol),
                new NetworkBinding(
                        "0.0.0.0",
                        null,
                        null,
                        protocol,
                        new PortRange(container, container + more).toString(),
                        new PortRange(host, host + more).toString()));
        assertThat(DockerLabels.bindings(Map.of(DockerLabels.BINDINGS, BindingText.write(bindings))))
                .isEqualTo(bindings);
    }

    @Example
    void aLabelThatCanNotBeReadSaysNothing() {
        for (String text : List.of(
                "",
                "x",
                "0.0.0.0:1:2/tcp,",
                "0.0.0.0:1:2/icmp",
                "0.0.0.0:99999999999:2/tcp",
                "0.0.0.0:0:2/tcp",
                "0.0.0.0:99999:2/tcp",
                "0.0.0.0:9-1:1-9/tcp",
                "0.0.0.0:1-2:1/tcp")) {
            assertThat(BindingText.read(text)).as(text).isEmpty();
        }
    }

    @Example
    void whoAsksAgainGetsTheSame() {
        List<NetworkBinding> first = claim(ports, "a", PortMapping.of(80), range("90-95"));
        assertThat(claim(ports, "a", PortMapping.of(80), range("90-95"))).isEqualTo(first);
        ports.seen(Map.of("a", first));
        assertThat(claim(ports, "a", PortMapping.of(80), range("90-95"))).isEqualTo(first);
    }

    @Example
    void whatIsSeenIsTakenAndWhatIsGoneIsFree() {
        HostPorts two = new HostPorts(new PortRange(FIRST, FIRST + 1), HostPorts.Probe.NONE);
        NetworkBinding strangers = NetworkBinding.port("0.0.0.0", 5432, FIRST, TransportProtocol.TCP);
        two.seen(Map.of("stranger", List.of(strangers)));
        List<NetworkBinding> mine = claim(two, "a", PortMapping.of(80));
        assertThat(mine).singleElement().satisfies(b -> assertThat(b.hostPort()).isEqualTo(FIRST + 1));
        assertThat(claim(two, "b", PortMapping.of(80))).isEmpty();
        two.seen(Map.of());
        assertThat(claim(two, "b", PortMapping.of(80)))
                .as("a claim of a container on its way stays")
                .singleElement()
                .satisfies(b -> assertThat(b.hostPort()).isEqualTo(FIRST));
        two.seen(Map.of("a", mine));
        two.seen(Map.of());
        assertThat(claim(two, "c", PortMapping.of(80)))
                .as("a container that was there and is no more has none")
                .isEqualTo(mine);
    }

    @Example
    void aPortForTcpIsNoneForUdp() {
        HostPorts one = new HostPorts(new PortRange(FIRST, FIRST), HostPorts.Probe.NONE);
        PortMapping udp = PortMapping.builder()
                .containerPort(53)
                .protocol(TransportProtocol.UDP)
                .build();
        assertThat(claim(one, "a", PortMapping.of(53), udp))
                .extracting(NetworkBinding::hostPort)
                .containsExactly(FIRST, FIRST);
    }

    @Example
    void releasedPortsAreGivenOutAndRefusedOnesAreNot() {
        HostPorts one = new HostPorts(new PortRange(FIRST, FIRST), HostPorts.Probe.NONE);
        List<NetworkBinding> first = claim(one, "a", PortMapping.of(80));
        one.release("a");
        one.release("nobody");
        assertThat(claim(one, "b", PortMapping.of(80))).isEqualTo(first);
        assertThat(one.refuse("b", List.of(FIRST - 1))).isFalse();
        assertThat(claim(one, "b", PortMapping.of(80))).isEqualTo(first);
        assertThat(one.refuse("b", List.of(FIRST))).isTrue();
        assertThat(claim(one, "b", PortMapping.of(80))).isEmpty();
    }

    @Example
    void aPortThatADefinitionNamesIsNotRefused() {
        List<NetworkBinding> named = claim(ports, "a", PortMapping.of(80, FIRST));
        assertThat(ports.refuse("a", List.of(FIRST))).isFalse();
        assertThat(claim(ports, "a", PortMapping.of(80, FIRST))).isEqualTo(named);
    }

    @Example
    void aContainerThatWantsSomethingElseNowGetsThat() {
        List<NetworkBinding> first = claim(ports, "a", PortMapping.of(80));
        assertThat(claim(ports, "a", PortMapping.of(80, 81)))
                .singleElement()
                .satisfies(b -> assertThat(b.hostPort()).isEqualTo(81));
        assertThat(claim(ports, "a", PortMapping.of(82))).isNotEqualTo(first);
    }
}
