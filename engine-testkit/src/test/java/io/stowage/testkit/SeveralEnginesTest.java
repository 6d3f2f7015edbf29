package io.stowage.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.Engine;
import io.stowage.PartitionRole;
import io.stowage.RegisterContainerInstanceRequest;
import io.stowage.core.Stowage;
import io.stowage.model.ContainerInstance;
import io.stowage.spi.ContainerRuntimeProvider;
import io.stowage.store.memory.MemoryStateStore;
import io.stowage.testkit.runtime.SimulatedContainer;
import io.stowage.testkit.runtime.SimulatedHost;
import io.stowage.testkit.runtime.SimulatedRuntimeProvider;
import io.stowage.testkit.world.Simulation;
import io.stowage.testkit.world.VirtualWorld;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** Several engines on one store: what runs goes on, whichever of them goes. */
class SeveralEnginesTest {

    private static final Duration LONG = Duration.ofMinutes(10);
    private static final String WEB = """
            { "family": "web", "containerDefinitions": [
                { "name": "main", "image": "web", "cpu": 256, "memory": 256, "stopTimeout": 5 } ] }""";

    private final Simulation simulation = new Simulation(23);
    private final SimulatedRuntimeProvider runtime = new SimulatedRuntimeProvider(simulation);
    private final MemoryStateStore store = new MemoryStateStore(simulation::nanos);
    private final List<SimulatedHost> hosts = new ArrayList<>();

    /** An engine and its world. */
    private final class Member {
        final VirtualWorld world;
        final Engine engine;

        Member(String name, ContainerRuntimeProvider provider) {
            this.world = simulation.world(name);
            this.engine = Stowage.engine()
                    .name(name)
                    .world(world)
                    .store(store)
                    .runtime(provider)
                    .build();
        }

        boolean leads() {
            return engine.health().partitions().stream()
                    .anyMatch(partition -> partition.partition().equals("cluster/harbour")
                            && partition.role() == PartitionRole.LEADER);
        }

        SimulatedHost register(String host) {
            SimulatedHost added = runtime.addHost(host, 1024, 2048);
            hosts.add(added);
            engine.containerInstances()
                    .register(RegisterContainerInstanceRequest.builder()
                            .cluster("harbour")
                            .containerInstanceName(host)
                            .runtime(SimulatedRuntimeProvider.NAME)
                            .runtimeProperties(SimulatedRuntimeProvider.properties(added))
                            .build());
            return added;
        }

        void steady() {
            assertThat(engine.services()
                            .awaitSteadyState("harbour", "shop", LONG)
                            .reasons())
                    .isEmpty();
        }
    }

    /** An engine at a place of its own, which its name is. */
    private Member local(String name) {
        return new Member(name, runtime.at(name));
    }

    private void shop(Member through, int tasks) {
        through.engine.taskDefinitions().register(WEB);
        through.engine.services().create("harbour", "shop", "web", tasks);
        through.steady();
    }

    private void pass(int seconds) {
        simulation.runFor(Duration.ofSeconds(seconds));
    }

    private void until(String what, BooleanSupplier isSo) {
        for (int i = 0; i < 60; i++) {
            if (isSo.getAsBoolean()) {
                return;
            }
            pass(1);
        }
        throw new AssertionError("a minute later still not so: " + what);
    }

    private List<String> running() {
        List<String> running = new ArrayList<>();
        for (SimulatedHost host : hosts) {
            host.containers().stream()
                    .filter(SimulatedContainer::isRunning)
                    .forEach(container ->
                            running.add(host.name() + " " + container.name() + " of " + container.createdAt()));
        }
        return running;
    }

    private static boolean connected(Member seenBy, String instance) {
        ContainerInstance record = seenBy.engine
                .containerInstances()
                .describe("harbour", List.of(instance))
                .containerInstances()
                .get(0);
        return record.agentConnected();
    }

    @Test
    void theLeaderGoesAndTheTasksOfTheOthersGoOn() {
        Member one = local("amsterdam");
        one.engine.clusters().create("harbour");
        Member two = local("bremen");
        Member three = local("calais");
        pass(3);
        one.register("amsterdam-1");
        two.register("bremen-1");
        three.register("calais-1");
        shop(two, 6);
        assertThat(one.leads()).isTrue();
        assertThat(running()).hasSize(6);
        assertThat(hosts).allSatisfy(host -> assertThat(host.containers()).hasSize(2));
        List<String> before = running();

        one.world.crash();
        until("another one leads", () -> two.leads() || three.leads());
        pass(30);
        assertThat(running()).isEqualTo(before);
        assertThat(connected(two, "bremen-1")).isTrue();
        assertThat(connected(two, "calais-1")).isTrue();
        assertThat(connected(two, "amsterdam-1")).isFalse();

        two.engine.services().scale("harbour", "shop", 8);
        two.engine.services().scale("harbour", "shop", 4);
        pass(60);
        assertThat(running().size()).isLessThanOrEqualTo(6);
    }

    @Test
    void anEngineComesBackToItsPlaceWhileAnotherOneLeads() {
        Member one = local("amsterdam");
        one.engine.clusters().create("harbour");
        Member two = local("bremen");
        pass(3);
        one.register("amsterdam-1");
        two.register("bremen-1");
        shop(one, 4);
        List<String> before = running();
        assertThat(before).hasSize(4);

        two.world.crash();
        until("its instance counts as not connected", () -> !connected(one, "bremen-1"));
        assertThat(one.leads()).isTrue();
        assertThat(running()).isEqualTo(before);

        Member again = local("bremen");
        until("it is back", () -> connected(one, "bremen-1"));
        pass(60);
        assertThat(running()).isEqualTo(before);
        again.steady();

        // It is really the one that acts.
        one.engine.services().scale("harbour", "shop", 0);
        until("all are stopped", () -> running().isEmpty());
    }

    /** Two engines that reach every host: whoever leads runs the agents. */
    @Test
    void whoeverTakesOverAdoptsWhatAnyEngineReaches() {
        Member one = new Member("first", runtime);
        one.engine.clusters().create("harbour");
        Member two = new Member("second", runtime);
        pass(3);
        one.register("quay-1");
        two.register("quay-2");
        shop(two, 4);
        List<String> before = running();
        assertThat(before).hasSize(4);

        one.world.crash();
        until("the other one leads", () -> two.leads());
        pass(60);
        assertThat(running()).isEqualTo(before);
        assertThat(connected(two, "quay-1")).isTrue();
        two.engine.services().scale("harbour", "shop", 1);
        until("three are stopped", () -> running().size() == 1);
    }
}
