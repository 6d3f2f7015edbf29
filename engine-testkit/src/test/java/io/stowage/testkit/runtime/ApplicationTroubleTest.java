package io.stowage.testkit.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.model.ContainerDefinition;
import io.stowage.model.TaskDefinition;
import io.stowage.model.TaskDefinitionStatus;
import io.stowage.spi.ContainerRuntime;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerSpec;
import io.stowage.spi.ContainerState.Phase;
import io.stowage.spi.Observation;
import io.stowage.spi.RuntimeTarget;
import io.stowage.spi.WorkloadPolicy;
import io.stowage.testkit.runtime.Behaviour.Health;
import io.stowage.testkit.world.Simulation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Applications that fork, fill the disk with their logs, or listen on one IP family only. */
class ApplicationTroubleTest {

    private final Simulation simulation = new Simulation(19);
    private final SimulatedRuntimeProvider provider = new SimulatedRuntimeProvider(simulation);
    private final SimulatedHost host = provider.addHost("h", 4096, 8192);
    private ContainerRuntime runtime;

    @BeforeEach
    void connect() throws Exception {
        runtime = provider.connect(new RuntimeTarget(
                "c", "i", SimulatedRuntimeProvider.properties(host), WorkloadPolicy.platformDefault()));
    }

    private void create(String name) throws ContainerRuntimeException {
        ContainerDefinition definition =
                ContainerDefinition.builder().name(name).image(name).build();
        TaskDefinition task = TaskDefinition.builder()
                .taskDefinitionArn("arn:x/f:1")
                .family("f")
                .revision(1)
                .status(TaskDefinitionStatus.ACTIVE)
                .containerDefinitions(List.of(definition))
                .build();
        runtime.pull(name);
        runtime.create(new ContainerSpec(name, definition, task, Map.of(), List.of(), List.of(), Map.of(), 0));
    }

    private void run(String name, Behaviour behaviour) throws ContainerRuntimeException {
        provider.applications().define(name, behaviour);
        create(name);
        runtime.start(name);
    }

    private Phase phase(String name) {
        return ((Observation.Present) runtime.inspect(name)).state().phase();
    }

    @Test
    void whatHasForkedOutlivesTheSignalAndForAWhileTheKill() throws Exception {
        run("forks", Behaviour.forking());
        runtime.signal("forks", "SIGTERM");
        simulation.runFor(Duration.ofMinutes(1));
        assertThat(phase("forks")).isEqualTo(Phase.RUNNING);
        runtime.kill("forks");
        assertThat(phase("forks")).isEqualTo(Phase.RUNNING);
        simulation.runFor(Duration.ofSeconds(21));
        assertThat(phase("forks")).isEqualTo(Phase.EXITED);
    }

    @Test
    void aDiskThatIsFullOfLogsIsFreeOnceTheContainerIsRemoved() throws Exception {
        run("logs", Behaviour.fillingTheDisk());
        assertThatCode(() -> create("before")).doesNotThrowAnyException();
        simulation.runFor(Duration.ofMinutes(4));
        assertThatThrownBy(() -> create("after"))
                .isInstanceOfSatisfying(
                        ContainerRuntimeException.class,
                        refused -> assertThat(refused.isRetryable()).isTrue())
                .hasMessageContaining("no space left on device");
        runtime.kill("logs");
        assertThatThrownBy(() -> create("after")).hasMessageContaining("no space left on device");
        runtime.remove("logs");
        assertThatCode(() -> create("after")).doesNotThrowAnyException();
    }

    @Test
    void aDiskIsFreeAgainOnceAllIsCalm() throws Exception {
        run("logs", Behaviour.fillingTheDisk());
        simulation.runFor(Duration.ofMinutes(4));
        host.calmDown();
        assertThatCode(() -> create("after")).doesNotThrowAnyException();
    }

    @Test
    void whatAHealthCheckFindsDependsOnTheFamilyThatItTakes() throws Exception {
        run("one-family", Behaviour.withHealth(Health.ONE_FAMILY));
        simulation.runFor(Duration.ofMinutes(1));
        TreeSet<Integer> found = new TreeSet<>();
        for (int i = 0; i < 20; i++) {
            found.add(runtime.run("one-family", List.of("healthy"), Duration.ofSeconds(1))
                    .exitCode());
        }
        assertThat(found).containsExactly(0, 1);
    }
}
