package io.stowage.testkit.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.Engine;
import io.stowage.core.Stowage;
import io.stowage.event.EcsEvent;
import io.stowage.model.Task;
import io.stowage.model.TaskStatus;
import io.stowage.model.TaskStopCode;
import io.stowage.spi.EnvironmentFileSource;
import io.stowage.spi.EnvironmentFileSource.EnvironmentFileNotAvailableException;
import io.stowage.testkit.runtime.SimulatedRuntimeProvider;
import io.stowage.testkit.world.CallUnderWay;
import io.stowage.testkit.world.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A source of environment files that is not what it should be, until it is. */
class EnvironmentFilesTest {

    private static final Duration LONG = Duration.ofMinutes(30);
    private static final String WEB = """
            { "family": "web", "containerDefinitions": [
                { "name": "main", "image": "web", "cpu": 128, "memory": 128,
                  "environmentFiles": [ { "type": "s3", "value": "arn:aws:s3:::harbour/web.env" } ] } ] }""";

    private final Simulation simulation = new Simulation(11);
    private final List<EcsEvent> heard = new ArrayList<>();
    private EnvironmentFileSource source = (file, context) -> "COLOUR=green".toCharArray();
    private int asked;
    private Engine engine;

    @BeforeEach
    void open() {
        engine = Stowage.engine()
                .world(simulation.world("engine"))
                .runtime(new VirtualRuntime("process", 4_096, 16_384, new SimulatedRuntimeProvider(simulation)))
                .environmentFiles((file, context) -> {
                    asked++;
                    return source.read(file, context);
                })
                .build();
        engine.clusters().create("harbour");
        engine.containerInstances().register("harbour", "one", "process");
        engine.taskDefinitions().register(WEB);
        engine.events().subscribe(heard::add);
    }

    @AfterEach
    void close() {
        engine.close();
    }

    private boolean steady() {
        return engine.services().awaitSteadyState("harbour", "web", LONG).reached();
    }

    private List<Task> tasks(TaskStatus status) {
        return engine.tasks().describe("harbour", engine.tasks().list("harbour").taskArns()).tasks().stream()
                .filter(task -> task.lastStatus() == status)
                .toList();
    }

    @Test
    void tasksFailToStartWhileItFailsAndStartWhenItWorks() {
        EnvironmentFileSource works = source;
        source = (file, context) -> {
            if (asked < 4) {
                throw new EnvironmentFileNotAvailableException("the store is away");
            }
            return works.read(file, context);
        };
        engine.services().create("harbour", "web", "web", 2);
        assertThat(steady()).isTrue();
        assertThat(asked).isEqualTo(5);
        assertThat(tasks(TaskStatus.RUNNING)).hasSize(2);
        assertThat(heard.toString())
                .contains(
                        "ResourceInitializationError: environment file arn:aws:s3:::harbour/web.env is not available: the store is away")
                .doesNotContain("green");
    }

    @Test
    void oneThatThrowsIsNotQuoted() {
        source = (file, context) -> {
            throw new IllegalStateException("green");
        };
        String task = engine.tasks().run("harbour", "web", 1).tasks().get(0).taskArn();
        Task stopped = engine.tasks()
                .awaitStopped("harbour", List.of(task), LONG)
                .tasks()
                .get(0);
        assertThat(stopped.stopCode()).isEqualTo(TaskStopCode.TASK_FAILED_TO_START);
        assertThat(stopped.containers().get(0).reason())
                .contains("IllegalStateException")
                .doesNotContain("green");
    }

    @Test
    void oneThatHangsIsAskedAgain() {
        EnvironmentFileSource works = source;
        source = (file, context) -> {
            if (asked == 1) {
                CallUnderWay call = Objects.requireNonNull(simulation.callUnderWay());
                call.neverAnswers();
                throw new IllegalStateException("nothing comes of it");
            }
            return works.read(file, context);
        };
        String task = engine.tasks().run("harbour", "web", 1).tasks().get(0).taskArn();
        simulation.runFor(Duration.ofSeconds(30));
        assertThat(asked).isOne();
        assertThat(tasks(TaskStatus.RUNNING)).isEmpty();
        assertThat(engine.tasks().awaitRunning("harbour", List.of(task), LONG).reached())
                .isTrue();
        assertThat(asked).isEqualTo(2);
    }
}
