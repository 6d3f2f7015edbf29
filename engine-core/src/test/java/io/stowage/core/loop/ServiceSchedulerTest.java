package io.stowage.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.UpdateContainerInstancesStateRequest;
import io.stowage.UpdateServiceRequest;
import io.stowage.core.agent.TaskOrder;
import io.stowage.core.operation.DeleteService;
import io.stowage.core.operation.UpdateContainerInstancesState;
import io.stowage.core.operation.UpdateService;
import io.stowage.core.state.Kind;
import io.stowage.model.ContainerInstanceStatus;
import io.stowage.model.Deployment;
import io.stowage.model.DesiredStatus;
import io.stowage.model.HealthStatus;
import io.stowage.model.Service;
import io.stowage.model.ServiceEvent;
import io.stowage.model.Task;
import io.stowage.model.TaskStatus;
import io.stowage.model.TaskStopCode;
import io.stowage.spi.Commit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** How the actions of a turn are shared out. */
class ServiceSchedulerTest {

    /** Two launches or stops a turn. */
    private static LoopSettings narrow() {
        LoopSettings wide = LoopRig.SETTINGS;
        return new LoopSettings(
                wide.arnPrefix(),
                wide.lease(),
                wide.retention(),
                wide.healthyAfterRunning(),
                wide.services(),
                LoopRig.limits(2));
    }

    private final LoopRig rig = LoopRig.open(narrow());
    private final NotedAgent agent = rig.instance("one");

    private List<String> ordered(DesiredStatus status) {
        return agent.orders.stream()
                .filter(order -> order.desiredStatus() == status)
                .map(TaskOrder::taskId)
                .distinct()
                .collect(Collectors.toList());
    }

    /** Four tasks fit, and six are left over that fit nowhere. */
    private void overfill() {
        rig.ask(LoopRig.service("shop", 10));
        rig.world.settle();
        assertThat(ordered(DesiredStatus.RUNNING)).hasSize(4);
    }

    @Test
    void launchesThatFitNowhereLeaveStopsTheirShare() {
        overfill();
        rig.ask(new UpdateContainerInstancesState(new UpdateContainerInstancesStateRequest(
                null, List.of(agent.instanceId), ContainerInstanceStatus.DRAINING)));
        rig.world.settle();
        assertThat(ordered(DesiredStatus.STOPPED)).hasSize(4);
    }

    @Test
    void launchesThatFitNowhereLeaveOtherServicesTheirShare() {
        overfill();
        rig.ask(LoopRig.service("other", 3));
        rig.world.settle();
        rig.ask(new DeleteService("shop", true));
        rig.world.settle();
        assertThat(ordered(DesiredStatus.STOPPED)).hasSize(4);
        ordered(DesiredStatus.STOPPED).forEach(task -> agent.report(task, TaskStatus.STOPPED));
        rig.world.settle();
        assertThat(Objects.requireNonNull(rig.service("other")).pendingCount()).isEqualTo(3);
    }

    @Test
    void anUnhealthyTaskGoesAheadOfItsReplacementWithTheLeastBudget() {
        rig.ask(LoopRig.service("shop", 2, 0, 100));
        rig.world.settle();
        String sick = ordered(DesiredStatus.RUNNING).get(0);
        for (String task : ordered(DesiredStatus.RUNNING)) {
            agent.report(task, TaskStatus.RUNNING, task.equals(sick) ? HealthStatus.UNHEALTHY : HealthStatus.HEALTHY);
        }
        rig.world.settle();
        assertThat(ordered(DesiredStatus.STOPPED)).containsExactly(sick);
        assertThat(ordered(DesiredStatus.RUNNING)).hasSize(3);
    }

    @Test
    void noTurnPlansMoreThanItMay() {
        int before = rig.store.commits().size();
        rig.handIn(LoopRig.service("first", 2));
        rig.handIn(LoopRig.service("second", 2));
        rig.world.settle();

        assertThat(pending("first")).isEqualTo(2);
        assertThat(pending("second")).isEqualTo(2);
        List<Commit> since =
                rig.store.commits().subList(before, rig.store.commits().size());
        assertThat(since).allSatisfy(commit -> assertThat(tasksOf(commit)).isLessThanOrEqualTo(2));
    }

    @Test
    void aServiceThatHasEnoughLeavesAllOfTheTurnToTheNext() {
        rig.handIn(LoopRig.service("first", 0));
        rig.handIn(LoopRig.service("second", 2));
        int before = rig.store.commits().size();
        rig.world.settle();

        assertThat(pending("second")).isEqualTo(2);
        assertThat(rig.store.commits().subList(before, rig.store.commits().size()))
                .as("the services and their tasks in one commit")
                .hasSize(1);
    }

    private static long tasksOf(Commit commit) {
        return commit.writes().stream()
                .filter(write -> write.kind().equals(Kind.TASK.storedName()))
                .count();
    }

    private int pending(String service) {
        return Objects.requireNonNull(rig.service(service)).pendingCount();
    }

    private List<String> events(String service) {
        return Objects.requireNonNull(rig.service(service)).events().stream()
                .map(ServiceEvent::message)
                .toList();
    }

    @Test
    void whatIsStartedAndStoppedIsTold() {
        rig.ask(LoopRig.service("shop", 1));
        rig.world.settle();
        String task = ordered(DesiredStatus.RUNNING).get(0);
        assertThat(events("shop")).containsExactly("(service shop) has started 1 tasks: (task " + task + ").");

        desire("shop", 0);
        assertThat(events("shop")).contains("(service shop) has stopped 1 running tasks: (task " + task + ").");
        Task stopped = Objects.requireNonNull(rig.task(task));
        assertThat(stopped.desiredStatus()).isEqualTo(DesiredStatus.STOPPED);
        assertThat(stopped.stopCode()).isEqualTo(TaskStopCode.SERVICE_SCHEDULER_INITIATED);
        assertThat(stopped.stoppedReason()).isNotEmpty();
        assertThat(stopped.stoppingAt()).isEqualTo(rig.world.now());
    }

