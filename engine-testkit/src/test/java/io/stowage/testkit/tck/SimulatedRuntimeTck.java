package io.stowage.testkit.tck;

import io.stowage.model.ContainerDefinition;
import io.stowage.spi.ContainerRuntime;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerRuntimeProvider;
import io.stowage.spi.ContainerSpec;
import io.stowage.spi.RuntimeTarget;
import io.stowage.spi.WorkloadPolicy;
import io.stowage.testkit.runtime.Behaviour;
import io.stowage.testkit.runtime.Behaviour.Exits;
import io.stowage.testkit.runtime.Behaviour.Health;
import io.stowage.testkit.runtime.Behaviour.Pull;
import io.stowage.testkit.runtime.SimulatedContainer;
import io.stowage.testkit.runtime.SimulatedHost;
import io.stowage.testkit.runtime.SimulatedRuntimeProvider;
import io.stowage.testkit.world.Simulation;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The contract tests of the simulated runtime, and of runtimes made of it. */
abstract class SimulatedRuntimeTck extends ContainerRuntimeTck {

    private static final int ALWAYS = 1_000_000;

    private final Simulation simulation = new Simulation(26);
    private final SimulatedRuntimeProvider provider = new SimulatedRuntimeProvider(simulation);
    private final SimulatedHost host = provider.addHost("h", 4096, 8192);

    SimulatedRuntimeProvider simulated() {
        return provider;
    }

    Simulation simulation() {
        return simulation;
    }

    @Override
    protected RuntimeTarget target() {
        return new RuntimeTarget(
                "harbour", "i-1", SimulatedRuntimeProvider.properties(host), WorkloadPolicy.platformDefault());
    }

    /** The simulated runtime under another name, which connects to one target whatever it is asked for. */
    ContainerRuntimeProvider named(String name, RuntimeTarget always) {
        return new ContainerRuntimeProvider() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public ContainerRuntime connect(RuntimeTarget target) throws ContainerRuntimeException {
                return provider.connect(always);
            }
        };
    }

    private ContainerDefinition running(String image, Behaviour behaviour) {
        provider.applications().define(image, behaviour);
        return ContainerDefinition.builder().name("app").image(image).build();
    }

    @Override
    protected ContainerDefinition sleeping() {
        return running("sleeping", Behaviour.SOUND);
    }

    @Override
    protected ContainerDefinition deaf() {
        return running("deaf", Behaviour.ignoringStopSignal());
    }

    @Override
    protected ContainerDefinition exiting(int exitCode) {
        return running("exiting-" + exitCode, Behaviour.exiting(new Exits(ALWAYS, Duration.ofMillis(500), exitCode)));
    }

    @Override
    protected ContainerDefinition reporting(List<String> words) {
        return exiting(0).toBuilder().command(words).build();
    }

    /** No program runs in a simulation: what was asked for is what arrived. */
    @Override
    protected Arrived arrived(ContainerRuntime runtime, String name) {
        ContainerSpec spec = host.containers().stream()
                .filter(container -> container.name().equals(name))
                .map(SimulatedContainer::spec)
                .findFirst()
                .orElseThrow();
        Map<String, String> environment = new HashMap<>(spec.environment());
        spec.secrets().forEach(secret -> environment.put(secret.name(), new String(secret.reveal())));
        return new Arrived(
                List.copyOf(spec.definition().command()),
                environment,
                spec.definition().workingDirectory());
    }

    @Override
    protected Check check(int exitCode) {
        return new Check(
                exitCode == 0 ? sleeping() : running("ill", Behaviour.withHealth(Health.NEVER_HEALTHY)),
                List.of("check"));
    }

    @Override
    protected Check hangingCheck() {
        return new Check(running("hanging", Behaviour.withHealth(Health.HANGING)), List.of("check"));
    }

    @Override
    protected String missingImage() {
        running("missing", Behaviour.pulled(Pull.FAILS));
        return "missing";
    }

    @Override
    protected Map<String, String> wrongProperties() {
        return Map.of(SimulatedRuntimeProvider.HOST, "nowhere");
    }

    @Override
    protected void letTimePass(Duration time) {
        simulation.runFor(time);
    }

    @Override
    protected int callers() {
        return 1;
    }
}
