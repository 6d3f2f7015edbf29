package io.stowage.testkit;

import io.stowage.DeregisterContainerInstanceRequest;
import io.stowage.RegisterContainerInstanceRequest;
import io.stowage.model.Attribute;
import io.stowage.model.ContainerInstance;
import io.stowage.model.ContainerInstanceStatus;
import io.stowage.testkit.invariant.ClusterMirror;
import io.stowage.testkit.runtime.HostFaults;
import io.stowage.testkit.runtime.SimulatedHost;
import io.stowage.testkit.runtime.SimulatedRuntimeProvider;
import io.stowage.testkit.world.Simulation;
import io.stowage.testkit.world.SimulationRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The machines of the cluster, and their registration as container instances. A machine that is replaced never comes back. */
final class Fleet {

    /** A machine and the container instance that it is, as far as the driver knows. */
    static final class Machine {
        final SimulatedHost host;

        @Nullable
        String instanceArn;

        boolean draining;

        Machine(SimulatedHost host) {
            this.host = host;
        }
    }

    private static final int CPU = 8_192;
    private static final int MEMORY = 8_192;
    private static final String[] ZONES = {"a", "b", "c"};

    private final String cluster;
    private final Simulation simulation;
    private final SimulatedRuntimeProvider runtime;
    private final EngineHost engine;
    private final Supplier<ClusterMirror> mirror;
    private final SimulationRandom random;
    private final List<Machine> machines = new ArrayList<>();
    private int bought;

    Fleet(
            String cluster,
            Simulation simulation,
            SimulatedRuntimeProvider runtime,
            EngineHost engine,
            Supplier<ClusterMirror> mirror,
            SimulationRandom random) {
        this.cluster = cluster;
        this.simulation = simulation;
        this.runtime = runtime;
        this.engine = engine;
        this.mirror = mirror;
        this.random = random;
    }

    List<Machine> machines() {
        return machines;
    }

    Machine any() {
        return machines.get((int) random.below(machines.size()));
    }

    void buy() {
        bought++;
        Machine machine = new Machine(runtime.addHost("host-" + bought, CPU, MEMORY));
        machines.add(machine);
        register(machine);
    }

    /** Registers what is not registered as far as is known. Idempotent by the machine's name. */
    void registerAll() {
        machines.stream().filter(machine -> machine.instanceArn == null).forEach(this::register);
    }

    private void register(Machine machine) {
        String zone = ZONES[Integer.parseInt(machine.host.name().substring(5)) % ZONES.length];
        Optional<ContainerInstance> instance = engine.ask(
                "RegisterContainerInstance",
                asked -> asked.containerInstances()
                        .register(RegisterContainerInstanceRequest.builder()
                                .cluster(cluster)
                                .containerInstanceName(machine.host.name())
                                .runtime(SimulatedRuntimeProvider.NAME)
                                .runtimeProperties(SimulatedRuntimeProvider.properties(machine.host))
                                .attributes(List.of(new Attribute("ecs.availability-zone", zone, null, null)))
                                .build()));
        machine.instanceArn =
                instance.map(ContainerInstance::containerInstanceArn).orElse(null);
    }

    /** Drains a machine, or takes it into use again. At most a third drains at once. */
    void drainOrReactivate() {
        Machine machine = any();
        String arn = machine.instanceArn;
        long draining = machines.stream().filter(one -> one.draining).count();
        if (arn == null || (!machine.draining && 3 * draining >= machines.size())) {
            return;
        }
        if (machine.draining) {
            reactivate(machine, arn);
        } else if (engine.ask("drain", asked -> asked.containerInstances().drain(cluster, arn))
                .isPresent()) {
            machine.draining = true;
        }
    }

    private void reactivate(Machine machine, String arn) {
        if (engine.ask("reactivate", asked -> asked.containerInstances().reactivate(cluster, arn))
                .isPresent()) {
            machine.draining = false;
        }
    }

    /** Deregisters a machine by force, ends it, and buys another one. */
    void replaceOne() {
        Machine machine = any();
        String arn = machine.instanceArn;
        if (arn == null
                || engine.ask(
                                "DeregisterContainerInstance",
                                asked -> asked.containerInstances()
                                        .deregister(new DeregisterContainerInstanceRequest(cluster, arn, true)))
                        .isEmpty()) {
            return;
        }
        machines.remove(machine);
        simulation.schedule(
                Duration.ofNanos(random.between(Duration.ZERO, Duration.ofSeconds(30))),
                "terminate",
                machine.host::terminate);
        buy();
    }

    /** A deregistration whose outcome was unknown may have happened: the operator looks, and ends such machines, too. */
    private void replaceWhatIsGone() {
        for (Machine machine : List.copyOf(machines)) {
            String arn = machine.instanceArn;
            ContainerInstance instance = arn == null ? null : mirror.get().instance(arn);
            if (arn != null && (instance == null || instance.status() == ContainerInstanceStatus.INACTIVE)) {
                machines.remove(machine);
                machine.host.terminate();
                buy();
            }
        }
    }

    /** Everything works again: hosts, registrations, and no container instance drains. */
    void heal() {
        for (Machine machine : machines) {
            machine.host.faults(HostFaults.NONE);
            machine.host.reachable(true);
            machine.host.calmDown();
        }
        registerAll();
        replaceWhatIsGone();
        for (Machine machine : machines) {
            String arn = machine.instanceArn;
            // A drain whose outcome was unknown may have happened: all of them are taken into use.
            if (arn != null) {
                reactivate(machine, arn);
            }
        }
    }
}