    private void desire(String service, int count) {
        rig.ask(new UpdateService(
                UpdateServiceRequest.builder()
                        .service(service)
                        .desiredCount(count)
                        .build(),
                null));
        rig.world.settle();
    }

    @Test
    void thatATaskFitsNowhereIsTheLastWordUntilSomethingFits() {
        overfill();
        List<String> refused = events("shop").stream()
                .filter(event -> event.contains("was unable to place a task"))
                .toList();
        assertThat(refused).hasSize(1);
        assertThat(events("shop")).startsWith(refused.get(0));

        // Its size is looked at again, and the answer is the same.
        desire("shop", 9);
        assertThat(events("shop").stream().filter(refused.get(0)::equals)).hasSize(1);

        rig.instance("two");
        assertThat(pending("shop")).isEqualTo(8);
        assertThat(events("shop").stream().filter(event -> event.contains("was unable to place a task")))
                .as("after more tasks were started")
                .hasSize(2);
    }

    @Test
    void whatFitsNowhereIsNotTriedAgainBeforeSomethingIsFree() {
        overfill();
        int commits = rig.store.commits().size();
        agent.report(ordered(DesiredStatus.RUNNING).get(0), TaskStatus.RUNNING);
        rig.pass(Duration.ofSeconds(1));
        assertThat(rig.store.commits()).hasSize(commits + 1);
        assertThat(pending("shop")).isEqualTo(3);

        agent.report(ordered(DesiredStatus.RUNNING).get(1), TaskStatus.STOPPED);
        rig.pass(Duration.ofSeconds(5));
        assertThat(pending("shop")).isEqualTo(3);
        assertThat(ordered(DesiredStatus.RUNNING)).hasSize(5);
    }

    @Test
    void aTaskThatRunsLongEnoughIsSteadyWithoutAnyoneSayingSo() {
        rig.ask(LoopRig.service("shop", 1));
        rig.world.settle();
        agent.report(ordered(DesiredStatus.RUNNING).get(0), TaskStatus.RUNNING);
        rig.pass(Duration.ofSeconds(39));
        assertThat(events("shop")).noneMatch(event -> event.contains("steady state"));
        rig.pass(Duration.ofSeconds(1));
        assertThat(events("shop")).startsWith("(service shop) has reached a steady state.");
    }

    @Test
    void aServiceThatIsBackedOffStartsItsNextTaskInItsTime() {
        rig.ask(LoopRig.service("shop", 1));
        rig.world.settle();
        agent.report(ordered(DesiredStatus.RUNNING).get(0), TaskStatus.STOPPED);
        rig.world.settle();
        Instant next = Objects.requireNonNull(
                Objects.requireNonNull(rig.service("shop")).deployments().get(0).nextAttemptAt());
        Duration wait = Duration.between(rig.world.now(), next);
        assertThat(wait).isPositive();
        assertThat(pending("shop")).isZero();
        rig.pass(wait.minusMillis(1));
        assertThat(pending("shop")).isZero();
        rig.pass(Duration.ofMillis(1));
        assertThat(pending("shop")).isEqualTo(1);
    }

    /** The deployment of a service asks for this revision. */
    private void deploy(String service, String definitionArn) {
        rig.ask(turn -> {
            Service record =
                    Objects.requireNonNull(turn.state().service(service)).record();
            Deployment deployment = record.deployments().get(0).toBuilder()
                    .taskDefinition(definitionArn)
                    .build();
            turn.transaction()
                    .putService(
                            record.toBuilder().deployments(List.of(deployment)).build());
            return "done";
        });
        rig.world.settle();
    }

    @Test
    void aDecisionThatFailsHalfwayIsUndoneAsAWhole() {
        rig.ask(LoopRig.service("shop", 1, 0, 100));
        rig.world.settle();
        String sick = ordered(DesiredStatus.RUNNING).get(0);
        agent.report(sick, TaskStatus.RUNNING, HealthStatus.HEALTHY);
        rig.world.settle();
        deploy("shop", LoopRig.PREFIX + ":task-definition/lost:1");
        List<String> before = events("shop");

        // It is to be stopped, and another one to be launched in its place: that has no definition.
        agent.report(sick, TaskStatus.RUNNING, HealthStatus.UNHEALTHY);
        rig.world.settle();
        assertThat(rig.loop.health().lastError()).contains("the decision for service shop failed 1 times");
        Task task = Objects.requireNonNull(rig.task(sick));
        assertThat(task.healthStatus()).isEqualTo(HealthStatus.UNHEALTHY);
        assertThat(task.desiredStatus()).isEqualTo(DesiredStatus.RUNNING);
        assertThat(events("shop")).isEqualTo(before);
        assertThat(ordered(DesiredStatus.STOPPED)).isEmpty();

        rig.pass(Duration.ofSeconds(1));
        assertThat(rig.loop.health().lastError()).contains("failed 2 times");
        // Neither is it forgotten when the state is read anew.
        deploy("shop", task.taskDefinitionArn());
        rig.store.conflictNext();
        rig.handIn(LoopRig.service("other", 0));
        rig.pass(Duration.ofSeconds(10));
        assertThat(rig.loop.health().lastError()).isNull();
        assertThat(ordered(DesiredStatus.STOPPED)).containsExactly(sick);
        assertThat(pending("shop")).isEqualTo(1);
    }
}
