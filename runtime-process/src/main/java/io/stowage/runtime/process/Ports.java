package io.stowage.runtime.process;

import io.stowage.model.NetworkBinding;
import io.stowage.model.NetworkMode;
import io.stowage.model.PortMapping;
import io.stowage.model.TransportProtocol;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Gives out dynamic host ports. A port is given out if it is in the range, nobody has reserved it, no container of this runtime has it, and it
 * can be bound this instant. Nothing holds it between that instant and the command's own bind; to make a collision with an
 * outgoing connection unlikely, ports are taken first from the half of the range that the kernel's {@code connect} avoids.
 *
 * <p>Thread-safe.
 */
final class Ports {

    private final Settings.PortRange range;
    private final Set<Integer> givenOut = new HashSet<>();

    Ports(Settings.PortRange range) {
        this.range = range;
    }

    /** Ports of containers that are there already. */
    synchronized void adopt(List<NetworkBinding> bindings) {
        bindings.forEach(binding -> givenOut.add(hostPort(binding)));
    }

    synchronized void release(List<NetworkBinding> bindings) {
        bindings.forEach(binding -> givenOut.remove(hostPort(binding)));
    }

    private static int hostPort(NetworkBinding binding) {
        Integer port = binding.hostPort();
        return port == null ? 0 : port;
    }

    /** The host ports for a container; the caller releases them if it comes to nothing. */
    synchronized List<NetworkBinding> bind(List<PortMapping> mappings, NetworkMode mode, List<Integer> reserved)
            throws Image.NotAllowedException {
        List<NetworkBinding> bindings = new ArrayList<>();
        try {
            for (PortMapping mapping : mappings) {
                NetworkBinding binding = bind(mapping, mode, reserved);
                givenOut.add(hostPort(binding));
                bindings.add(binding);
            }
            return bindings;
        } catch (Image.NotAllowedException e) {
            release(bindings);
            throw e;
        }
    }

    private NetworkBinding bind(PortMapping mapping, NetworkMode mode, List<Integer> reserved)
            throws Image.NotAllowedException {
        Integer containerPort = mapping.containerPort();
        if (containerPort == null) {
            throw new Image.NotAllowedException("portMappings[].containerPortRange \"" + mapping.containerPortRange()
                    + "\" can't be mapped for a process: give each port a mapping of its own");
        }
        TransportProtocol protocol = mapping.protocolOrDefault();
        Integer wanted = mapping.hostPort();
        int hostPort = wanted != null && wanted != 0
                ? wanted
                : mode == NetworkMode.BRIDGE ? dynamic(protocol, reserved) : containerPort;
        return NetworkBinding.port("0.0.0.0", containerPort, hostPort, protocol);
    }

    private int dynamic(TransportProtocol protocol, List<Integer> reserved) throws Image.NotAllowedException {
        int size = range.last() - range.first() + 1;
        int begin = ThreadLocalRandom.current().nextInt(size);
        for (int half = 1; half >= 0; half--) {
            for (int i = 0; i < size; i++) {
                int offset = (begin + i) % size;
                int port = range.first() + offset;
                if (offset % 2 == half
                        && !givenOut.contains(port)
                        && !reserved.contains(port)
                        && isFree(port, protocol)) {
                    return port;
                }
            }
        }
        throw new Image.NotAllowedException(
                "portMappings[].hostPort: no port from " + range.first() + " to " + range.last()
                        + " is free on this host: configure a wider range with ProcessRuntimeProvider.builder().hostPorts(...)");
    }

    private static boolean isFree(int port, TransportProtocol protocol) {
        try {
            if (protocol == TransportProtocol.UDP) {
                new DatagramSocket(new InetSocketAddress(port)).close();
            } else {
                new ServerSocket(port, 1).close();
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
