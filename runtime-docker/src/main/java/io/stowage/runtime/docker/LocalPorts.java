package io.stowage.runtime.docker;

import io.stowage.model.TransportProtocol;
import io.stowage.runtime.docker.spec.HostPorts;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Looks whether a port of this machine is free, by taking it for a moment. */
final class LocalPorts implements HostPorts.Probe {

    @Override
    public boolean isFree(int port, TransportProtocol protocol) {
        try {
            if (protocol == TransportProtocol.UDP) {
                try (DatagramSocket socket = new DatagramSocket(null)) {
                    socket.bind(new InetSocketAddress(port));
                }
            } else {
                try (ServerSocket socket = new ServerSocket()) {
                    socket.setReuseAddress(true);
                    socket.bind(new InetSocketAddress(port));
                }
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
