package io.stowage.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.Engine;
import io.stowage.PartitionRole;
import io.stowage.RegisterContainerInstanceRequest;
import io.stowage.core.Stowage;
import io.stowage.store.memory.MemoryStateStore;
import io.stowage.testkit.runtime.SimulatedContainer;
import io.stowage.testkit.runtime.SimulatedHost;
import io.stowage.testkit.runtime.SimulatedRuntimeProvider;
import io.stowage.testkit.world.Simulation;
import io.stowage.testkit.world.VirtualWorld;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whoever of three engines leads is killed, a hundred times, with the usual lease. */
class FailoverTest {

    private static final int KILLS = 100;
    private static final int TASKS = 6;
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final Duration MOST = Duration.ofSeconds(15);
    private static final String WEB = """
            { "family": "web", "containerDefinitions": [
                { "name": "main", "image": "web", "cpu": 16, "memory": 16, "stopTimeout": 5 } ] }""";

    private final Simulation simulation = new Simulation(2026);
    private final Random random = new Random(2026);
    private final SimulatedRuntimeProvider runtime = new SimulatedRuntimeProvider(simulation);
    private final MemoryStateStore store = new MemoryStateStore(simulation::nanos);
    private final List<Member> members = new ArrayList<>();
    private int started;

    private record Member(VirtualWorld world, Engine engine) {

        boolean leads() {
            return engine.health().partitions().stream()
                    .anyMatch(partition -> partition.partition().equals("cluster/harbour")
                            && partition.role() == PartitionRole.LEADER);
        }
    }

    private void start() {
        started++;
        VirtualWorld world = simulation.world("engine-" + started);
        members.add(new Member(
                world,
                Stowage.engine()
                        .name("engine-" + started)
                        .world(world)
                        .store(store)
                        .runtime(runtime)
                        .build()));
    }

    private Member leader() {
        for (int i = 0; i < LONG.toMillis() / 50; i++) {
            for (Member member : members) {
                if (member.leads()) {
                    return member;
                }
            }
            simulation.runFor(Duration.ofMillis(50));
        }
        throw new AssertionError("nobody leads");
    }

    private static List<String> running(SimulatedHost host) {
        return host.containers().stream()
                .filter(SimulatedContainer::isRunning)
                .map(container -> container.name() + " of " + container.createdAt())
                .sorted()
                .toList();
    }

    @Test
    void anotherEngineLeadsWithinFifteenSecondsOfEachKill() {
        for (int i = 0; i < 3; i++) {
            start();
        }
        Engine first = members.get(0).engine();
        first.clusters().create("harbour");
        SimulatedHost host = runtime.addHost("one", 1024, 2048);
        first.containerInstances()
                .register(RegisterContainerInstanceRequest.builder()
                        .cluster("harbour")
                        .containerInstanceName("one")
                        .runtime(SimulatedRuntimeProvider.NAME)
                        .runtimeProperties(SimulatedRuntimeProvider.properties(host))
                        .build());
        first.taskDefinitions().register(WEB);
        first.services().create("harbour", "shop", "web", TASKS);
        assertThat(first.services().awaitSteadyState("harbour", "shop", LONG).reasons())
                .isEmpty();
        List<String> before = running(host);
        assertThat(before).hasSize(TASKS);
        List<Duration> took = new ArrayList<>();
        for (int kill = 0; kill < KILLS; kill++) {
            Member leader = leader();
            simulation.runFor(Duration.ofMillis(1_000 + random.nextInt(4_000)));
            long killed = simulation.nanos();
            leader.world().crash();
            members.remove(leader);
            start();
            leader().engine().services().scale("harbour", "shop", TASKS);
            took.add(Duration.ofNanos(simulation.nanos() - killed));
        }
        assertThat(took).as("fail-overs").hasSize(KILLS).allMatch(one -> one.compareTo(MOST) <= 0);
        assertThat(running(host)).as("nothing was restarted").isEqualTo(before);
    }
}
