package io.stowage.core.placement;

import io.stowage.model.ContainerDefinition;
import io.stowage.model.NetworkMode;
import io.stowage.model.PortMapping;
import io.stowage.model.TaskDefinition;
import io.stowage.model.TransportProtocol;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * The host ports a task needs for itself.
 *
 * <p>Bridge: those that are named; where none is, or only a range of container ports is given, the runtime chooses. Host: the container
 * port is the host port. Awsvpc: on ECS each task has an address of its own; here it shares its host's, so its ports are claimed as in
 * host mode.
 */
final class PortClaims {

    private PortClaims() {}

    static List<HostPort> of(TaskDefinition definition) {
        NetworkMode mode = definition.networkModeOrDefault();
        Set<HostPort> claims = new LinkedHashSet<>();
        for (ContainerDefinition container : definition.containerDefinitions()) {
            List<PortMapping> mappings = container.portMappings();
            if (mappings != null) {
                mappings.forEach(mapping -> claim(mode, mapping, claims));
            }
        }
        return new ArrayList<>(claims);
    }

    private static void claim(NetworkMode mode, PortMapping mapping, Set<HostPort> claims) {
        switch (mode) {
            case BRIDGE -> claimNamed(mapping, claims);
            case HOST, AWSVPC -> claimAll(mapping, claims);
            case NONE -> {
                // No port of such a task can be reached.
            }
        }
    }

    private static void claimNamed(PortMapping mapping, Set<HostPort> claims) {
        if (isNamed(mapping)) {
            claims.add(new HostPort(mapping.protocolOrDefault(), Objects.requireNonNull(mapping.hostPort())));
        }
    }

    private static boolean isNamed(PortMapping mapping) {
        Integer hostPort = mapping.hostPort();
        return hostPort != null && hostPort != 0;
    }

    private static void claimAll(PortMapping mapping, Set<HostPort> claims) {
        if (isNamed(mapping)) {
            claimNamed(mapping, claims);
        } else if (mapping.containerPort() != null) {
            claims.add(new HostPort(mapping.protocolOrDefault(), mapping.containerPort()));
        } else if (mapping.containerPortRange() != null) {
            claimRange(mapping.containerPortRange(), mapping.protocolOrDefault(), claims);
        }
    }

    private static void claimRange(String range, TransportProtocol protocol, Set<HostPort> claims) {
        int dash = range.indexOf('-');
        int low = Integer.parseInt(range.substring(0, dash).trim());
        int high = Integer.parseInt(range.substring(dash + 1).trim());
        for (int port = low; port <= high; port++) {
            claims.add(new HostPort(protocol, port));
        }
    }
}
