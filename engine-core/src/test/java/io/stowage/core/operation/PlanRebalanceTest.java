package io.stowage.core.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.RebalancePlan;
import io.stowage.RebalanceRequest;
import io.stowage.core.state.Ids;
import io.stowage.core.state.ServiceState;
import io.stowage.core.state.Transaction;
import io.stowage.error.InvalidParameterException;
import io.stowage.error.ServiceNotActiveException;
import io.stowage.error.ServiceNotFoundException;
import io.stowage.model.ContainerInstanceStatus;
import io.stowage.model.DeploymentConfiguration;
import io.stowage.model.DeploymentRolloutState;
import io.stowage.model.DesiredStatus;
import io.stowage.model.Failure;
import io.stowage.model.Service;
import io.stowage.model.ServiceStatus;
import io.stowage.model.Task;
import io.stowage.model.TaskStatus;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlanRebalanceTest {

    private final OperationRig rig = OperationRig.open();
    private String one = "";
    private String two = "";

    /** Three healthy tasks of a service are on one of two instances. */
    @BeforeEach
    void aServiceOutOfBalance() {
        one = rig.instance("one", "a");
        rig.apply(rig.create(OperationRig.service("web", 3)));
        change(service -> completed(service));
        for (int i = 1; i <= 3; i++) {
            task("t" + i);
        }
        rig.pass(Duration.ofMinutes(1));
        two = rig.instance("two", "b");
    }

    private static Service completed(Service service) {
        return service.toBuilder()
                .deployments(service.deployments().stream()
                        .map(deployment -> deployment.toBuilder()
                                .rolloutState(DeploymentRolloutState.COMPLETED)
                                .build())
                        .toList())
                .build();
    }

    private ServiceState web() {
        return Objects.requireNonNull(rig.state.service("web"));
    }

    private void change(UnaryOperator<Service> change) {
        new Transaction(rig.state, rig.now).putService(change.apply(web().record()));
    }

    private void task(String id) {
        new Transaction(rig.state, rig.now)
                .addTask(Task.builder()
                        .taskArn(rig.state.ids().task(id))
                        .clusterArn(rig.state.ids().cluster())
                        .taskDefinitionArn(Objects.requireNonNull(
                                OperationRig.definition(1).taskDefinitionArn()))
                        .containerInstanceArn(rig.state.ids().containerInstance(one))
                        .group("service:web")
                        .startedBy(web().record().deployments().get(0).id())
                        .desiredStatus(DesiredStatus.RUNNING)
                        .lastStatus(TaskStatus.RUNNING)
                        .startedAt(rig.now)
                        .createdAt(rig.now)
                        .version(1)
                        .build());
    }

    private RebalancePlan plan(int budget) {
        return rig.apply(new PlanRebalance(new RebalanceRequest(null, null, budget)))
                .get();
    }

    private Failure failure(String reason, String detail) {
        return new Failure(web().record().serviceArn(), reason, detail);
    }

    @Test
    void aMoveNamesWhatAndWhereAndWhyAndNothingIsWritten() {
        Ids ids = rig.state.ids();
        assertThat(plan(10).moves())
                .containsExactly(new RebalancePlan.Move(
                        ids.service("web"),
                        ids.task("t1"),
                        ids.containerInstance(one),
                        ids.containerInstance(two),
                        new RebalancePlan.Improvement("attribute:ecs.availability-zone", "a", 3, "b", 0)));
        assertThat(rig.written).isEmpty();
        assertThat(plan(10).complete()).isTrue();
        assertThat(rig.apply(new PlanRebalance(new RebalanceRequest(null, "web", 10)))
                        .get())
                .isEqualTo(plan(10));
    }

    /** What the loop does is a copy; what happens before it is worked out doesn't matter to it. */
    @Test
    void itIsPlannedOnACopy() {
        RebalancePlan before = plan(10);
        Supplier<RebalancePlan> asked = rig.apply(new PlanRebalance(new RebalanceRequest(null, null, 10)));
        new Transaction(rig.state, rig.now).changeTask("t1", task -> task.desiredStatus(DesiredStatus.STOPPED));
        change(service -> service.toBuilder().desiredCount(1).build());
        assertThat(asked.get()).isEqualTo(before);
        assertThat(plan(10)).isNotEqualTo(before);
    }

    @Test
    void onlyHealthyTasksOfInstancesThatTakeTasksAreMoved() {
        for (String id : new String[] {"t1", "t2"}) {
            new Transaction(rig.state, rig.now)
                    .changeTask(id, task -> task.startedAt(rig.now.minusSeconds(id.equals("t1") ? 39 : 40)));
        }
        assertThat(plan(10).moves())
                .as("the first one has not run for 40 seconds")
                .extracting(RebalancePlan.Move::taskArn)
                .containsExactly(rig.state.ids().task("t2"));
        new Transaction(rig.state, rig.now)
                .putInstance(OperationRig.instance(Objects.requireNonNull(rig.state.instance(one))).toBuilder()
                        .status(ContainerInstanceStatus.DRAINING)
                        .build());
        assertThat(plan(10).moves()).isEmpty();
    }

    @Test
    void protectedTasksStay() {
        for (String task : new String[] {"t1", "t3"}) {
            new Transaction(rig.state, rig.now)
                    .changeTask(task, change -> change.protectionExpirationDate(rig.now.plusSeconds(60)));
        }
        assertThat(plan(10).moves())
                .extracting(RebalancePlan.Move::taskArn)
                .containsExactly(rig.state.ids().task("t2"));
        rig.pass(Duration.ofMinutes(1));
        assertThat(plan(10).moves())
                .as("once it has expired")
                .extracting(RebalancePlan.Move::taskArn)
                .containsExactly(rig.state.ids().task("t1"));
    }

    @Test
    void aServiceInDeploymentIsLeftAlone() {
        change(service -> service.toBuilder()
                .deployments(service.deployments().stream()
                        .map(deployment -> deployment.toBuilder()
                                .rolloutState(DeploymentRolloutState.IN_PROGRESS)
                                .build())
                        .toList())
                .build());
        RebalancePlan plan = plan(10);
        assertThat(plan.moves()).isEmpty();
        assertThat(plan.failures()).containsExactly(failure("NOT_STEADY", "a deployment is in progress or has failed"));
    }

    @Test
    void aServiceThatMayHaveNoTaskMoreIsLeftAlone() {
        change(service -> service.toBuilder()
                .deploymentConfiguration(DeploymentConfiguration.builder()
                        .minimumHealthyPercent(0)
                        .maximumPercent(100)
                        .build())
                .build());
        RebalancePlan plan = plan(10);
        assertThat(plan.moves()).isEmpty();
        assertThat(plan.failures())
                .containsExactly(failure(
                        "MAXIMUM_PERCENT", "it has 3 tasks and may have 3: no task can be started before one stops"));
    }

    @Test
    void aServiceThatIsDeletedIsNoPartOfItAndNotAskedFor() {
        change(service -> service.toBuilder().status(ServiceStatus.DRAINING).build());
        assertThat(plan(10).moves()).isEmpty();
        assertThatThrownBy(() -> rig.apply(new PlanRebalance(new RebalanceRequest(null, "web", 10))))
                .isInstanceOf(ServiceNotActiveException.class);
        assertThatThrownBy(() -> rig.apply(new PlanRebalance(new RebalanceRequest(null, "none", 10))))
                .isInstanceOf(ServiceNotFoundException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 1_001})
    void theBudgetIsOneToAThousand(int budget) {
        assertThatThrownBy(() -> plan(budget))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessage("budget is " + budget + "; it must be 1 to 1000");
    }
}
