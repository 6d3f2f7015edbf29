package io.stowage.core.engine;

import io.stowage.AwaitedTasks;
import io.stowage.DescribeTasksResponse;
import io.stowage.GetTaskProtectionResponse;
import io.stowage.ListTasksRequest;
import io.stowage.ListTasksResponse;
import io.stowage.RunTaskRequest;
import io.stowage.RunTaskResponse;
import io.stowage.StartTaskRequest;
import io.stowage.StartTaskResponse;
import io.stowage.StopTaskRequest;
import io.stowage.Tasks;
import io.stowage.UpdateTaskProtectionRequest;
import io.stowage.UpdateTaskProtectionResponse;
import io.stowage.core.operation.DescribeTasks;
import io.stowage.core.operation.GetTaskProtection;
import io.stowage.core.operation.ListTasks;
import io.stowage.core.operation.RunTask;
import io.stowage.core.operation.RunTaskAgain;
import io.stowage.core.operation.StartTask;
import io.stowage.core.operation.StopTask;
import io.stowage.core.operation.UpdateTaskProtection;
import io.stowage.core.registry.RegisteredDefinition;
import io.stowage.core.registry.UsableTaskDefinition;
import io.stowage.core.state.Ids;
import io.stowage.error.ClientException;
import io.stowage.model.Task;
import io.stowage.model.TaskStatus;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Operations on tasks. */
final class TaskGroup implements Tasks {

    private final EngineCore core;
    private final Caller caller;

    TaskGroup(EngineCore core, Caller caller) {
        this.core = core;
        this.caller = caller;
    }

    @Override
    public RunTaskResponse run(RunTaskRequest request) {
        String action = "RunTask";
        caller.authorize(action, request.taskDefinition());
        RegisteredDefinition usable;
        try {
            usable = caller.ask(action, new UsableTaskDefinition(request.taskDefinition()));
        } catch (ClientException unusable) {
            return againOrElse(unusable, request);
        }
        return caller.ask(action, request.cluster(), new RunTask(request, usable.definition(), usable.tags()));
    }

    /** A request that is made again is answered as the first time, though its definition could not be used any more. */
    private RunTaskResponse againOrElse(ClientException unusable, RunTaskRequest request) {
        if (request.clientToken() == null) {
            throw unusable;
        }
        return caller.ask("RunTask", request.cluster(), new RunTaskAgain(request))
                .orElseThrow(() -> unusable);
    }

    @Override
    public StartTaskResponse start(StartTaskRequest request) {
        String action = "StartTask";
        caller.authorize(action, request.taskDefinition());
        RegisteredDefinition usable = caller.ask(action, new UsableTaskDefinition(request.taskDefinition()));
        return caller.ask(action, request.cluster(), new StartTask(request, usable.definition(), usable.tags()));
    }

    @Override
    public Task stop(StopTaskRequest request) {
        String action = "StopTask";
        caller.authorize(action, request.task());
        return caller.ask(action, request.cluster(), new StopTask(request));
    }

    @Override
    public DescribeTasksResponse describe(@Nullable String cluster, List<String> tasks) {
        return caller.ask("DescribeTasks", cluster, new DescribeTasks(tasks));
    }

    @Override
    public UpdateTaskProtectionResponse updateProtection(UpdateTaskProtectionRequest request) {
        String action = "UpdateTaskProtection";
        request.tasks().forEach(task -> caller.authorize(action, task));
        return caller.ask(action, request.cluster(), new UpdateTaskProtection(request));
    }

    @Override
    public GetTaskProtectionResponse getProtection(@Nullable String cluster, List<String> tasks) {
        return caller.ask("GetTaskProtection", cluster, new GetTaskProtection(tasks));
    }

    @Override
    public ListTasksResponse list(ListTasksRequest request) {
        return caller.ask("ListTasks", request.cluster(), new ListTasks(request));
    }

    @Override
    public AwaitedTasks awaitRunning(@Nullable String cluster, List<String> tasks, Duration deadline) {
        return await("awaitRunning", cluster, tasks, TaskStatus.RUNNING, deadline);
    }

    @Override
    public AwaitedTasks awaitStopped(@Nullable String cluster, List<String> tasks, Duration deadline) {
        return await("awaitStopped", cluster, tasks, TaskStatus.STOPPED, deadline);
    }

    private AwaitedTasks await(
            String action, @Nullable String cluster, List<String> tasks, TaskStatus goal, Duration deadline) {
        Deadlines.check(deadline);
        core.calls().requireOpen(action);
        String clusterName = ClusterNames.of(cluster, core.arnPrefix());
        DescribeTasks describe = new DescribeTasks(tasks);
        TasksQuestion question =
                new TasksQuestion(describe.tasks(), goal, () -> core.clusters().submit(clusterName, describe));
        String clusterArn = new Ids(core.arnPrefix(), clusterName).cluster();
        return question.answer(Wait.until(action, clusterArn, question, deadline, core));
    }
}
