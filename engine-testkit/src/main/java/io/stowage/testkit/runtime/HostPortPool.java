package io.stowage.testkit.runtime;

import io.stowage.model.ContainerDefinition;
import io.stowage.model.NetworkBinding;
import io.stowage.model.NetworkMode;
import io.stowage.model.PortMapping;
import io.stowage.model.TransportProtocol;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerRuntimeException.Category;
import io.stowage.spi.ContainerSpec;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** The ports of a host: fixed ones where they are free, dynamic ones from the range that Linux uses. */
final class HostPortPool {

    private static final int FIRST_DYNAMIC = 32_768;
    private static final int LAST_DYNAMIC = 60_999;
    private static final String ANY_ADDRESS = "0.0.0.0";

    private final Map<TransportProtocol, Set<Integer>> taken = new EnumMap<>(TransportProtocol.class);
    private int nextDynamic = FIRST_DYNAMIC;

    /** The bindings of a container that starts: all or none. */
    List<NetworkBinding> bind(ContainerSpec spec) throws ContainerRuntimeException {
        List<PortMapping> mappings = mappings(spec);
        List<NetworkBinding> bindings = new ArrayList<>();
        try {
            for (PortMapping mapping : mappings) {
                bindings.add(bind(mapping, spec));
            }
        } catch (ContainerRuntimeException refused) {
            release(bindings);
            throw refused;
        }
        return List.copyOf(bindings);
    }

    void release(List<NetworkBinding> bindings) {
        bindings.forEach(binding ->
                taken(Objects.requireNonNull(binding.protocol())).remove(Objects.requireNonNull(binding.hostPort())));
    }

    void releaseAll() {
        taken.clear();
    }

    private static List<PortMapping> mappings(ContainerSpec spec) {
        ContainerDefinition definition = spec.definition();
        NetworkMode mode = spec.taskDefinition().networkModeOrDefault();
        List<PortMapping> mappings = definition.portMappings();
        boolean ownNetwork = mode == NetworkMode.NONE || mode == NetworkMode.AWSVPC;
        return mappings == null || ownNetwork ? List.of() : mappings;
    }

    private NetworkBinding bind(PortMapping mapping, ContainerSpec spec) throws ContainerRuntimeException {
        int containerPort = Objects.requireNonNull(mapping.containerPort(), "port ranges are not simulated");
        TransportProtocol protocol = mapping.protocolOrDefault();
        Integer wanted = mapping.hostPort();
        boolean hostNetwork = spec.taskDefinition().networkModeOrDefault() == NetworkMode.HOST;
        int hostPort;
        if (hostNetwork) {
            hostPort = containerPort;
        } else {
            hostPort = wanted == null || wanted == 0 ? dynamicPort(protocol, spec) : wanted;
        }
        if (!taken(protocol).add(hostPort)) {
            throw ContainerRuntimeException.permanent(
                    Category.CannotStartContainerError,
                    "Bind for " + ANY_ADDRESS + ":" + hostPort + " failed: port is already allocated");
        }
        return NetworkBinding.port(ANY_ADDRESS, containerPort, hostPort, protocol);
    }

    private int dynamicPort(TransportProtocol protocol, ContainerSpec spec) throws ContainerRuntimeException {
        for (int tried = FIRST_DYNAMIC; tried <= LAST_DYNAMIC; tried++) {
            int candidate = nextDynamic;
            nextDynamic = nextDynamic == LAST_DYNAMIC ? FIRST_DYNAMIC : nextDynamic + 1;
            if (!taken(protocol).contains(candidate)
                    && !spec.reservedHostPorts().contains(candidate)) {
                return candidate;
            }
        }
        throw ContainerRuntimeException.retryable(Category.CannotStartContainerError, "no host port is free");
    }

    private Set<Integer> taken(TransportProtocol protocol) {
        return taken.computeIfAbsent(protocol, absent -> new TreeSet<>());
    }
}
