package io.stowage.testkit.runtime;

import io.stowage.spi.ContainerRuntime;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerRuntimeException.Category;
import io.stowage.spi.ContainerRuntimeProvider;
import io.stowage.spi.RuntimeTarget;
import io.stowage.testkit.fault.Component;
import io.stowage.testkit.fault.Fault;
import io.stowage.testkit.world.CallUnderWay;
import io.stowage.testkit.world.Network;
import io.stowage.testkit.world.Simulation;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Connects to the hosts of a simulation, under the name {@value #NAME}. The property {@value #HOST} says which host.
 *
 * <p>It belongs to the world around the engines and outlives their crashes: a restarted engine is given the same one.
 */
public final class SimulatedRuntimeProvider implements ContainerRuntimeProvider {

    public static final String NAME = "simulated";
    public static final String HOST = "host";

    private final Simulation simulation;
    private final Applications applications;
    private final GroundTruth truth;
    private final Map<String, SimulatedHost> hosts = new TreeMap<>();
    /** The engines that alone reach a host, by the host's name. */
    private final Map<String, String> homes = new TreeMap<>();
    /** What the names of hosts begin with that only engines of one place reach. */
    private final Set<String> places = new TreeSet<>();

    public SimulatedRuntimeProvider(Simulation simulation) {
        this.simulation = simulation;
        this.applications = new Applications(simulation);
        this.truth = new GroundTruth(simulation);
    }

    /** A new host; {@code cpu} in cpu units, {@code memory} in MiB. */
    public SimulatedHost addHost(String name, int cpu, int memory) {
        SimulatedHost host = new SimulatedHost(name, cpu, memory, simulation, applications, truth);
        if (hosts.putIfAbsent(name, host) != null) {
            throw new IllegalArgumentException("There is a host " + name + " already.");
        }
        return host;
    }

    /** A new host that only one engine reaches: by its name, whatever becomes of it. */
    public SimulatedHost addLocalHost(String name, int cpu, int memory, String engine) {
        SimulatedHost host = addHost(name, cpu, memory);
        homes.put(name, engine);
        return host;
    }

    /** The hosts as an engine reaches them: the local ones of others are out of its reach. */
    public ContainerRuntimeProvider from(String engine) {
        return new EngineRuntime(this, engine);
    }

    /** The engine that alone reaches the host that the properties name; empty if all do, or there is no such host. */
    Optional<String> homeOf(Map<String, String> properties) {
        return Optional.ofNullable(homes.get(properties.getOrDefault(HOST, "")));
    }

    /** Whether only one engine, or those of one place, reach a host. */
    public boolean isLocal(String host) {
        return homes.containsKey(host) || places.stream().anyMatch(host::startsWith);
    }

    /** Every host, ordered by name. */
    public Collection<SimulatedHost> hosts() {
        return List.copyOf(hosts.values());
    }

    public Applications applications() {
        return applications;
    }

    public GroundTruth truth() {
        return truth;
    }

    /** The properties to register a container instance on this host with. */
    public static Map<String, String> properties(SimulatedHost host) {
        return Map.of(HOST, host.name());
    }

    /**
     * The hosts as engines at one place reach them: those with names that begin with the place's, and no others. Each engine of that place,
     * and each restarted one, is given such a provider.
     */
    public ContainerRuntimeProvider at(String place) {
        places.add(place);
        return new SimulatedPlace(this, place);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public ContainerRuntime connect(RuntimeTarget target) throws ContainerRuntimeException {
        String name = target.properties().getOrDefault(HOST, "");
        SimulatedHost host = hosts.get(name);
        if (host == null) {
            throw new IllegalArgumentException("The property " + HOST + " is \"" + name
                    + "\", but must name one of the hosts of the simulation: " + hosts.keySet());
        }
        CallUnderWay call = simulation.callUnderWay();
        String engine = call == null ? "" : call.caller().engine();
        boolean cut = simulation.network().between(engine, name) == Network.Condition.CUT;
        if (!host.isReachable() || cut) {
            simulation.cells().hit(cut ? Fault.HOST_PARTITIONED : host.outage(), Component.RUNTIME);
            if (call != null && host.random().below(2) == 0) {
                call.neverAnswers();
            }
            throw ContainerRuntimeException.retryable(
                    Category.ContainerRuntimeError, "host " + name + " can't be reached");
        }
        return new SimulatedConnection(host);
    }
}
