package io.stowage.core.loop;

import io.stowage.core.agent.TaskReport;
import io.stowage.core.operation.ClusterOperation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/**
 * What waits for the next turn. Operations keep their order. Observations are coalesced: of each task only the latest report counts,
 * of each instance only the latest word on its connection; so they never grow beyond the number of tasks, and are never refused.
 * Belongs to the loop's strand.
 */
final class Mailbox {

    /** An operation and who waits for its answer. */
    record Waiting<T>(ClusterOperation<T> operation, CompletableFuture<T> answer) {}

    /** The latest word on the connection of an instance's agent. */
    record Connection(boolean connected, String detail) {}

    /** Reports of one instance, by task. */
    private final Map<String, Map<String, TaskReport>> reports = new LinkedHashMap<>();

    private final Map<String, Connection> connections = new LinkedHashMap<>();
    /** The last word on each connection, which is not said again until it changes. */
    private final Map<String, Connection> lastWords = new LinkedHashMap<>();

    private final Map<String, Set<String>> questions = new LinkedHashMap<>();
    private final Deque<Waiting<?>> operations = new ArrayDeque<>();

    void add(Waiting<?> operation) {
        operations.addLast(operation);
    }

    void addReports(String instanceId, List<TaskReport> news) {
        Map<String, TaskReport> ofInstance = reports.computeIfAbsent(instanceId, id -> new LinkedHashMap<>());
        for (TaskReport report : news) {
            ofInstance.merge(report.taskId(), report, (a, b) -> a.sequence() > b.sequence() ? a : b);
        }
    }

    void addConnection(String instanceId, Connection connection) {
        connections.put(instanceId, connection);
        lastWords.put(instanceId, connection);
    }

    /** Has the last word on the connection of each known instance waiting again, for a state that may not have heard it. */
    void repeatConnections(Predicate<String> known) {
        lastWords.keySet().removeIf(known.negate());
        connections.putAll(lastWords);
    }

    void addQuestions(String instanceId, List<String> taskIds) {
        questions.computeIfAbsent(instanceId, id -> new LinkedHashSet<>()).addAll(taskIds);
    }

    Map<String, Map<String, TaskReport>> takeReports() {
        Map<String, Map<String, TaskReport>> taken = new LinkedHashMap<>(reports);
        reports.clear();
        return taken;
    }

    Map<String, Connection> takeConnections() {
        Map<String, Connection> taken = new LinkedHashMap<>(connections);
        connections.clear();
        return taken;
    }

    Map<String, Set<String>> takeQuestions() {
        Map<String, Set<String>> taken = new LinkedHashMap<>(questions);
        questions.clear();
        return taken;
    }

    /** The operations that came first, at most {@code most} of them. */
    List<Waiting<?>> takeOperations(int most) {
        List<Waiting<?>> taken = new ArrayList<>();
        while (taken.size() < most && !operations.isEmpty()) {
            taken.add(operations.removeFirst());
        }
        return taken;
    }

    boolean isEmpty() {
        return operations.isEmpty() && reports.isEmpty() && connections.isEmpty() && questions.isEmpty();
    }

    /** What agents saw and asked is worth nothing to a state that is read anew: until it is acknowledged they say it again. */
    void forgetObservations() {
        reports.clear();
        questions.clear();
    }

    int depth() {
        return operations.size() + reports.size() + connections.size() + questions.size();
    }
}
