package io.stowage.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.Engine;
import io.stowage.RegisterContainerInstanceRequest;
import io.stowage.RunTaskResponse;
import io.stowage.SteadyState;
import io.stowage.core.Stowage;
import io.stowage.model.Deployment;
import io.stowage.model.Service;
import io.stowage.model.Task;
import io.stowage.model.TaskStatus;
import io.stowage.store.memory.MemoryStateStore;
import io.stowage.testkit.runtime.SimulatedHost;
import io.stowage.testkit.runtime.SimulatedRuntimeProvider;
import io.stowage.testkit.world.Simulation;
import io.stowage.testkit.world.VirtualWorld;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A host application's way through the engine, in a virtual world in which nothing goes wrong. */
class WholeEngineTest {

    private static final Duration LONG = Duration.ofMinutes(10);
    private static final String WEB = """
            { "family": "web", "containerDefinitions": [
                { "name": "main", "image": "web", "cpu": 256, "memory": 256, "stopTimeout": 5 } ] }""";

    private final Simulation simulation = new Simulation(7);
    private final SimulatedRuntimeProvider runtime = new SimulatedRuntimeProvider(simulation);
    private final MemoryStateStore store = new MemoryStateStore(simulation::nanos);
    private Engine engine = start("first");

    private Engine start(String name) {
        VirtualWorld world = simulation.world(name);
        return Stowage.engine()
                .name(name)
                .world(world)
                .store(store)
                .runtime(runtime)
                .build();
    }

    private void register(String name) {
        SimulatedHost host = runtime.addHost(name, 1024, 2048);
        engine.containerInstances()
                .register(RegisterContainerInstanceRequest.builder()
                        .cluster("harbour")
                        .containerInstanceName(name)
                        .runtime(SimulatedRuntimeProvider.NAME)
                        .runtimeProperties(SimulatedRuntimeProvider.properties(host))
                        .build());
    }

    private void open() {
        engine.clusters().create("harbour");
        register("one");
        register("two");
        engine.taskDefinitions().register(WEB);
    }

    private SteadyState steady(String service) {
        return engine.services().awaitSteadyState("harbour", service, LONG);
    }

    @Test
    void aServiceIsCreatedRolledOutScaledAndDeleted() {
        open();
        engine.services().create("harbour", "shop", "web", 3);
        SteadyState created = steady("shop");
        assertThat(created.reasons()).isEmpty();
        assertThat(created.service().runningCount()).isEqualTo(3);

        engine.taskDefinitions().register(WEB);
        Service updated = engine.services().update("harbour", "shop", "web:2");
        assertThat(updated.deployments()).hasSize(2);
        SteadyState rolledOut = steady("shop");
        assertThat(rolledOut.reasons()).isEmpty();
        assertThat(rolledOut.service().deployments())
                .extracting(Deployment::taskDefinition)
                .containsExactly(updated.taskDefinition());

        engine.services().scale("harbour", "shop", 1);
        assertThat(steady("shop").service().runningCount()).isEqualTo(1);

        List<String> tasks = engine.tasks().list("harbour").taskArns();
        engine.services().forceDelete("harbour", "shop");
        assertThat(engine.tasks().awaitStopped("harbour", tasks, LONG).reasons())
                .isEmpty();
        assertThat(engine.services().list("harbour").serviceArns()).isEmpty();
    }

    @Test
    void aTaskRunsAndIsStopped() {
        open();
        RunTaskResponse run = engine.tasks().run("harbour", "web", 1);
        List<String> arns = run.tasks().stream().map(Task::taskArn).toList();

        assertThat(engine.tasks().awaitRunning("harbour", arns, LONG).reasons()).isEmpty();
        engine.tasks().stop("harbour", arns.get(0), "enough");

        var stopped = engine.tasks().awaitStopped("harbour", arns, LONG);
        assertThat(stopped.reached()).isTrue();
        assertThat(stopped.tasks()).singleElement().satisfies(task -> {
            assertThat(task.lastStatus()).isEqualTo(TaskStatus.STOPPED);
            assertThat(task.stoppedReason()).isEqualTo("enough");
        });
    }

    @Test
    void theNextEngineOnTheStoreGoesOnWithTheSameTasks() {
        open();
        engine.services().create("harbour", "shop", "web", 2);
        steady("shop");
        List<String> before = engine.tasks().list("harbour").taskArns();
        engine.close();

        long closedAt = simulation.nanos();
        engine = start("second");
        assertThat(steady("shop").reached()).isTrue();

        assertThat(engine.tasks().list("harbour").taskArns()).isEqualTo(before);
        // The lease was given back: nobody had to wait until it expired.
        assertThat(Duration.ofNanos(simulation.nanos() - closedAt)).isLessThan(Duration.ofSeconds(10));
    }
}
