package io.stowage.core.engine;

import io.stowage.AwaitedTasks;
import io.stowage.DescribeTasksResponse;
import io.stowage.core.state.Ids;
import io.stowage.event.EcsEvent;
import io.stowage.event.TaskStateChange;
import io.stowage.model.Failure;
import io.stowage.model.Task;
import io.stowage.model.TaskStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** Whether tasks have become RUNNING or STOPPED, and why not. */
final class TasksQuestion implements Wait.Question<DescribeTasksResponse> {

    private final List<String> taskIds;
    private final TaskStatus goal;
    private final Supplier<CompletableFuture<DescribeTasksResponse>> describe;

    /** @param goal RUNNING or STOPPED */
    TasksQuestion(List<String> tasks, TaskStatus goal, Supplier<CompletableFuture<DescribeTasksResponse>> describe) {
        this.taskIds = tasks.stream().map(Ids::shortId).toList();
        this.goal = goal;
        this.describe = describe;
    }

    @Override
    public CompletableFuture<DescribeTasksResponse> look() {
        return describe.get();
    }

    @Override
    public boolean settled(DescribeTasksResponse seen) {
        return reached(seen)
                || !seen.failures().isEmpty()
                || seen.tasks().stream().anyMatch(this::neverWill);
    }

    @Override
    public boolean concerns(EcsEvent event) {
        return event instanceof TaskStateChange change
                && taskIds.contains(Ids.shortId(change.detail().taskArn()));
    }

    private boolean reached(DescribeTasksResponse seen) {
        return seen.failures().isEmpty() && seen.tasks().stream().allMatch(this::there);
    }

    private boolean there(Task task) {
        return goal == TaskStatus.STOPPED
                ? task.lastStatus() == TaskStatus.STOPPED
                : task.lastStatus() == TaskStatus.RUNNING || task.startedAt() != null;
    }

    private boolean neverWill(Task task) {
        return task.lastStatus() == TaskStatus.STOPPED && !there(task);
    }

    AwaitedTasks answer(DescribeTasksResponse seen) {
        List<String> reasons = new ArrayList<>();
        for (Failure failure : seen.failures()) {
            reasons.add("Task " + failure.arn() + " is " + failure.reason() + ".");
        }
        for (Task task : seen.tasks()) {
            if (!there(task)) {
                reasons.add(
                        task.lastStatus() == TaskStatus.STOPPED
                                ? SteadyStateQuestion.stopped(task)
                                : "Task " + task.taskArn() + " is " + task.lastStatus() + ", its desired status "
                                        + task.desiredStatus() + ".");
            }
        }
        return new AwaitedTasks(reached(seen), seen.tasks(), seen.failures(), reasons);
    }
}
