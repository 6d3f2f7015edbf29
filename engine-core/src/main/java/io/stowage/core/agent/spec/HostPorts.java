package io.stowage.core.agent.spec;

import io.stowage.model.ContainerDefinition;
import io.stowage.model.NetworkMode;
import io.stowage.model.PortMapping;
import io.stowage.model.TaskDefinition;
import java.util.ArrayList;
import java.util.List;

/** The host ports that a task definition claims by number. */
public final class HostPorts {

    private HostPorts() {}

    /** Every fixed host port, as often as it is claimed. Where containers use the host's network, a container port is one. */
    public static List<Integer> fixed(TaskDefinition definition) {
        boolean hostNetwork = definition.networkMode() == NetworkMode.HOST;
        List<Integer> ports = new ArrayList<>();
        for (ContainerDefinition container : definition.containerDefinitions()) {
            if (container.portMappings() != null) {
                container.portMappings().forEach(mapping -> add(ports, mapping, hostNetwork));
            }
        }
        return ports;
    }

    private static void add(List<Integer> ports, PortMapping mapping, boolean hostNetwork) {
        Integer hostPort = mapping.hostPort();
        if (hostPort != null && hostPort > 0) {
            ports.add(hostPort);
        } else if (hostNetwork && mapping.containerPort() != null) {
            ports.add(mapping.containerPort());
        }
    }
}
