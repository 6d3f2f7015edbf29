package io.stowage.core.loop;

import io.stowage.core.agent.Attachment;
import io.stowage.core.agent.TaskReport;
import io.stowage.core.loop.SetAside.Kind;
import io.stowage.core.operation.OperationTurn;
import io.stowage.core.state.ClusterState;
import io.stowage.core.state.Ids;
import io.stowage.core.state.InstanceState;
import io.stowage.core.state.ServiceState;
import io.stowage.core.state.Transaction;
import io.stowage.error.EcsException;
import io.stowage.error.ServerException;
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
 *
 * <p>It is made of parts: each report, each operation, each service. A part that throws is undone by itself, and the others go on.
 */
final class Turn {

    /** One turn applies at most so many operations, so that a flood of them doesn't keep observations waiting. */
    static final int OPERATIONS_PER_TURN = 256;

    private final OperationTurn turn;
    private final Transaction transaction;
    private final ClusterState state;
    private final LoopSettings settings;
    private final SetAside setAside;
    /** The attachments of the instances whose agents were heard: the answers are for these. */
    private final Map<String, Long> epochs = new LinkedHashMap<>();
    /** Acknowledgements by instance: task to sequence. */
    private final Map<String, Map<String, Long>> acknowledgements = new LinkedHashMap<>();

    private final Map<String, List<String>> unknownTasks = new LinkedHashMap<>();
    private final Map<String, List<Task>> askedTasks = new LinkedHashMap<>();
    private final List<Runnable> answers = new ArrayList<>();
    private final List<CompletableFuture<?>> waiting = new ArrayList<>();

    Turn(OperationTurn turn, LoopSettings settings, SetAside setAside) {
        this.turn = turn;
        this.transaction = turn.transaction();
        this.state = turn.state();
        this.settings = settings;
        this.setAside = setAside;
    }

    void run(Mailbox mailbox) {
        mailbox.takeConnections().forEach(this::connection);
        mailbox.takeHeard().forEach(this::hear);
        operations(mailbox.takeOperations(OPERATIONS_PER_TURN));
        state.wakeDue(transaction.now());
        new ServiceScheduler(turn, settings, setAside).run();
        retain();
        if (!setAside.isEmpty()) {
            setAside.forgetGone(state);
        }
    }

    private void retain() {
        if (setAside.until(Kind.RETENTION, "", transaction.now()) != null) {
            return;
        }
        transaction.savepoint();
        try {
            Retention.run(transaction, settings.retention(), settings.limits().maxActionsPerTurn());
            setAside.succeeded(Kind.RETENTION, "");
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError bug) {
            setAside.failed(Kind.RETENTION, "", bug, transaction.now());
            transaction.rollback();
        }
    }

    /** What the agent of a former attachment says is not about what the present one sees, and nobody waits for an answer. */
    private boolean isPresent(String instanceId, long epoch) {
        Attachment attachment = state.attachment(instanceId);
        return attachment != null && attachment.epoch() == epoch;
    }

    private void hear(String instanceId, Mailbox.Heard heard) {
        if (isPresent(instanceId, heard.epoch)) {
            epochs.put(instanceId, heard.epoch);
            heard.reports.values().forEach(report -> report(instanceId, report));
            question(instanceId, heard.questions);
        }
    }

    private void connection(String instanceId, Mailbox.Connection connection) {
        InstanceState instance = state.instance(instanceId);
        if (instance == null
                || !isPresent(instanceId, connection.epoch())
                || instance.connected() == connection.connected()
                || setAside.until(Kind.CONNECTION, instanceId, transaction.now()) != null) {
            return;
        }
        transaction.savepoint();
        try {
            transaction.putInstance(instance.record().toBuilder()
                    .agentConnected(connection.connected())
                    .statusReason(connection.connected() ? null : connection.detail())
                    .build());
            setAside.succeeded(Kind.CONNECTION, instanceId);
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError bug) {
            setAside.failed(Kind.CONNECTION, instanceId, bug, transaction.now());
            transaction.rollback();
        }
    }

    private void report(String instanceId, TaskReport report) {
        if (state.quarantine().holdsTask(report.taskId())) {
            return;
        }
        Task task = state.task(report.taskId());
        if (task == null || !Ids.isShortIdOf(instanceId, task.containerInstanceArn())) {
            unknownTasks.computeIfAbsent(instanceId, id -> new ArrayList<>()).add(report.taskId());
            return;
        }
        if (setAside.until(Kind.REPORT, report.taskId(), transaction.now()) != null || !fold(task, report)) {
            return;
        }
        acknowledgements
                .computeIfAbsent(instanceId, id -> new LinkedHashMap<>())
                .put(report.taskId(), report.sequence());
    }

    /** Whether what the report says is in the state. */
    private boolean fold(Task task, TaskReport report) {
        transaction.savepoint();
        try {
            if (ReportFold.changes(task, report)) {
                Task after = transaction.changeTask(
                        report.taskId(), builder -> ReportFold.apply(task, report, transaction.now(), builder));
                if (after.lastStatus() == TaskStatus.STOPPED) {
                    countFailure(task, after);
                }
            }
            setAside.succeeded(Kind.REPORT, report.taskId());
            return true;
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError bug) {
            setAside.failed(Kind.REPORT, report.taskId(), bug, transaction.now());
            transaction.rollback();
            return false;
        }
    }

    private void countFailure(Task before, Task after) {
        ServiceState service = ServiceFailures.serviceOf(state, after);
        if (service != null) {
            ServiceFailures.count(service, before, after, settings, transaction);
        }
    }

    /** One whose record can't be read is neither there nor not there: its agent leaves it as it is. */
    private void question(String instanceId, Set<String> taskIds) {
        for (String taskId : taskIds) {
            if (state.quarantine().holdsTask(taskId)) {
                continue;
            }
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
        transaction.savepoint();
        try {
            T answer = operation.operation().apply(turn);
            answers.add(() -> future.complete(answer));
        } catch (EcsException refused) {
            transaction.rollback();
            answers.add(() -> future.completeExceptionally(refused));
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError bug) {
            setAside.operationFailed(operation.operation(), bug);
            transaction.rollback();
            answers.add(() -> future.completeExceptionally(
                    new ServerException("the engine failed at this: " + bug + "; nothing was changed", bug)));
        }
    }

    /** Those who wait for an answer. */
    List<CompletableFuture<?>> waiting() {
        return waiting;
    }

    Transaction transaction() {
        return transaction;
    }

    /** Whether what is said to the agent of an instance answers the one that runs for the attachment of this epoch. */
    boolean answers(String instanceId, long epoch) {
        Long heard = epochs.get(instanceId);
        return heard != null && heard == epoch;
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
