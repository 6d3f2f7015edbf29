package io.stowage.core.task;

import static io.stowage.core.task.TaskLifecycle.Owner.AGENT;
import static io.stowage.core.task.TaskLifecycle.Owner.CONTROL_PLANE;
import static io.stowage.model.TaskStatus.ACTIVATING;
import static io.stowage.model.TaskStatus.DEACTIVATING;
import static io.stowage.model.TaskStatus.DELETED;
import static io.stowage.model.TaskStatus.DEPROVISIONING;
import static io.stowage.model.TaskStatus.PENDING;
import static io.stowage.model.TaskStatus.PROVISIONING;
import static io.stowage.model.TaskStatus.RUNNING;
import static io.stowage.model.TaskStatus.STOPPED;
import static io.stowage.model.TaskStatus.STOPPING;
import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.docs.GeneratedPart;
import io.stowage.core.task.TaskLifecycle.Cause;
import io.stowage.core.task.TaskLifecycle.Owner;
import io.stowage.core.task.TaskLifecycle.Transition;
import io.stowage.model.TaskStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TaskLifecycleTest {

    /** Where each owner may take a task from each status, written down once more by hand. All that is not here is illegal. */
    private static final Map<TaskStatus, List<TaskStatus>> AGENT_MAY = Map.of(
            PENDING, List.of(ACTIVATING, RUNNING, DEACTIVATING, STOPPING, DEPROVISIONING, STOPPED),
            ACTIVATING, List.of(RUNNING, DEACTIVATING, STOPPING, DEPROVISIONING, STOPPED),
            RUNNING, List.of(DEACTIVATING, STOPPING, DEPROVISIONING, STOPPED),
            DEACTIVATING, List.of(STOPPING, DEPROVISIONING, STOPPED),
            STOPPING, List.of(DEPROVISIONING, STOPPED),
            DEPROVISIONING, List.of(STOPPED));

    private static final Map<TaskStatus, List<TaskStatus>> CONTROL_PLANE_MAY = Map.of(
            PROVISIONING, List.of(PENDING, STOPPED),
            PENDING, List.of(STOPPED),
            ACTIVATING, List.of(STOPPED),
            RUNNING, List.of(STOPPED),
            DEACTIVATING, List.of(STOPPED),
            STOPPING, List.of(STOPPED),
            DEPROVISIONING, List.of(STOPPED),
            STOPPED, List.of(DELETED));

    private record Step(TaskStatus to, Cause cause, Owner owner) {}

    private record Example(String name, TaskStatus start, List<Step> steps) {}

    private static Step agent(TaskStatus to, Cause cause) {
        return new Step(to, cause, AGENT);
    }

    private static Step plane(TaskStatus to, Cause cause) {
        return new Step(to, cause, CONTROL_PLANE);
    }

    /** Lives of tasks. Every row of the table occurs in one of them. */
    private static final List<Example> EXAMPLES = List.of(
            new Example(
                    "runs to its end, every step seen",
                    PROVISIONING,
                    List.of(
                            plane(PENDING, Cause.PLACED),
                            agent(ACTIVATING, Cause.ACCEPTED),
                            agent(RUNNING, Cause.STARTED),
                            agent(DEACTIVATING, Cause.LEAVING_SERVICE),
                            agent(STOPPING, Cause.STOP_SENT),
                            agent(DEPROVISIONING, Cause.EXITED),
                            agent(STOPPED, Cause.RELEASED),
                            plane(DELETED, Cause.EXPIRED))),
            new Example(
                    "given up while it waits for capacity", PROVISIONING, List.of(plane(STOPPED, Cause.NEVER_PLACED))),
            new Example(
                    "starts so fast that its launch is not seen",
                    PENDING,
                    List.of(
                            agent(RUNNING, Cause.STARTED),
                            agent(STOPPING, Cause.STOP_SENT),
                            agent(STOPPED, Cause.RELEASED))),
            new Example(
                    "its image can't be pulled",
                    PENDING,
                    List.of(agent(ACTIVATING, Cause.ACCEPTED), agent(STOPPED, Cause.FAILED_TO_START))),
            new Example(
                    "stopped before the agent heard of it", PENDING, List.of(agent(STOPPED, Cause.FAILED_TO_START))),
            new Example(
                    "stopped while it is launched",
                    PENDING,
                    List.of(
                            agent(ACTIVATING, Cause.ACCEPTED),
                            agent(STOPPING, Cause.STOP_SENT),
                            agent(DEPROVISIONING, Cause.EXITED),
                            agent(STOPPED, Cause.RELEASED))),
            new Example(
                    "exits by itself at once",
                    PENDING,
                    List.of(agent(RUNNING, Cause.STARTED), agent(STOPPED, Cause.RELEASED))),
            new Example(
                    "exits by itself, its network is released after",
                    PENDING,
                    List.of(
                            agent(RUNNING, Cause.STARTED),
                            agent(DEPROVISIONING, Cause.EXITED),
                            agent(STOPPED, Cause.RELEASED))),
            new Example(
                    "ran and leaves service between two reports",
                    PENDING,
                    List.of(
                            agent(DEACTIVATING, Cause.LEAVING_SERVICE),
                            agent(DEPROVISIONING, Cause.EXITED),
                            agent(STOPPED, Cause.RELEASED))),
            new Example(
                    "ran and is stopping between two reports",
                    PENDING,
                    List.of(agent(STOPPING, Cause.STOP_SENT), agent(STOPPED, Cause.RELEASED))),
            new Example(
                    "ran and exited between two reports",
                    PENDING,
                    List.of(agent(DEPROVISIONING, Cause.EXITED), agent(STOPPED, Cause.RELEASED))),
            new Example(
                    "became RUNNING and leaves service between two reports",
                    PENDING,
                    List.of(
                            agent(ACTIVATING, Cause.ACCEPTED),
                            agent(DEACTIVATING, Cause.LEAVING_SERVICE),
                            agent(STOPPED, Cause.RELEASED))),
            new Example(
                    "became RUNNING and exited between two reports",
                    PENDING,
                    List.of(
                            agent(ACTIVATING, Cause.ACCEPTED),
                            agent(DEPROVISIONING, Cause.EXITED),
                            agent(STOPPED, Cause.RELEASED))),
            forced(PENDING),
            forced(ACTIVATING),
            forced(RUNNING),
            forced(DEACTIVATING),
            forced(STOPPING),
            forced(DEPROVISIONING));

    private static Example forced(TaskStatus from) {
        return new Example(
                "its instance is deregistered by force while it is " + from,
                from,
                List.of(plane(STOPPED, Cause.INSTANCE_DEREGISTERED)));
    }

    @Test
    void theWholeMatrixIsAsWrittenDown() {
        for (TaskStatus from : TaskStatus.values()) {
            for (TaskStatus to : TaskStatus.values()) {
                assertThat(TaskLifecycle.legal(from, to, AGENT))
                        .as("%s -> %s by the agent", from, to)
                        .isEqualTo(AGENT_MAY.getOrDefault(from, List.of()).contains(to));
                assertThat(TaskLifecycle.legal(from, to, CONTROL_PLANE))
                        .as("%s -> %s by the control plane", from, to)
                        .isEqualTo(
                                CONTROL_PLANE_MAY.getOrDefault(from, List.of()).contains(to));
            }
        }
    }

    @Test
    void everyExampleIsLegalAndEveryTransitionHasAnExample() {
        List<Transition> unexercised = new ArrayList<>(TaskLifecycle.table());
        for (Example example : EXAMPLES) {
            TaskStatus at = example.start();
            for (Step step : example.steps()) {
                Transition expected = new Transition(at, step.cause(), step.to(), step.owner());
                assertThat(TaskLifecycle.find(at, step.to(), step.owner()))
                        .as(example.name())
                        .contains(expected);
                unexercised.remove(expected);
                at = step.to();
            }
        }
        assertThat(unexercised).as("transitions that no example exercises").isEmpty();
    }

    @Test
    void statusOnlyMovesForward() {
        assertThat(TaskLifecycle.table()).allSatisfy(row -> assertThat(row.to()).isGreaterThan(row.from()));
    }

    @Test
    void aStatusHasOneOwnerExceptWhereTheInstanceIsGone() {
        for (TaskStatus from : TaskStatus.values()) {
            assertThat(TaskLifecycle.table().stream()
                            .filter(row -> row.from() == from && row.cause() != Cause.INSTANCE_DEREGISTERED)
                            .map(Transition::owner)
                            .distinct())
                    .as("owners of %s", from)
                    .hasSizeLessThanOrEqualTo(1);
        }
    }

    @Test
    void noTwoRowsSayTheSame() {
        assertThat(TaskLifecycle.table().stream().map(row -> List.of(row.from(), row.to(), row.owner())))
                .doesNotHaveDuplicates();
    }

    @Test
    void theDocumentedDiagramIsUpToDate() throws IOException {
        assertThat(Files.readString(page()))
                .as("docs/task-lifecycle.md is stale: run WriteTaskLifecyclePage")
                .isEqualTo(TaskLifecycleDiagram.render(TaskLifecycle.table()));
    }

    static Path page() {
        return GeneratedPart.path("task-lifecycle.md");
    }
}
