package io.stowage.testkit.provider;

import io.stowage.spi.InstanceProvider.MachineType;
import io.stowage.testkit.runtime.SimulatedHost;
import io.stowage.testkit.runtime.SimulatedRuntimeProvider;
import io.stowage.testkit.world.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The machines of a cloud as hosts of the simulated runtime, each under its own id: one comes when its machine runs, and is gone for good with it.
 * Somebody else's machines are nobody's hosts.
 */
public final class CloudHosts implements MachineHosts {

    private static final Duration TICK = Duration.ofSeconds(1);

    private final Simulation simulation;
    private final SimulatedRuntimeProvider runtime;
    private final SimulatedCloud cloud;
    private final Map<String, SimulatedHost> hosts = new TreeMap<>();
    private final List<Listener> listeners = new ArrayList<>();

    /** Hears of the ends of machines. */
    public interface Listener {
        /** The machine ends now; what ran on its host is still to be seen there. */
        void ends(SimulatedMachine machine, SimulatedHost host);
    }

    private CloudHosts(Simulation simulation, SimulatedRuntimeProvider runtime, SimulatedCloud cloud) {
        this.simulation = simulation;
        this.runtime = runtime;
        this.cloud = cloud;
    }

    /** A cloud in a simulation, with its machines among the hosts of the runtime. What happens in it happens within a second of its time. */
    public static CloudHosts open(Simulation simulation, SimulatedRuntimeProvider runtime, Catalog catalog) {
        SimulatedCloud cloud = SimulatedCloud.in(simulation, catalog);
        CloudHosts hosts = new CloudHosts(simulation, runtime, cloud);
        cloud.hosts(hosts);
        hosts.tick();
        return hosts;
    }

    /** The cloud. */
    public SimulatedCloud cloud() {
        return cloud;
    }

    /** What runs on its machines does no harm to them from now on. */
    public void calmDown() {
        hosts.values().forEach(SimulatedHost::calmDown);
    }

    /** Tells somebody of what ends from now on. */
    public void listen(Listener listener) {
        listeners.add(listener);
    }

    private void tick() {
        cloud.settle();
        simulation.schedule(TICK, "cloud", this::tick);
    }

    @Override
    public void began(SimulatedMachine machine) {
        if (!machine.isStrangers()) {
            MachineType type =
                    cloud.catalog().find(machine.request().machineType()).orElseThrow();
            hosts.put(machine.id(), runtime.addHost(machine.id(), type.cpu(), type.memory()));
        }
    }

    @Override
    public void ended(SimulatedMachine machine) {
        SimulatedHost host = hosts.get(machine.id());
        if (host != null) {
            listeners.forEach(listener -> listener.ends(machine, host));
            host.terminate();
        }
    }
}
