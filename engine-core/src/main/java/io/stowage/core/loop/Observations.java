package io.stowage.core.loop;

import io.stowage.core.agent.AgentAnswer;
import io.stowage.core.agent.AgentWord;
import io.stowage.core.agent.Attachment;
import io.stowage.core.agent.TaskOrder;
import io.stowage.core.agent.TaskReport;
import io.stowage.core.loop.SetAside.Kind;
import io.stowage.core.operation.AgentHearing;
import io.stowage.core.state.ClusterState;
import io.stowage.core.state.Ids;
import io.stowage.core.state.InstanceState;
import io.stowage.core.state.Orders;
import io.stowage.core.state.ServiceState;
import io.stowage.core.state.Transaction;
import io.stowage.model.Task;
import io.stowage.model.TaskStatus;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Folds what agents have to say into the state of a turn, wherever they run. What the agent of a former attachment says is not about what
 * the present one sees, and nobody waits for an answer to it. A task whose record can't be read is neither there nor not there: what is
 * said of it is not taken, and who asks about it is not answered.
 */
final class Observations implements AgentHearing {

    private static final AgentAnswer NOTHING = new AgentAnswer(Collections.emptyMap(), List.of(), List.of());

    private final Transaction transaction;
    private final ClusterState state;
    private final LoopSettings settings;
    private final SetAside setAside;
    private final LostTasks lostTasks;

    Observations(Transaction transaction, LoopSettings settings, SetAside setAside, LostTasks lostTasks) {
        this.transaction = transaction;
        this.state = transaction.state();
        this.settings = settings;
        this.setAside = setAside;
        this.lostTasks = lostTasks;
    }

    @Override
    public AgentAnswer hear(AgentWord word) {
        String instanceId = word.containerInstanceId();
        Attachment attachment = state.attachment(instanceId);
        if (attachment == null || attachment.epoch() != word.epoch()) {
            return NOTHING;
        }
        if (word.connection() != null) {
            connection(instanceId, word.connection());
        }
        if (word.clean() && attachment.former() != null) {
            transaction.deleteAttachment(instanceId);
        }
        if (word.reports().isEmpty() && word.questions().isEmpty()) {
            return NOTHING;
        }
        Map<String, Long> acknowledged = new LinkedHashMap<>();
        for (TaskReport report : word.reports()) {
            // A task that is not there is asked about, too: that is answered.
            if (isThere(report.taskId(), instanceId) && fold(report)) {
                acknowledged.put(report.taskId(), report.sequence());
            }
        }
        List<String> unknown = new ArrayList<>();
        List<TaskOrder> orders = new ArrayList<>();
        if (!word.questions().isEmpty()) {
            answer(word, orders, unknown);
        }
        return new AgentAnswer(acknowledged, unknown, orders);
    }

    private void answer(AgentWord word, List<TaskOrder> orders, List<String> unknown) {
        List<String> lost = new ArrayList<>();
        for (AgentWord.Question question : word.questions()) {
            String taskId = question.taskId();
            boolean unreadable = state.quarantine().holdsTask(taskId);
            if (isThere(taskId, word.containerInstanceId())) {
                orders.add(Orders.of(state, task(taskId)));
            } else if (!unreadable && state.mayBeLost(question.commit())) {
                lost.add(taskId);
                transaction.noteLoss(question.commit());
            } else if (!unreadable) {
                unknown.add(taskId);
            }
        }
        lostTasks.asked(word.containerInstanceId(), lost);
    }

    private boolean isThere(String taskId, String instanceId) {
        Task task = state.task(taskId);
        return task != null && Ids.isShortIdOf(instanceId, task.containerInstanceArn());
    }

    private Task task(String taskId) {
        return Objects.requireNonNull(state.task(taskId), taskId);
    }

    private void connection(String instanceId, AgentWord.Contact contact) {
        InstanceState instance = state.instance(instanceId);
        if (instance == null
                || instance.connected() == contact.connected()
                || setAside.until(Kind.CONNECTION, instanceId, transaction.now()) != null) {
            return;
        }
        transaction.savepoint();
        try {
            transaction.putInstance(instance.record().toBuilder()
                    .agentConnected(contact.connected())
                    .statusReason(contact.connected() ? null : contact.detail())
                    .build());
            setAside.succeeded(Kind.CONNECTION, instanceId);
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError bug) {
            setAside.failed(Kind.CONNECTION, instanceId, bug, transaction.now());
            transaction.rollback();
        }
    }

    /** Whether what the report says is in the state. */
    private boolean fold(TaskReport report) {
        String taskId = report.taskId();
        if (setAside.until(Kind.REPORT, taskId, transaction.now()) != null) {
            return false;
        }
        Task task = task(taskId);
        transaction.savepoint();
        try {
            if (ReportFold.changes(task, report)) {
                Task after = transaction.changeTask(
                        taskId, builder -> ReportFold.apply(task, report, transaction.now(), builder));
                ServiceState service = state.serviceOf(after);
                if (service != null) {
                    transaction.pinImages(service.record().serviceName(), after);
                    countFailure(service, after);
                }
            }
            setAside.succeeded(Kind.REPORT, taskId);
            return true;
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError bug) {
            setAside.failed(Kind.REPORT, taskId, bug, transaction.now());
            transaction.rollback();
            return false;
        }
    }

    private void countFailure(ServiceState service, Task after) {
        if (after.lastStatus() == TaskStatus.STOPPED) {
            ServiceFailures.count(service, after, state.hasHealthChecks(after), settings, transaction);
        }
    }
}
