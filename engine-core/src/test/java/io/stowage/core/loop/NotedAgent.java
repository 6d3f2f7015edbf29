package io.stowage.core.loop;

import io.stowage.core.agent.AgentWord;
import io.stowage.core.agent.AttachedAgent;
import io.stowage.core.agent.ControlPlane;
import io.stowage.core.agent.Licence;
import io.stowage.core.agent.TaskOrder;
import io.stowage.core.agent.TaskReport;
import io.stowage.core.state.Ids;
import io.stowage.model.Container;
import io.stowage.model.ContainerInstance;
import io.stowage.model.HealthStatus;
import io.stowage.model.TaskStatus;
import io.stowage.model.TaskStopCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** An agent that takes notes of what it is told, and says what the test has it say. */
final class NotedAgent implements AttachedAgent {

    final String instanceId;
    final List<List<String>> manifests = new ArrayList<>();
    final List<TaskOrder> orders = new ArrayList<>();
    final Map<String, Long> acknowledged = new LinkedHashMap<>();
    final List<String> unknown = new ArrayList<>();
    /** How often it was told to clean up. */
    int cleanUps;

    final CompletableFuture<Void> closed = new CompletableFuture<>();
    /** Whether it goes on for a while after it was told to end. */
    boolean lingers;

    final Licence licence;
    private final ControlPlane controlPlane;
    private long sequence;
    /** What it throws when it is told anything; null if it takes it. */
    @Nullable
    RuntimeException deaf;

    NotedAgent(ContainerInstance instance, Licence licence, ControlPlane controlPlane) {
        this.instanceId = Ids.shortId(instance.containerInstanceArn());
        this.licence = licence;
        this.controlPlane = controlPlane;
    }

    void connect() {
        controlPlane.connection(instanceId, true, "sim 1");
    }

    void disconnect(String why) {
        controlPlane.connection(instanceId, false, why);
    }

    /** Reports a task, and says under which sequence. */
    long report(String taskId, TaskStatus status) {
        sequence++;
        report(taskId, status, sequence, List.of());
        return sequence;
    }

    long report(String taskId, TaskStatus status, HealthStatus health) {
        sequence++;
        report(taskId, status, health, sequence, List.of());
        return sequence;
    }

    void report(String taskId, TaskStatus status, long underSequence, List<Container> containers) {
        report(taskId, status, HealthStatus.UNKNOWN, underSequence, containers);
    }

    private void report(
            String taskId, TaskStatus status, HealthStatus health, long underSequence, List<Container> containers) {
        boolean stopped = status == TaskStatus.STOPPED;
        controlPlane.reports(
                instanceId,
                List.of(new TaskReport(
                        taskId,
                        underSequence,
                        status,
                        health,
                        containers,
                        stopped ? TaskStopCode.ESSENTIAL_CONTAINER_EXITED : null,
                        stopped ? "exited" : null,
                        null,
                        null,
                        null)));
    }

    /** Asks about a task whose containers don't say by which commit it was ordered. */
    void ask(String taskId) {
        ask(taskId, 0);
    }

    void ask(String taskId, long commit) {
        controlPlane.ask(instanceId, List.of(new AgentWord.Question(taskId, commit)));
    }

    private void hear() {
        if (deaf != null) {
            throw deaf;
        }
    }

    @Override
    public void manifest(List<TaskOrder> all) {
        hear();
        manifests.add(all.stream().map(TaskOrder::taskId).toList());
    }

    @Override
    public void orders(List<TaskOrder> changed) {
        hear();
        orders.addAll(changed);
    }

    @Override
    public void acknowledge(Map<String, Long> sequences) {
        hear();
        acknowledged.putAll(sequences);
    }

    @Override
    public void confirmUnknown(List<String> taskIds) {
        hear();
        unknown.addAll(taskIds);
    }

    @Override
    public void cleanUp() {
        hear();
        cleanUps++;
    }

    /** Says that nothing is left on its host. */
    void clean() {
        controlPlane.clean(instanceId);
    }

    @Override
    public CompletableFuture<Void> closed() {
        return closed;
    }

    @Override
    public void close() {
        hear();
        if (!lingers) {
            closed.complete(null);
        }
    }
}
