package io.stowage.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.model.NetworkBinding;
import io.stowage.model.PortMapping;
import io.stowage.model.TransportProtocol;
import io.stowage.spi.ContainerRuntimeException;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Host ports: for runtimes that honour port mappings. One that does not says so in its description, or refuses. */
interface RuntimePortRules extends RuntimeRules {

    String PORT_MAPPINGS = "containerDefinitions[].portMappings";

    @Test
    default void rt39_aDynamicHostPortIsOneContainersOwn() throws Exception {
        RuntimeUnderTest test = underTest();
        List<Integer> hostPorts = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            SpecBuilder spec = test.spec("a" + i, test.tck().sleeping())
                    .ports(PortMapping.of(80), PortMapping.of(81))
                    .reserved(List.copyOf(new TreeSet<>(hostPorts)));
            List<NetworkBinding> bindings = bindings(test, spec);
            if (bindings == null) {
                return;
            }
            assertThat(bindings).extracting(NetworkBinding::containerPort).containsExactlyInAnyOrder(80, 81);
            assertThat(bindings).allMatch(binding -> binding.protocol() == TransportProtocol.TCP);
            bindings.forEach(binding -> hostPorts.add(Objects.requireNonNull(binding.hostPort())));
        }
        assertThat(hostPorts).doesNotHaveDuplicates().allMatch(port -> port > 0 && port < 65_536);
    }

    @Test
    default void rt40_aReservedHostPortIsNotGivenOut() throws Exception {
        RuntimeUnderTest test = underTest();
        List<NetworkBinding> first =
                bindings(test, test.spec("a", test.tck().sleeping()).ports(PortMapping.of(80)));
        if (first == null) {
            return;
        }
        int given = Objects.requireNonNull(first.get(0).hostPort());
        test.runtime().kill(test.name("a"));
        test.awaitExit(test.name("a"));
        test.runtime().remove(test.name("a"));
        List<Integer> reserved = new ArrayList<>();
        for (int port = Math.max(1, given - 500); port <= Math.min(65_535, given + 500); port++) {
            reserved.add(port);
        }
        for (int i = 0; i < 10; i++) {
            List<NetworkBinding> next = bindings(
                    test,
                    test.spec("b" + i, test.tck().sleeping())
                            .ports(PortMapping.of(80))
                            .reserved(reserved));
            assertThat(next)
                    .singleElement()
                    .satisfies(binding -> assertThat(binding.hostPort()).isNotIn(reserved));
        }
    }

    @Test
    default void rt41_aFixedHostPortIsTheOneAskedFor() throws Exception {
        RuntimeUnderTest test = underTest();
        int free = freePort();
        SpecBuilder spec = test.spec("a", test.tck().sleeping())
                .ports(PortMapping.builder()
                        .containerPort(80)
                        .hostPort(free)
                        .protocol(TransportProtocol.TCP)
                        .build());
        List<NetworkBinding> bindings = bindings(test, spec);
        if (bindings != null) {
            assertThat(bindings).singleElement().satisfies(binding -> {
                assertThat(binding.hostPort()).isEqualTo(free);
                assertThat(binding.containerPort()).isEqualTo(80);
            });
            assertThat(test.list().get(0).networkBindings()).isEqualTo(bindings);
            assertThat(RuntimeUnderTest.state(test.connect(), test.name("a")).networkBindings())
                    .isEqualTo(bindings);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** What a started container has; null if the runtime does not do port mappings, and does not pretend to. */
    private static @Nullable List<NetworkBinding> bindings(RuntimeUnderTest test, SpecBuilder spec)
            throws ContainerRuntimeException {
        if (!test.honours(PORT_MAPPINGS)) {
            ContainerRuntimeException refused = RuntimeUnderTest.refusal(() -> test.start(spec));
            if (refused == null) {
                assertThat(test.state(spec.build().name()).networkBindings()).isEmpty();
            }
            return null;
        }
        return test.state(test.start(spec)).networkBindings();
    }
}
