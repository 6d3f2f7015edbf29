package io.stowage.core.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.UpdateTaskProtectionRequest;
import io.stowage.UpdateTaskProtectionResponse;
import io.stowage.core.deployment.RolloutReasons;
import io.stowage.core.state.Ids;
import io.stowage.core.state.Transaction;
import io.stowage.error.ClusterNotFoundException;
import io.stowage.error.InvalidParameterException;
import io.stowage.model.Deployment;
import io.stowage.model.DeploymentStatus;
import io.stowage.model.DesiredStatus;
import io.stowage.model.Failure;
import io.stowage.model.ProtectedTask;
import io.stowage.model.Service;
import io.stowage.model.Task;
import io.stowage.model.TaskStatus;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TaskProtectionTest {

    private final OperationRig rig = OperationRig.open();

    /** A task of the service {@code web}. */
    private Task serviceTask(String id) {
        if (rig.state.service("web") == null) {
            rig.apply(rig.create(OperationRig.service("web", 1)));
        }
        String deployment = Objects.requireNonNull(rig.state.service("web"))
                .record()
                .deployments()
                .get(0)
                .id();
        Transaction transaction = new Transaction(rig.state, rig.now);
        Task task = Task.builder()
                .taskArn(OperationRig.PREFIX + ":task/harbour/" + id)
                .clusterArn(rig.state.ids().cluster())
                .taskDefinitionArn(
                        Objects.requireNonNull(OperationRig.definition(1).taskDefinitionArn()))
                .group("service:web")
                .startedBy(deployment)
                .desiredStatus(DesiredStatus.RUNNING)
                .lastStatus(TaskStatus.RUNNING)
                .createdAt(rig.now)
                .version(1)
                .build();
        transaction.addTask(task);
        return task;
    }

    private UpdateTaskProtectionResponse update(boolean enabled, @Nullable Integer minutes, String... tasks) {
        return rig.apply(
                new UpdateTaskProtection(new UpdateTaskProtectionRequest(null, List.of(tasks), enabled, minutes)));
    }

    private ProtectedTask get(String task) {
        return rig.apply(new GetTaskProtection(List.of(task))).protectedTasks().get(0);
    }

    @Test
    void aTaskIsProtectedForTwoHoursUnlessSomethingElseIsSaid() {
        Task task = serviceTask("1");
        ProtectedTask expected = new ProtectedTask(rig.now.plus(Duration.ofHours(2)), true, task.taskArn());
        assertThat(update(true, null, "1")).isEqualTo(new UpdateTaskProtectionResponse(List.of(expected), List.of()));
        assertThat(rig.written).hasSize(1);
        assertThat(get(task.taskArn())).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2_880})
    void orForSoManyMinutesAndThenItExpiresWithoutBeingWritten(int minutes) {
        Task task = serviceTask("1");
        update(true, minutes, "1");
        rig.pass(Duration.ofMinutes(minutes).minusMillis(1));
        assertThat(get("1").protectionEnabled()).isTrue();
        rig.pass(Duration.ofMillis(1));
        assertThat(get("1")).isEqualTo(new ProtectedTask(null, false, task.taskArn()));
        assertThat(rig.written).isEmpty();
    }

    @Test
    void eachCallLetsTheTimeBeginAnew() {
        serviceTask("1");
        update(true, 60, "1");
        rig.pass(Duration.ofMinutes(30));
        assertThat(update(true, 10, "1").protectedTasks().get(0).expirationDate())
                .isEqualTo(rig.now.plus(Duration.ofMinutes(10)));
        assertThat(Objects.requireNonNull(rig.state.task("1")).version()).isEqualTo(3);
    }

    @Test
    void protectionCanBeTakenAway() {
        Task task = serviceTask("1");
        update(true, null, "1");
        assertThat(update(false, null, "1").protectedTasks())
                .containsExactly(new ProtectedTask(null, false, task.taskArn()));
        assertThat(get("1").protectionEnabled()).isFalse();
        update(false, null, "1");
        assertThat(rig.written).as("nothing is written for what is so already").isEmpty();
    }

    @Test
    void whatIsNotThereOrOfNoServiceOrToStopIsAFailureAndTheRestIsDone() {
        rig.instance("one");
        Task standalone = rig.apply(rig.runTask(OperationRig.run())).tasks().get(0);
        serviceTask("1");
        Task stopping = serviceTask("2");
        new Transaction(rig.state, rig.now).changeTask("2", task -> task.desiredStatus(DesiredStatus.STOPPED));

        UpdateTaskProtectionResponse response = update(true, null, "none", Ids.shortId(standalone.taskArn()), "2", "1");
        assertThat(response.protectedTasks()).hasSize(1);
        assertThat(response.failures())
                .containsExactly(
                        new Failure(OperationRig.PREFIX + ":task/harbour/none", "MISSING", null),
                        new Failure(standalone.taskArn(), "TASK_NOT_VALID", "the task is of no service"),
                        new Failure(stopping.taskArn(), "TASK_NOT_VALID", "the task is to stop"));
        assertThat(rig.apply(new GetTaskProtection(List.of("none", standalone.taskArn(), "2")))
                        .failures())
                .extracting(Failure::reason)
                .containsExactly("MISSING", "TASK_NOT_VALID");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 2_881})
    void minutesAreOneToTwoDays(int minutes) {
        serviceTask("1");
        assertThatThrownBy(() -> update(true, minutes, "1"))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessage("expiresInMinutes is " + minutes + "; it must be 1 to 2880");
    }

    @Test
    void tenTasksAreUpdatedAndAHundredAskedForAtATime() {
        assertThatThrownBy(() -> update(true, null))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessage("tasks has 0 elements; give 1 to 10 at a time");
        assertThatThrownBy(() -> update(true, null, Collections.nCopies(11, "x").toArray(String[]::new)))
                .isInstanceOf(InvalidParameterException.class);
        assertThatThrownBy(() -> rig.apply(new GetTaskProtection(Collections.nCopies(101, "x"))))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessage("tasks has 101 elements; give 1 to 100 at a time");
    }

    @Test
    void aClusterIsNeeded() {
        OperationRig none = new OperationRig();
        assertThatThrownBy(() -> none.apply(new GetTaskProtection(List.of("1"))))
                .isInstanceOf(ClusterNotFoundException.class);
    }

    @Test
    void whileProtectedTasksHoldADeploymentNoOlderTaskIsProtectedAnew() {
        Task older = serviceTask("1");
        Service web = Objects.requireNonNull(rig.state.service("web")).record();
        Deployment next = web.deployments().get(0).toBuilder()
                .id("ecs-svc/next")
                .rolloutStateReason(RolloutReasons.held(RolloutReasons.inProgress("ecs-svc/next"), true))
                .build();
        Deployment before = web.deployments().get(0).toBuilder()
                .status(DeploymentStatus.ACTIVE)
                .build();
        new Transaction(rig.state, rig.now)
                .putService(web.toBuilder().deployments(List.of(next, before)).build());
        UpdateTaskProtectionResponse refused = update(true, null, "1");
        assertThat(refused.protectedTasks()).isEmpty();
        assertThat(refused.failures()).singleElement().satisfies(failure -> {
            assertThat(failure.arn()).isEqualTo(older.taskArn());
            assertThat(failure.reason()).isEqualTo("DEPLOYMENT_BLOCKED");
        });
        assertThat(update(false, null, "1").failures()).isEmpty();
    }
}
