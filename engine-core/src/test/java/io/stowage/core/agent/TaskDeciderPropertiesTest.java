package io.stowage.core.agent;

import static io.stowage.core.agent.Samples.container;
import static io.stowage.core.agent.Samples.on;
import static io.stowage.core.agent.Samples.order;
import static io.stowage.core.agent.Samples.restarting;
import static io.stowage.core.agent.Samples.sidecar;
import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.model.ContainerCondition;
import io.stowage.model.HealthCheck;
import io.stowage.model.TaskStatus;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** What holds whatever the order in which calls are answered, refused, lost, and containers exit. */
final class TaskDeciderPropertiesTest {

    private static TaskOrder task() {
        return order(
                container("web")
                        .dependsOn(on("proxy", ContainerCondition.HEALTHY))
                        .restartPolicy(restarting()),
                container("proxy")
                        .healthCheck(new HealthCheck(List.of("CMD", "check"), 5, null, 10, null))
                        .dependsOn(on("init", ContainerCondition.START)),
                sidecar("init"),
                sidecar("helper").dependsOn(on("web", ContainerCondition.START)));
    }

    @Property(tries = 3_000)
    void statusesMoveForwardAndOneRunIsCreatedOnceAndStopsFollowTheOrder(
            @ForAll @Size(max = 250) List<@IntRange(max = 9_999) Integer> draws) {
        TaskSimulation simulation = new TaskSimulation(task());
        draws.forEach(simulation::step);
        assertThat(simulation.task().containers()).hasSize(4);
    }

    @Property(tries = 300)
    void everyTaskEndsOnceTheHostAnswers(@ForAll @Size(max = 150) List<@IntRange(max = 9_999) Integer> draws) {
        TaskSimulation simulation = new TaskSimulation(task());
        draws.forEach(simulation::step);

        simulation.becomeReliable();
        simulation.desireStopped();
        simulation.runDry();

        assertThat(simulation.task().status()).isEqualTo(TaskStatus.STOPPED);
    }
}
