package io.stowage.runtime.docker.spec;

import io.stowage.model.NetworkBinding;
import io.stowage.model.TransportProtocol;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Who has which host port, and who gets which. A dynamic port is chosen here and not left to Docker: Docker knows nothing of the ports that
 * tasks have a claim to which don't run yet, and the port has to be known before the container runs. A port is given out if it is in the
 * range, nobody has reserved it, nothing that was {@linkplain #seen seen} has it, and the host application's {@link Probe} finds nothing.
 * Nothing holds it until the container starts: a start that fails because somebody was quicker is to be followed by {@link #refuse}, and by
 * creating the container again.
 *
 * <p>Thread-safe; does not block but for the probe.
 */
public final class HostPorts {

    /** Looks whether somebody listens on a port of the host. For a host that is not this machine it can't, and says that it is free. */
    @FunctionalInterface
    public interface Probe {
        /** Takes every port for free. */
        Probe NONE = (port, protocol) -> true;

        /** Whether nobody seems to listen there. */
        boolean isFree(int port, TransportProtocol protocol);
    }

    /** Gives out dynamic ports from this range. */
    public HostPorts(PortRange range, Probe probe) {}

    /**
     * What there is on the host, after a list. Replaces what earlier calls said; claims of containers that are being created stay.
     *
     * @param byContainer the bindings of every container on the host that is not removed, strangers' too, by the container's name
     */
    public void seen(Map<String, ? extends Collection<NetworkBinding>> byContainer) {}

    /** Gives back what a container has: it was removed, or comes to nothing. Nothing happens if it has nothing. */
    public void release(String container) {}

    /** Gives back what a container has, and doesn't give out these ports again for as long as this object lives: others have them. */
    public void refuse(String container, List<NetworkBinding> taken) {}
}
