package io.stowage.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.DeregisterContainerInstanceRequest;
import io.stowage.Engine;
import io.stowage.RegisterContainerInstanceRequest;
import io.stowage.core.Stowage;
import io.stowage.store.memory.MemoryStateStore;
import io.stowage.testkit.runtime.SimulatedContainer;
import io.stowage.testkit.runtime.SimulatedHost;
import io.stowage.testkit.runtime.SimulatedRuntimeProvider;
import io.stowage.testkit.world.Simulation;
import io.stowage.testkit.world.VirtualWorld;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One engine after the other at a place, with hosts that are reached from that place only. */
class LocalEnginesTest {

    private static final Duration LONG = Duration.ofMinutes(10);
    private static final String WEB = """
            { "family": "web", "containerDefinitions": [
                { "name": "main", "image": "web", "cpu": 256, "memory": 256, "stopTimeout": 5 } ] }""";

    private final Simulation simulation = new Simulation(11);
    private final SimulatedRuntimeProvider runtime = new SimulatedRuntimeProvider(simulation);
    private final MemoryStateStore store = new MemoryStateStore(simulation::nanos);
    private final SimulatedHost host = runtime.addHost("quay-1", 1024, 2048);
    private VirtualWorld world = simulation.world("quay");
    private Engine engine = start();

    private Engine start() {
        return Stowage.engine()
                .name("quay")
                .world(world)
                .store(store)
                .runtime(runtime.at("quay"))
                .build();
    }

    private void open() {
        engine.clusters().create("harbour");
        engine.containerInstances()
                .register(RegisterContainerInstanceRequest.builder()
                        .cluster("harbour")
                        .containerInstanceName("one")
                        .runtime(SimulatedRuntimeProvider.NAME)
                        .runtimeProperties(SimulatedRuntimeProvider.properties(host))
                        .build());
        engine.taskDefinitions().register(WEB);
        engine.services().create("harbour", "shop", "web", 3);
        assertThat(engine.services().awaitSteadyState("harbour", "shop", LONG).reasons())
                .isEmpty();
    }

    private List<String> running() {
        return host.containers().stream()
                .filter(SimulatedContainer::isRunning)
                .map(container -> container.name() + " of " + container.createdAt())
                .toList();
    }

    /** Nobody registers anything again: what is attached to an engine that is gone is found. */
    @Test
    void theNextEngineAdoptsWhatRuns() {
        open();
        List<String> before = running();
        assertThat(before).hasSize(3);
        world.crash();
        simulation.runFor(Duration.ofMinutes(1));
        assertThat(running()).isEqualTo(before);

        world = simulation.world("quay");
        engine = start();
        assertThat(engine.services().awaitSteadyState("harbour", "shop", LONG).reasons())
                .isEmpty();
        simulation.runFor(Duration.ofMinutes(1));
        assertThat(running()).isEqualTo(before);
        assertThat(engine.containerInstances()
                        .describe("harbour", List.of("one"))
                        .containerInstances()
                        .get(0)
                        .agentConnected())
                .isTrue();

        engine.services().scale("harbour", "shop", 1);
        simulation.runFor(Duration.ofMinutes(1));
        assertThat(running()).hasSize(1);
    }

    /** What a deregistration by force leaves to be done is done by whoever is there next. */
    @Test
    void theNextEngineCleansUpAfterADeregistrationByForce() {
        open();
        engine.containerInstances().deregister(new DeregisterContainerInstanceRequest("harbour", "one", true));
        world.crash();
        simulation.runFor(Duration.ofMinutes(1));
        assertThat(host.containers()).isNotEmpty();

        world = simulation.world("quay");
        engine = start();
        simulation.runFor(Duration.ofMinutes(1));
        assertThat(host.containers()).isEmpty();
    }
}
