package io.stowage.core.loop;

import io.stowage.core.agent.AgentAnswer;
import io.stowage.core.agent.AgentWord;
import io.stowage.core.agent.TaskReport;
import io.stowage.core.operation.HearAgents;
import io.stowage.core.state.ClusterState;
import io.stowage.core.state.Ids;
import io.stowage.core.state.InstanceState;
import io.stowage.core.world.Strand;
import io.stowage.model.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Brings what this engine's agents say to the leader, while that is another engine, and the answers back.
 *
 * <p>One operation is under way at a time; what is said meanwhile gathers in the mailbox. A report that says nothing but what this engine
 * knows to be committed is acknowledged at once. If it isn't known what became of an operation, the tasks that it spoke of are in doubt: it
 * may come about yet, so the leader is told of them again, whatever seems to be committed. Belongs to the loop's strand.
 */
final class Courier {

    private static final Duration AGAIN_AFTER = Duration.ofSeconds(1);

    private final Strand strand;
    private final Mailbox mailbox;
    private final AgentRunner agents;
    private final Departures.Submit loop;
    private final Supplier<@Nullable ClusterState> followed;
    private final Set<String> inDoubt = new LinkedHashSet<>();
    private boolean underway;

    /** @param followed what is committed, as far as it was seen; null while this engine does not follow, or may not speak */
    Courier(
            Strand strand,
            Mailbox mailbox,
            AgentRunner agents,
            Departures.Submit loop,
            Supplier<@Nullable ClusterState> followed) {
        this.strand = strand;
        this.mailbox = mailbox;
        this.agents = agents;
        this.loop = loop;
        this.followed = followed;
    }

    /** There may be something to say. */
    void wake() {
        ClusterState state = followed.get();
        if (underway || state == null || mailbox.hasNoWords()) {
            return;
        }
        inDoubt.removeIf(taskId -> state.task(taskId) == null);
        List<AgentWord> news = new ArrayList<>();
        for (AgentWord word : mailbox.takeWords()) {
            AgentWord left = withoutWhatIsKnown(word, state);
            if (left != null) {
                news.add(left);
            }
        }
        if (!news.isEmpty()) {
            send(news);
        }
    }

    private void send(List<AgentWord> news) {
        underway = true;
        CompletableFuture<Void> unused = loop.submit(new HearAgents(news)).handle((answers, failed) -> {
            strand.execute(() -> answered(news, answers));
            return null;
        });
    }

    private void answered(List<AgentWord> news, @Nullable List<AgentAnswer> answers) {
        underway = false;
        if (answers == null) {
            news.forEach(word -> word.reports().forEach(report -> inDoubt.add(report.taskId())));
            // Reports are said again by the agents themselves.
            strand.schedule(AGAIN_AFTER, () -> {
                mailbox.repeatConnections(instanceId -> agents.runs(instanceId));
                wake();
            });
            return;
        }
        for (int i = 0; i < news.size(); i++) {
            AgentWord word = news.get(i);
            word.reports().forEach(report -> inDoubt.remove(report.taskId()));
            agents.answer(word.containerInstanceId(), word.epoch(), answers.get(i));
        }
        wake();
    }

    /** What the leader is to hear of a word; null if that is nothing. What is committed already is acknowledged. */
    private @Nullable AgentWord withoutWhatIsKnown(AgentWord word, ClusterState state) {
        InstanceState instance = state.instance(word.containerInstanceId());
        boolean sameContact = word.connection() == null
                || (instance != null
                        && instance.connected() == word.connection().connected());
        List<TaskReport> news = new ArrayList<>();
        Map<String, Long> known = new LinkedHashMap<>();
        for (TaskReport report : word.reports()) {
            if (isKnown(report, word.containerInstanceId(), state)) {
                known.put(report.taskId(), report.sequence());
            } else {
                news.add(report);
            }
        }
        if (!known.isEmpty()) {
            agents.answer(word.containerInstanceId(), word.epoch(), new AgentAnswer(known, List.of(), List.of()));
        }
        if (sameContact && news.isEmpty() && word.questions().isEmpty() && !word.clean()) {
            return null;
        }
        return new AgentWord(
                word.containerInstanceId(),
                word.epoch(),
                sameContact ? null : word.connection(),
                news,
                word.questions(),
                word.clean());
    }

    private boolean isKnown(TaskReport report, String instanceId, ClusterState state) {
        Task task = state.task(report.taskId());
        return task != null
                && Ids.isShortIdOf(instanceId, task.containerInstanceArn())
                && !inDoubt.contains(report.taskId())
                && !ReportFold.changes(task, report);
    }
}
