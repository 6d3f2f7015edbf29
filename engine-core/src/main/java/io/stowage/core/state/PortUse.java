package io.stowage.core.state;

import io.stowage.model.TransportProtocol;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The host ports of an instance that are in use, with how many claims there are to each: a fixed port is claimed when its task is
 * placed and once more when the agent reports it bound.
 */
final class PortUse {

    private final Map<Integer, Integer> tcp = new TreeMap<>();
    private final Map<Integer, Integer> udp = new TreeMap<>();
    private List<String> keptTcp = List.of();
    private List<String> keptUdp = List.of();

    PortUse copy() {
        PortUse copy = new PortUse();
        copy.tcp.putAll(tcp);
        copy.udp.putAll(udp);
        copy.keptTcp = keptTcp;
        copy.keptUdp = keptUdp;
        return copy;
    }

    /** Ports that the instance keeps for itself, as it was registered; the earlier ones of this protocol are given back. */
    void keep(List<String> kept, TransportProtocol protocol) {
        for (String port : protocol == TransportProtocol.UDP ? keptUdp : keptTcp) {
            give(protocol, Integer.parseInt(port));
        }
        for (String port : kept) {
            take(protocol, Integer.parseInt(port));
        }
        if (protocol == TransportProtocol.UDP) {
            keptUdp = kept;
        } else {
            keptTcp = kept;
        }
    }

    void take(TransportProtocol protocol, int port) {
        of(protocol).merge(port, 1, Integer::sum);
    }

    void give(TransportProtocol protocol, int port) {
        of(protocol).computeIfPresent(port, (p, claims) -> claims == 1 ? null : claims - 1);
    }

    boolean isTaken(TransportProtocol protocol, int port) {
        return of(protocol).containsKey(port);
    }

    List<String> taken(TransportProtocol protocol) {
        return of(protocol).keySet().stream().map(String::valueOf).toList();
    }

    private Map<Integer, Integer> of(TransportProtocol protocol) {
        return protocol == TransportProtocol.UDP ? udp : tcp;
    }
}
