package io.stowage.testkit;

import io.stowage.DeregisterContainerInstanceRequest;
import io.stowage.RegisterContainerInstanceRequest;
import io.stowage.model.Attribute;
import io.stowage.model.ContainerInstance;
import io.stowage.model.ContainerInstanceStatus;
import io.stowage.testkit.invariant.ClusterMirror;
import io.stowage.testkit.runtime.SimulatedHost;
import io.stowage.testkit.runtime.SimulatedRuntimeProvider;
import io.stowage.testkit.world.Simulation;
import io.stowage.testkit.world.SimulationRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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

        /** The engine that alone reaches it; null if all do. */
        final @Nullable EngineHost home;

        Machine(SimulatedHost host, @Nullable EngineHost home) {
            this.host = host;
            this.home = home;
        }
    }

    private static final int LOCAL_EVERY = 4;
    private static final int CPU = 8_192;
    static final int MEMORY = 8_192;
    /** What machines that replace unknown losses are numbered from. */
    private static final int INSTEAD = 1_000_000;

    private static final String[] ZONES = {"a", "b", "c"};

    private final String cluster;
    private final Simulation simulation;
    private final SimulatedRuntimeProvider runtime;
    private final EngineHosts engine;
    private final Supplier<ClusterMirror> mirror;
    private final List<Machine> machines = new ArrayList<>();

    Fleet(
            String cluster,
            Simulation simulation,
            SimulatedRuntimeProvider runtime,
            EngineHosts engine,
            Supplier<ClusterMirror> mirror) {
        this.cluster = cluster;
        this.simulation = simulation;
        this.runtime = runtime;
        this.engine = engine;
        this.mirror = mirror;
    }

    List<Machine> machines() {
        return machines;
    }

    Machine any(SimulationRandom random) {
        return Objects.requireNonNull(random.choose(machines, machine -> machine.host.name()));
    }

    /** Buys a machine and registers it; no two have one number. */
    void buy(int number) {
        String name = "host-" + number;
        EngineHost home = home(number);
        Machine machine = new Machine(
                home == null
                        ? runtime.addHost(name, CPU, MEMORY)
                        : runtime.addLocalHost(name, CPU, MEMORY, home.name()),
                home);
        machines.add(machine);
        register(machine);
    }

    /** A quarter of the machines are local to an engine each. */
    private @Nullable EngineHost home(int number) {
        List<EngineHost> all = engine.all();
        return number % LOCAL_EVERY == 0 ? all.get(number / LOCAL_EVERY % all.size()) : null;
    }

    /**
     * Registers what is not registered as far as is known. Idempotent by the machine's name.
     *
     * @return whether all are registered now
     */
    boolean registerAll() {
        machines.stream().filter(machine -> machine.instanceArn == null).forEach(this::register);
        return machines.stream().noneMatch(machine -> machine.instanceArn == null);
    }

    private void register(Machine machine) {
        String zone = ZONES[Integer.parseInt(machine.host.name().substring(5)) % ZONES.length];
        Optional<ContainerInstance> instance = (machine.home == null ? engine.asked() : machine.home)
                .ask(
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
    void drainOrReactivate(SimulationRandom random) {
        Machine machine = any(random);
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
    void replaceOne(SimulationRandom random, int number) {
        Machine machine = any(random);
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
        buy(number);
    }

    /** A deregistration whose outcome was unknown may have happened: the operator looks, and ends such machines, too. */
    private void replaceWhatIsGone() {
        int gone = 0;
        for (Machine machine : List.copyOf(machines)) {
            String arn = machine.instanceArn;
            ContainerInstance instance = arn == null ? null : mirror.get().instance(arn);
            if (arn != null && (instance == null || instance.status() == ContainerInstanceStatus.INACTIVE)) {
                machines.remove(machine);
                machine.host.terminate();
                gone++;
                buy(INSTEAD + gone);
            }
        }
    }

    /** A store that lost what was committed last may know machines again that were given back. */
    private void deregisterWhatIsNoMachine() {
        for (ContainerInstance instance : List.copyOf(mirror.get().instances())) {
            String arn = instance.containerInstanceArn();
            boolean known = machines.stream().anyMatch(machine -> arn.equals(machine.instanceArn));
            if (!known && !CloudPool.owns(instance) && instance.status() != ContainerInstanceStatus.INACTIVE) {
                engine.ask(
                        "DeregisterContainerInstance",
                        asked -> asked.containerInstances()
                                .deregister(new DeregisterContainerInstanceRequest(cluster, arn, true)));
            }
        }
    }

    /** What is not registered as it should be is, and no container instance drains. */
    void settle() {
        registerAll();
        replaceWhatIsGone();
        deregisterWhatIsNoMachine();
        for (Machine machine : machines) {
            String arn = machine.instanceArn;
            // A drain whose outcome was unknown may have happened: all of them are taken into use.
            if (arn != null) {
                reactivate(machine, arn);
            }
        }
    }
}
