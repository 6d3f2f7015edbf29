package io.stowage.runtime.docker.spec;

import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.InternetProtocol;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports.Binding;
import io.stowage.model.NetworkBinding;
import io.stowage.model.TransportProtocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Bindings as Docker is told of them: one port at a time, on all addresses of the host. */
final class Publishing {

    private Publishing() {}

    static List<PortBinding> of(List<NetworkBinding> bindings) {
        List<PortBinding> all = new ArrayList<>();
        for (NetworkBinding binding : bindings) {
            PortRange host = hostPorts(binding);
            PortRange container = containerPorts(binding);
            for (int i = 0; i < host.size(); i++) {
                all.add(new PortBinding(
                        Binding.bindPort(host.first() + i), new ExposedPort(container.first() + i, protocol(binding))));
            }
        }
        return all;
    }

    static List<ExposedPort> exposed(List<PortBinding> bindings) {
        return bindings.stream().map(PortBinding::getExposedPort).distinct().toList();
    }

    /** Whether it says which ports of the host: one of a stranger that does not run may say 0. */
    static boolean hasHostPorts(NetworkBinding binding) {
        Integer port = binding.hostPort();
        return binding.hostPortRange() != null || (port != null && port > 0);
    }

    static PortRange hostPorts(NetworkBinding binding) {
        return ports(binding.hostPort(), binding.hostPortRange());
    }

    static PortRange containerPorts(NetworkBinding binding) {
        return ports(binding.containerPort(), binding.containerPortRange());
    }

    private static PortRange ports(@Nullable Integer port, @Nullable String range) {
        return range == null
                ? new PortRange(Objects.requireNonNull(port), port)
                : PortRange.parse(range)
                        .orElseThrow(() -> new IllegalArgumentException(range + " is no range of ports"));
    }

    private static InternetProtocol protocol(NetworkBinding binding) {
        return binding.protocol() == TransportProtocol.UDP ? InternetProtocol.UDP : InternetProtocol.TCP;
    }
}
