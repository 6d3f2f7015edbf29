package io.stowage;

import io.stowage.model.Task;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Operations on tasks. The package documentation says what holds for all of them. */
public interface Tasks {

    /**
     * Places and runs tasks of a task definition. ECS: RunTask. Answers when the tasks are committed; they start after that. A task
     * that can't be placed is a failure, such as {@code RESOURCE:MEMORY}, unless a capacity provider can make room: it waits as
     * PROVISIONING then. Idempotent with a {@code clientToken}.
     *
     * @throws io.stowage.error.InvalidParameterException also if the count isn't 1 to 10
     * @throws io.stowage.error.ClientException if the task definition isn't there or isn't ACTIVE
     * @throws io.stowage.error.ConflictException if the client token was used with other parameters
     */
    RunTaskResponse run(RunTaskRequest request);

    /** Runs tasks with all else left to its default. ECS: RunTask. See {@link #run(RunTaskRequest)}. */
    default RunTaskResponse run(@Nullable String cluster, String taskDefinition, int count) {
        return run(RunTaskRequest.builder()
                .cluster(cluster)
                .taskDefinition(taskDefinition)
                .count(count)
                .build());
    }

    /**
     * Starts a task on each of the named container instances. ECS: StartTask. Answers when the tasks are committed. A container
     * instance that has no room, isn't there, or isn't ACTIVE is a failure. Not idempotent.
     *
     * @throws io.stowage.error.ClientException if the task definition isn't there or isn't ACTIVE
     */
    StartTaskResponse start(StartTaskRequest request);

    /**
     * Stops a task: its containers get their stop signal, and are killed after their stop time-out. ECS: StopTask. Answers when
     * that it is to stop is committed; doesn't wait for it. A task of a service is replaced. Idempotent: the first reason stays.
     *
     * @return the task, its desired status STOPPED
     * @throws io.stowage.error.InvalidParameterException if there is no such task
     */
    Task stop(StopTaskRequest request);

    /**
     * Stops a task. ECS: StopTask. See {@link #stop(StopTaskRequest)}.
     *
     * @param reason at most 1024 characters; null means {@code Task stopped by user}
     */
    default Task stop(@Nullable String cluster, String task, @Nullable String reason) {
        return stop(new StopTaskRequest(cluster, task, reason));
    }

    /**
     * Describes tasks, with their tags. ECS: DescribeTasks. One that isn't there is a failure {@code MISSING}; one that is STOPPED
     * can be described for some time.
     *
     * @param tasks 1 to 100 ids or ARNs
     */
    DescribeTasksResponse describe(@Nullable String cluster, List<String> tasks);

    /**
     * Protects tasks of services, or takes their protection away. ECS: UpdateTaskProtection. A protected task is stopped neither when its
     * service is scaled in nor by a deployment of it, until the protection is taken away or expires; each call lets the time begin anew. It
     * does not keep off what is asked for by name (stopping the task, draining its container instance, deleting its service), nor
     * the replacement of a task that is UNHEALTHY. Answers when that is committed. A task that isn't there is a failure {@code MISSING}; one
     * that is of no service, or that is to stop already, is {@code TASK_NOT_VALID}. The others are protected all the same.
     *
     * @return the tasks that are now as asked for
     * @throws io.stowage.error.InvalidParameterException if there are not 1 to 10 tasks, or {@code expiresInMinutes} is not 1 to 2,880
     */
    UpdateTaskProtectionResponse updateProtection(UpdateTaskProtectionRequest request);

    /**
     * Protects tasks, or takes their protection away. ECS: UpdateTaskProtection. See {@link
     * #updateProtection(UpdateTaskProtectionRequest)}.
     *
     * @param protectionEnabled true means for 120 minutes from now
     */
    default UpdateTaskProtectionResponse updateProtection(
            @Nullable String cluster, List<String> tasks, boolean protectionEnabled) {
        return updateProtection(new UpdateTaskProtectionRequest(cluster, tasks, protectionEnabled, null));
    }

    /**
     * Whether tasks are protected now, and until when. ECS: GetTaskProtection. One that isn't there is a failure {@code MISSING}, and one
     * that is of no service {@code TASK_NOT_VALID}.
     *
     * @param tasks 1 to 100 ids or ARNs
     */
    GetTaskProtectionResponse getProtection(@Nullable String cluster, List<String> tasks);

    /** Lists tasks. ECS: ListTasks. */
    ListTasksResponse list(ListTasksRequest request);

    /** The first page of all tasks whose desired status is RUNNING. ECS: ListTasks. */
    default ListTasksResponse list(@Nullable String cluster) {
        return list(ListTasksRequest.builder().cluster(cluster).build());
    }

    /**
     * Waits until tasks have become RUNNING. ECS's waiter is {@code TasksRunning}. Blocks, at most until the deadline; never throws
     * because of it: the answer says why they are not there. Answers earlier if one stops without having been seen RUNNING, or isn't
     * there.
     *
     * @param tasks 1 to 100 ids or ARNs
     * @param deadline how long to wait at most; zero looks once. The engine's {@code operationTimeout} doesn't apply
     * @throws io.stowage.error.InvalidParameterException if the deadline is negative
     */
    AwaitedTasks awaitRunning(@Nullable String cluster, List<String> tasks, Duration deadline);

    /**
     * Waits until tasks are STOPPED. ECS's waiter is {@code TasksStopped}. Blocks, at most until the deadline; never throws because
     * of it: the answer says why they are not there. Answers earlier if one isn't there. Doesn't ask them to stop.
     *
     * @param tasks 1 to 100 ids or ARNs
     * @param deadline how long to wait at most; zero looks once. The engine's {@code operationTimeout} doesn't apply
     * @throws io.stowage.error.InvalidParameterException if the deadline is negative
     */
    AwaitedTasks awaitStopped(@Nullable String cluster, List<String> tasks, Duration deadline);
}
