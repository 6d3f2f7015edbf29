package io.stowage.core.loop;

import io.stowage.core.agent.TaskReport;
import io.stowage.core.operation.OperationTurn;
import io.stowage.core.state.ClusterState;
import io.stowage.core.state.Ids;
import io.stowage.core.state.InstanceState;
import io.stowage.core.state.ServiceState;
import io.stowage.core.state.Transaction;
import io.stowage.error.EcsException;
import io.stowage.model.ContainerInstance;
import io.stowage.model.Task;
import io.stowage.model.TaskStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * One turn: folds what has come in, applies operations, and lets the service scheduler and the retention decide. It changes the
 * state in memory and collects what is to be committed, and what is to be said to whom afterwards; it does nothing else.
 */
final class Turn {

    /** One turn applies at most so many operations, so that a flood of them doesn't keep observations waiting. */
    static final int OPERATIONS_PER_TURN = 256;

    private final OperationTurn turn;
    private final Transaction transaction;
    private final ClusterState state;
    private final LoopSettings settings;
    /** Acknowledgements by instance: task to sequence. */
    private final Map<String, Map<String, Long>> acknowledgements = new LinkedHashMap<>();

    private final Map<String, List<String>> unknownTasks = new LinkedHashMap<>();
    private final Map<String, List<Task>> askedTasks = new LinkedHashMap<>();
    private final List<Runnable> answers = new ArrayList<>();
    private final List<CompletableFuture<?>> waiting = new ArrayList<>();

    Turn(OperationTurn turn, LoopSettings settings) {
        this.turn = turn;
        this.transaction = turn.transaction();
        this.state = turn.state();
        this.settings = settings;
    }

    void run(Mailbox mailbox) {
        mailbox.takeConnections().forEach(this::connection);
        mailbox.takeReports().forEach((instance, reports) -> reports.values().forEach(r -> report(instance, r)));
        mailbox.takeQuestions().forEach(this::question);
        operations(mailbox.takeOperations(OPERATIONS_PER_TURN));
        state.wakeDue(transaction.now());
        new ServiceScheduler(turn, settings).run();
        Retention.run(transaction, settings.retention(), settings.limits().maxActionsPerTurn());
    }

    private void connection(String instanceId, Mailbox.Connection connection) {
        InstanceState instance = state.instance(instanceId);
        if (instance != null && instance.connected() != connection.connected()) {
            ContainerInstance record = instance.record();
            transaction.putInstance(record.toBuilder()
                    .agentConnected(connection.connected())
                    .statusReason(connection.connected() ? null : connection.detail())
                    .build());
        }
    }

    private void report(String instanceId, TaskReport report) {
        Task task = state.task(report.taskId());
        if (task == null || !Ids.isShortIdOf(instanceId, task.containerInstanceArn())) {
            unknownTasks.computeIfAbsent(instanceId, id -> new ArrayList<>()).add(report.taskId());
            return;
        }
        if (ReportFold.changes(task, report)) {
            Task after = transaction.changeTask(
                    report.taskId(), builder -> ReportFold.apply(task, report, transaction.now(), builder));
            if (after.lastStatus() == TaskStatus.STOPPED) {
                countFailure(task, after);
            }
        }
        acknowledgements
                .computeIfAbsent(instanceId, id -> new LinkedHashMap<>())
                .put(report.taskId(), report.sequence());
    }

    private void countFailure(Task before, Task after) {
        ServiceState service = ServiceFailures.serviceOf(state, after);
        if (service != null) {
            ServiceFailures.count(service, before, after, settings, transaction);
        }
    }

    private void question(String instanceId, Set<String> taskIds) {
        for (String taskId : taskIds) {
            Task task = state.task(taskId);
            if (task == null || !Ids.isShortIdOf(instanceId, task.containerInstanceArn())) {
                unknownTasks
                        .computeIfAbsent(instanceId, id -> new ArrayList<>())
                        .add(taskId);
            } else {
                askedTasks.computeIfAbsent(instanceId, id -> new ArrayList<>()).add(task);
            }
        }
    }

    private void operations(List<Mailbox.Waiting<?>> operations) {
        operations.forEach(operation -> waiting.add(operation.answer()));
        operations.forEach(this::operation);
    }

    private <T> void operation(Mailbox.Waiting<T> operation) {
        CompletableFuture<T> future = operation.answer();
        try {
            T answer = operation.operation().apply(turn);
            answers.add(() -> future.complete(answer));
        } catch (EcsException refused) {
            answers.add(() -> future.completeExceptionally(refused));
        }
    }

    /** Those who wait for an answer. */
    List<CompletableFuture<?>> waiting() {
        return waiting;
    }

    Transaction transaction() {
        return transaction;
    }

    Map<String, Map<String, Long>> acknowledgements() {
        return acknowledgements;
    }

    /** Tasks that agents spoke of and that there are not, by instance. */
    Map<String, List<String>> unknownTasks() {
        return unknownTasks;
    }

    /** Tasks that agents asked for and that there are, by instance. */
    Map<String, List<Task>> askedTasks() {
        return askedTasks;
    }

    /** Answers to operations, in their order. */
    List<Runnable> answers() {
        return answers;
    }
}
