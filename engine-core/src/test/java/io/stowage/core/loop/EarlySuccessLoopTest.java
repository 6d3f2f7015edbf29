package io.stowage.core.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.ListServiceDeploymentsRequest;
import io.stowage.core.operation.CreateService;
import io.stowage.core.operation.ListServiceDeployments;
import io.stowage.core.operation.RaiseAlarm;
import io.stowage.core.operation.StopServiceDeployment;
import io.stowage.error.ConflictException;
import io.stowage.model.Deployment;
import io.stowage.model.DeploymentAlarms;
import io.stowage.model.DeploymentConfiguration;
import io.stowage.model.DeploymentEarlySuccessCriteria;
import io.stowage.model.DeploymentRolloutState;
import io.stowage.model.ServiceDeploymentBrief;
import io.stowage.model.ServiceDeploymentStatus;
import io.stowage.model.ServiceRevisionCleanup;
import io.stowage.model.StopServiceDeploymentStopType;
import io.stowage.model.TaskStatus;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** A deployment that succeeds early in a loop: its service deployment is SUCCESSFUL, and nothing ends it any more. */
class EarlySuccessLoopTest {

    private final LoopRig rig = LoopRig.open();
    private final NotedAgent agent = rig.instance("one");

    private Deployment primary() {
        return Objects.requireNonNull(rig.service("shop")).deployments().get(0);
    }

    private ServiceDeploymentBrief newest() {
        return rig.ask(new ListServiceDeployments(new ListServiceDeploymentsRequest(null, "shop", null, null, null)))
                .serviceDeployments()
                .get(0);
    }

    @Test
    void oneOfTwoTasksIsEnough() {
        CreateService plain = LoopRig.service("shop", 2);
        rig.ask(new CreateService(
                plain.request().toBuilder()
                        .deploymentConfiguration(DeploymentConfiguration.builder()
                                .minimumHealthyPercent(50)
                                .alarms(new DeploymentAlarms(List.of("errors"), true, true))
                                .bakeTimeInMinutes(0)
                                .earlySuccessCriteria(
                                        new DeploymentEarlySuccessCriteria(true, 50, ServiceRevisionCleanup.BLOCKING))
                                .build())
                        .build(),
                plain.definition(),
                ""));
        rig.world.settle();
        assertThat(newest().status()).isEqualTo(ServiceDeploymentStatus.IN_PROGRESS);
        agent.report(agent.orders.get(0).taskId(), TaskStatus.RUNNING);
        rig.pass(Duration.ofSeconds(41));

        assertThat(primary().rolloutState()).isEqualTo(DeploymentRolloutState.COMPLETED);
        assertThat(newest().status()).isEqualTo(ServiceDeploymentStatus.SUCCESSFUL);
        rig.ask(new RaiseAlarm("errors", "too many"));
        rig.world.settle();
        assertThat(primary().rolloutState()).isEqualTo(DeploymentRolloutState.COMPLETED);
        for (StopServiceDeploymentStopType how : StopServiceDeploymentStopType.values()) {
            assertThatThrownBy(() -> rig.ask(new StopServiceDeployment(newest().serviceDeploymentArn(), how)))
                    .hasCauseInstanceOf(ConflictException.class);
        }
        assertThat(agent.orders).as("the second task is still to come").hasSize(2);
    }
}
