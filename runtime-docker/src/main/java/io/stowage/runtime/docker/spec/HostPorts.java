package io.stowage.runtime.docker.spec;

import io.stowage.model.NetworkBinding;
import io.stowage.model.NetworkMode;
import io.stowage.model.PortMapping;
import io.stowage.model.TransportProtocol;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/**
 * Who has which host port, and who gets which. A dynamic port is chosen here and not left to Docker: Docker knows nothing of the ports that
 * tasks have a claim to which don't run yet, and the port has to be known before the container runs. A port is given out if it is in the
 * range, nobody has reserved it, nothing that was {@linkplain #seen seen} has it, and the host application's {@link Probe} finds nothing.
 * Nothing holds it until the container starts: a start that fails because somebody was quicker is to be followed by {@link #refuse}, and by
 * removing the container and creating it again.
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

    /** A port that one container at most can have. */
    private record Port(int number, TransportProtocol protocol) {}

    private static final String ANY_ADDRESS = "0.0.0.0";

    private final PortRange range;
    private final Probe probe;

    /** By the container that was given them. */
    private final Map<String, List<NetworkBinding>> claims = new HashMap<>();

    /** Containers with a claim that were in a list: when one is no more, it was removed. */
    private final Set<String> claimsSeen = new HashSet<>();

    /** Of the claims, the ports that were chosen here. */
    private final Map<String, Set<Port>> chosen = new HashMap<>();

    private final Set<Port> refused = new HashSet<>();
    private Map<String, List<NetworkBinding>> seen = Map.of();

    /** Gives out dynamic ports from this range. */
    public HostPorts(PortRange range, Probe probe) {
        this.range = range;
        this.probe = probe;
    }

    /**
     * What there is on the host, after a list. Replaces what earlier calls said; claims of containers that are being created stay.
     *
     * @param byContainer the bindings of every container on the host that is not removed, strangers' too, by the container's name
     */
    public synchronized void seen(Map<String, ? extends Collection<NetworkBinding>> byContainer) {
        Map<String, List<NetworkBinding>> copy = new HashMap<>();
        byContainer.forEach((name, bindings) -> copy.put(
                name, bindings.stream().filter(Publishing::hasHostPorts).toList()));
        claims.keySet().removeIf(name -> claimsSeen.contains(name) && !copy.containsKey(name));
        chosen.keySet().retainAll(claims.keySet());
        claimsSeen.retainAll(claims.keySet());
        claims.keySet().stream().filter(copy::containsKey).forEach(claimsSeen::add);
        seen = copy;
    }

    /** Gives back what a container has: it was removed, or comes to nothing. Nothing happens if it has nothing. */
    public synchronized void release(String container) {
        claims.remove(container);
        claimsSeen.remove(container);
        chosen.remove(container);
        Map<String, List<NetworkBinding>> others = new HashMap<>(seen);
        others.remove(container);
        seen = others;
    }

    /**
     * Somebody else has ports that a container was given. Of those, the ones that were chosen here are not given out again for as long as this
     * object lives; and if there is one, what the container has is given back.
     *
     * @param taken the ports that somebody else has
     * @return whether the container can be created again with other ports; false where its definition leaves no choice about them
     */
    public synchronized boolean refuse(String container, Collection<Integer> taken) {
        List<Port> others = chosen.getOrDefault(container, Set.of()).stream()
                .filter(port -> taken.contains(port.number()))
                .toList();
        if (others.isEmpty()) {
            return false;
        }
        refused.addAll(others);
        release(container);
        return true;
    }

    /**
     * The host ports for a container's mappings; the same ones when it is asked again. What can't be had is reported, and nothing claimed
     * then.
     */
    synchronized List<NetworkBinding> claim(
            String container,
            List<PortMapping> mappings,
            NetworkMode mode,
            Collection<Integer> reserved,
            Report report) {
        List<NetworkBinding> had = claims.getOrDefault(container, seen.getOrDefault(container, List.of()));
        if (!had.isEmpty() && answers(had, mappings, mode)) {
            choose(container, had, mappings, mode);
            return had;
        }
        Set<Port> taken = taken(container);
        List<NetworkBinding> bindings = new ArrayList<>();
        for (PortMapping mapping : mappings) {
            Optional<NetworkBinding> binding = bind(mapping, mode, taken, Set.copyOf(reserved), report);
            if (binding.isEmpty()) {
                return List.of();
            }
            eachPort(binding.get(), taken::add);
            bindings.add(binding.get());
        }
        if (!bindings.isEmpty()) {
            claims.put(container, List.copyOf(bindings));
            claimsSeen.remove(container);
            choose(container, bindings, mappings, mode);
        }
        return bindings;
    }

    private void choose(String container, List<NetworkBinding> bindings, List<PortMapping> mappings, NetworkMode mode) {
        Set<Port> free = new HashSet<>();
        for (int i = 0; i < bindings.size(); i++) {
            if (fixed(mappings.get(i), mode).isEmpty()) {
                eachPort(bindings.get(i), free::add);
            }
        }
        chosen.put(container, free);
    }

    /** Gives back what was claimed for a container that is not created; one that was seen keeps what it has. */
    synchronized void unclaim(String container) {
        if (!claimsSeen.contains(container)) {
            claims.remove(container);
            chosen.remove(container);
        }
    }

    private Set<Port> taken(String butFor) {
        Set<Port> taken = new HashSet<>(refused);
        for (Map<String, List<NetworkBinding>> known : List.of(claims, seen)) {
            known.forEach((name, bindings) -> {
                if (!name.equals(butFor)) {
                    bindings.forEach(binding -> eachPort(binding, taken::add));
                }
            });
        }
        return taken;
    }

    /** Whether these are what the mappings ask for, so that they can have been given for them. */
    private static boolean answers(List<NetworkBinding> bindings, List<PortMapping> mappings, NetworkMode mode) {
        if (bindings.size() != mappings.size()) {
            return false;
        }
        for (int i = 0; i < bindings.size(); i++) {
            NetworkBinding binding = bindings.get(i);
            Optional<PortRange> fixed = fixed(mappings.get(i), mode);
            Optional<PortRange> inside = containerPorts(mappings.get(i));
            PortRange host = Publishing.hostPorts(binding);
            if (!inside.equals(Optional.of(Publishing.containerPorts(binding)))
                    || binding.protocol() != mappings.get(i).protocolOrDefault()
                    || (fixed.isPresent() && !fixed.get().equals(host))) {
                return false;
            }
        }
        return true;
    }

    private Optional<NetworkBinding> bind(
            PortMapping mapping, NetworkMode mode, Set<Port> taken, Set<Integer> reserved, Report report) {
        Optional<PortRange> inside = containerPorts(mapping);
        if (inside.isEmpty()) {
            report.refuse(
                    "portMappings[].containerPort",
                    mapping.containerPortRange() == null ? mapping.containerPort() : mapping.containerPortRange(),
                    "is no port and no range of ports: give one from 1 to 65535, or containerPortRange as in 8000-8010");
            return Optional.empty();
        }
        Optional<PortRange> host =
                fixed(mapping, mode).or(() -> free(inside.get().size(), mapping.protocolOrDefault(), taken, reserved));
        report.refuseIf(
                host.isEmpty(),
                "portMappings[]." + (mapping.containerPortRange() == null ? "hostPort" : "containerPortRange"),
                mapping.containerPortRange(),
                "needs " + inside.get().size() + " free ports in a row, and there are none from " + range.first()
                        + " to " + range.last() + ": configure a wider range");
        return host.map(ports -> binding(mapping, inside.get(), ports));
    }

    private static NetworkBinding binding(PortMapping mapping, PortRange inside, PortRange host) {
        TransportProtocol protocol = mapping.protocolOrDefault();
        return mapping.containerPortRange() == null
                ? NetworkBinding.port(ANY_ADDRESS, inside.first(), host.first(), protocol)
                : new NetworkBinding(ANY_ADDRESS, null, null, protocol, inside.toString(), host.toString());
    }

    private static Optional<PortRange> containerPorts(PortMapping mapping) {
        if (mapping.containerPortRange() != null) {
            return PortRange.parse(mapping.containerPortRange());
        }
        return mapping.containerPort() == null
                ? Optional.empty()
                : PortRange.parse(mapping.containerPort() + "-" + mapping.containerPort());
    }

    /** The host ports that a mapping leaves no choice about. */
    private static Optional<PortRange> fixed(PortMapping mapping, NetworkMode mode) {
        Integer hostPort = mapping.hostPort();
        if (hostPort != null && hostPort > 0 && mapping.containerPortRange() == null) {
            return PortRange.parse(hostPort + "-" + hostPort);
        }
        return mode == NetworkMode.BRIDGE ? Optional.empty() : containerPorts(mapping);
    }

    /** Bindings where no choice is left: the container's ports are the host's. What is no port is reported where its container is. */
    static List<NetworkBinding> fixed(List<PortMapping> mappings) {
        List<NetworkBinding> bindings = new ArrayList<>();
        for (PortMapping mapping : mappings) {
            Optional<PortRange> inside = containerPorts(mapping);
            Optional<PortRange> host = fixed(mapping, NetworkMode.AWSVPC);
            if (inside.isPresent() && host.isPresent()) {
                bindings.add(binding(mapping, inside.get(), host.get()));
            }
        }
        return bindings;
    }

    /** As many free ports in a row, from somewhere in the range on: two engines that look at once should not see the same first. */
    private Optional<PortRange> free(int many, TransportProtocol protocol, Set<Port> taken, Set<Integer> reserved) {
        int places = range.size() - many + 1;
        if (places < 1) {
            return Optional.empty();
        }
        int begin = ThreadLocalRandom.current().nextInt(places);
        int tried = 0;
        while (tried < places) {
            int place = (begin + tried) % places;
            int bad = lastUnfit(range.first() + place, many, protocol, taken, reserved);
            if (bad == 0) {
                int first = range.first() + place;
                return Optional.of(new PortRange(first, first + many - 1));
            }
            // No block that has this port will do; but the count starts anew where the range does.
            tried += Math.min(bad - range.first() - place + 1, places - place);
        }
        return Optional.empty();
    }

    /** The last port of a block that can't be given out; 0 if all can. */
    private int lastUnfit(int first, int many, TransportProtocol protocol, Set<Port> taken, Set<Integer> reserved) {
        for (int port = first + many - 1; port >= first; port--) {
            if (reserved.contains(port) || taken.contains(new Port(port, protocol)) || !probe.isFree(port, protocol)) {
                return port;
            }
        }
        return 0;
    }

    private static void eachPort(NetworkBinding binding, Consumer<Port> consumer) {
        TransportProtocol protocol =
                binding.protocol() == TransportProtocol.UDP ? TransportProtocol.UDP : TransportProtocol.TCP;
        PortRange ports = Publishing.hostPorts(binding);
        for (int port = ports.first(); port <= ports.last(); port++) {
            consumer.accept(new Port(port, protocol));
        }
    }
}
