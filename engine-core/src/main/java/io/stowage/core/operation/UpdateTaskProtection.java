package io.stowage.core.operation;

import io.stowage.UpdateTaskProtectionRequest;
import io.stowage.UpdateTaskProtectionResponse;
import io.stowage.core.state.Ids;
import io.stowage.model.DesiredStatus;
import io.stowage.model.Failure;
import io.stowage.model.ProtectedTask;
import io.stowage.model.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** ECS: UpdateTaskProtection. */
public record UpdateTaskProtection(UpdateTaskProtectionRequest request)
        implements ClusterOperation<UpdateTaskProtectionResponse> {

    private static final int MOST = 10;
    private static final int LONGEST_MINUTES = 2_880;
    private static final int USUAL_MINUTES = 120;

    @Override
    public UpdateTaskProtectionResponse apply(OperationTurn turn) {
        Lookup.activeCluster(turn.state());
        Check.size("tasks", request.tasks(), MOST);
        Check.range("expiresInMinutes", request.expiresInMinutes(), 1, LONGEST_MINUTES);
        List<ProtectedTask> updated = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        for (String given : new LinkedHashSet<>(request.tasks())) {
            Task task = Lookup.task(turn.state(), given);
            Failure failure = TaskProtection.whyNot(task, given, turn.state());
            if (failure != null) {
                failures.add(failure);
            } else if (Objects.requireNonNull(task).desiredStatus() == DesiredStatus.STOPPED) {
                failures.add(TaskProtection.notValid(task, "the task is to stop"));
            } else if (request.protectionEnabled() && TaskProtection.holdsDeployment(task, turn.state())) {
                failures.add(TaskProtection.deploymentBlocked(task));
            } else {
                updated.add(TaskProtection.of(update(task, turn), turn.now()));
            }
        }
        return new UpdateTaskProtectionResponse(updated, failures);
    }

    private Task update(Task task, OperationTurn turn) {
        Instant until = until(turn.now());
        if (Objects.equals(until, task.protectionExpirationDate())) {
            return task;
        }
        return turn.transaction()
                .changeTask(Ids.shortId(task.taskArn()), change -> change.protectionExpirationDate(until));
    }

    private @Nullable Instant until(Instant now) {
        if (!request.protectionEnabled()) {
            return null;
        }
        Integer minutes = request.expiresInMinutes();
        return now.plus(Duration.ofMinutes(minutes == null ? USUAL_MINUTES : minutes));
    }
}
