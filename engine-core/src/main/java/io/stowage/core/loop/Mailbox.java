package io.stowage.core.loop;

import io.stowage.core.agent.AgentWord;
import io.stowage.core.agent.AgentWord.Contact;
import io.stowage.core.agent.TaskReport;
import io.stowage.core.operation.ClusterOperation;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What waits for the next turn. Operations keep their order. Observations are coalesced: of each task only the latest report counts,
 * of each instance only the latest word on its connection; so they never grow beyond the number of tasks, and are never refused.
 * Belongs to the loop's strand.
 */
final class Mailbox {

    /**
     * An operation and who waits for its answer.
     *
     * @param askedAtNanos when this engine was given it, by the monotonic clock
     * @param request the request that it came with through the inbox; null if it was asked of this engine
     */
    record Waiting<T>(
            ClusterOperation<T> operation,
            CompletableFuture<T> answer,
            long askedAtNanos,
            @Nullable Request request) {

        /** One that was asked of this engine. */
        Waiting(ClusterOperation<T> operation, CompletableFuture<T> answer, long askedAtNanos) {
            this(operation, answer, askedAtNanos, null);
        }

        @Nullable
        String requestId() {
            return request == null ? null : request.id();
        }
    }

    /**
     * A request from the inbox.
     *
     * @param takeBy until when it is taken, by the cluster's time
     */
    record Request(String id, Instant takeBy) {}

    /** The latest word on the connection of an instance's agent, that runs for the attachment of this epoch. */
    record Connection(long epoch, Contact contact) {}

    /** What the agent of an instance said, that runs for the attachment of this epoch. */
    static final class Heard {

        final long epoch;
        final Map<String, TaskReport> reports = new LinkedHashMap<>();
        final Map<String, AgentWord.Question> questions = new LinkedHashMap<>();
        boolean clean;

        Heard(long epoch) {
            this.epoch = epoch;
        }
    }

    /** By instance. */
    private final Map<String, Heard> heard = new LinkedHashMap<>();

    private final Map<String, Connection> connections = new LinkedHashMap<>();
    /** The last word on each connection, which is not said again until it changes. */
    private final Map<String, Connection> lastWords = new LinkedHashMap<>();

    private final Deque<Waiting<?>> operations = new ArrayDeque<>();
    /** Whether operations gather, and no turn takes them. */
    private boolean held;

    void add(Waiting<?> operation) {
        operations.addLast(operation);
    }

    void addReports(String instanceId, long epoch, List<TaskReport> news) {
        Heard from = heard(instanceId, epoch);
        if (from != null) {
            for (TaskReport report : news) {
                from.reports.merge(report.taskId(), report, (a, b) -> a.sequence() > b.sequence() ? a : b);
            }
        }
    }

    void addQuestions(String instanceId, long epoch, List<AgentWord.Question> questions) {
        Heard from = heard(instanceId, epoch);
        if (from != null) {
            questions.forEach(question -> from.questions.put(question.taskId(), question));
        }
    }

    /** Nothing is left on the host of an instance that was deregistered. */
    void addClean(String instanceId, long epoch) {
        Heard from = heard(instanceId, epoch);
        if (from != null) {
            from.clean = true;
        }
    }

    /** Where to put what the agent of an attachment says; null if that of a later one has spoken. */
    private @Nullable Heard heard(String instanceId, long epoch) {
        Heard known = heard.get(instanceId);
        if (known == null || known.epoch < epoch) {
            Heard fresh = new Heard(epoch);
            heard.put(instanceId, fresh);
            return fresh;
        }
        return known.epoch == epoch ? known : null;
    }

    void addConnection(String instanceId, Connection connection) {
        Connection last = lastWords.get(instanceId);
        if (last == null || last.epoch() <= connection.epoch()) {
            connections.put(instanceId, connection);
            lastWords.put(instanceId, connection);
        }
    }

    /** Has the last word on the connection of each known instance waiting again, for a state that may not have heard it. */
    void repeatConnections(Predicate<String> known) {
        lastWords.keySet().removeIf(known.negate());
        connections.putAll(lastWords);
    }

    /** The instances of which there was a word on the connection. */
    List<String> spokenFor() {
        return List.copyOf(lastWords.keySet());
    }

    /** Has the last word on a connection waiting again, if it is not what is committed. */
    void repeatConnection(String instanceId, long epoch, boolean committed) {
        Connection last = lastWords.get(instanceId);
        if (last != null && last.epoch() == epoch && last.contact().connected() != committed) {
            connections.put(instanceId, last);
        }
    }

    boolean hasNoWords() {
        return heard.isEmpty() && connections.isEmpty();
    }

    /** Everything that agents have to say, connections first. */
    List<AgentWord> takeWords() {
        List<AgentWord> words = new ArrayList<>(connections.size() + heard.size());
        connections.forEach((instance, connection) -> words.add(
                new AgentWord(instance, connection.epoch(), connection.contact(), List.of(), List.of(), false)));
        heard.forEach((instance, from) -> words.add(new AgentWord(
                instance,
                from.epoch,
                null,
                List.copyOf(from.reports.values()),
                List.copyOf(from.questions.values()),
                from.clean)));
        connections.clear();
        heard.clear();
        return words;
    }

    /** Operations gather until it is known which of them came first. */
    void holdOperations() {
        held = true;
    }

    /** All are there that may have come first: they are put into an order, and those to come follow them. */
    void releaseOperations(Comparator<Waiting<?>> order) {
        held = false;
        List<Waiting<?>> gathered = takeAllOperations();
        gathered.sort(order);
        operations.addAll(gathered);
    }

    /** The operations that came first, at most {@code most} of them; none while they are held. */
    List<Waiting<?>> takeOperations(int most) {
        return held ? List.of() : take(most);
    }

    /** All operations, for another one than a turn. */
    List<Waiting<?>> takeAllOperations() {
        return take(Integer.MAX_VALUE);
    }

    private List<Waiting<?>> take(int most) {
        List<Waiting<?>> taken = new ArrayList<>();
        while (taken.size() < most && !operations.isEmpty()) {
            taken.add(operations.removeFirst());
        }
        return taken;
    }

    /** Whether there is nothing that a turn could take. */
    boolean isEmpty() {
        return (held || operations.isEmpty()) && heard.isEmpty() && connections.isEmpty();
    }

    /** What agents saw and asked is worth nothing to a state that is read anew: until it is acknowledged they say it again. */
    void forgetObservations() {
        heard.clear();
    }

    /** Requests are in the inbox as long as they are not done with: whoever leads next takes them from there. */
    void forgetRequests() {
        operations.removeIf(operation -> operation.request() != null);
    }

    int depth() {
        return operations.size() + heard.size() + connections.size();
    }
}
