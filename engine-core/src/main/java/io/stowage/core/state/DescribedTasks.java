package io.stowage.core.state;

import io.stowage.core.placement.Fargate;
import io.stowage.model.Task;
import java.util.List;

/** Tasks as callers and listeners see them: of one on FARGATE nobody is told where it is. */
public final class DescribedTasks {

    private DescribedTasks() {}

    /** As it is seen; the same object where nothing is kept back. */
    public static Task of(Task task) {
        boolean hidden = task.containerInstanceArn() != null && Fargate.is(task.capacityProviderName());
        return hidden ? task.toBuilder().containerInstanceArn(null).build() : task;
    }

    /** In the same order. */
    public static List<Task> of(List<Task> tasks) {
        return tasks.stream().map(DescribedTasks::of).toList();
    }
}
