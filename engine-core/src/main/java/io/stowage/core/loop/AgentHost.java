package io.stowage.core.loop;

import io.stowage.core.agent.AttachedAgent;
import io.stowage.core.agent.Attachment;
import io.stowage.core.agent.ControlPlane;
import io.stowage.core.agent.TaskOrder;
import io.stowage.core.agent.TaskReport;
import io.stowage.core.state.ClusterState;
import io.stowage.core.state.Ids;
import io.stowage.core.state.InstanceState;
import io.stowage.core.state.Kind;
import io.stowage.core.state.Orders;
import io.stowage.core.state.Transaction;
import io.stowage.core.world.Strand;
import io.stowage.model.ContainerInstance;
import io.stowage.model.Task;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The agents of the instances that this engine attached, and the way to them.
 *
 * <p>An attachment is committed before its agent begins: the record says which engine runs it. What agents are told is derived from
 * committed state; what they say goes to the mailbox. Word that could not be given to an agent, or an agent that could not be begun,
 * leaves the instance out of step: it is begun again if it must be, and told everything, until that succeeds. Belongs to the loop's
 * strand.
 */
final class AgentHost {

    /** How long the agent of an instance that is gone may take to remove what its tasks left. */
    private static final Duration TO_CLEAN_UP = Duration.ofMinutes(2);

    private final String clusterName;
    private final String engineId;
    private final AgentFactory factory;
    private final Strand strand;
    private final Consumer<Consumer<Mailbox>> mailbox;
    private final Guard guard;
    private final Map<String, Running> agents = new LinkedHashMap<>();
    /** Agents of instances that were deregistered, while they clean up. */
    private final List<AttachedAgent> retired = new ArrayList<>();
    /** Instances whose agents may have missed something. */
    private final Set<String> outOfStep = new LinkedHashSet<>();

    /** An agent, and the epoch of the attachment that it runs for. */
    private record Running(AttachedAgent agent, long epoch) {}

    AgentHost(
            String clusterName, LoopContext context, Strand strand, Consumer<Consumer<Mailbox>> mailbox, Guard guard) {
        this.clusterName = clusterName;
        this.engineId = context.engineId();
        this.factory = context.agents();
        this.strand = strand;
        this.mailbox = mailbox;
        this.guard = guard;
    }

    /** Attaches, in the transaction, every instance that is attached elsewhere or nowhere. Their agents are not connected yet. */
    void attachAll(Transaction transaction) {
        for (InstanceState instance : List.copyOf(transaction.state().instances())) {
            attach(transaction, instance.record());
        }
    }

    private void attach(Transaction transaction, ContainerInstance instance) {
        String id = Ids.shortId(instance.containerInstanceArn());
        Attachment known = transaction.state().attachment(id);
        if (known == null || !known.engineId().equals(engineId)) {
            transaction.putAttachment(new Attachment(id, engineId, known == null ? 1 : known.epoch() + 1));
            if (instance.agentConnected()) {
                transaction.putInstance(
                        instance.toBuilder().agentConnected(false).build());
            }
        }
    }

    /** Attaches, in the transaction, the instances that it registers. */
    void attachNew(Transaction transaction) {
        for (ContainerInstance instance : transaction.changed(Kind.INSTANCE, ContainerInstance.class)) {
            attach(transaction, instance);
        }
    }

    /** Begins and ends agents so that there is one for each committed attachment to this engine. */
    void follow(ClusterState state, Transaction committed) {
        for (Attachment attachment : committed.changed(Kind.ATTACHMENT, Attachment.class)) {
            InstanceState instance = state.instance(attachment.containerInstanceId());
            if (instance != null && attachment.engineId().equals(engineId)) {
                begin(state, instance, attachment);
            }
        }
        for (String gone : committed.deleted(Kind.INSTANCE)) {
            Running running = agents.remove(gone);
            outOfStep.remove(gone);
            if (running != null) {
                retire(running.agent(), committed, gone);
            }
        }
    }

    /** The tasks of an instance that was deregistered by force are STOPPED: their containers go, and then the agent. */
    private void retire(AttachedAgent agent, Transaction committed, String instanceId) {
        List<String> stopped = new ArrayList<>();
        for (Task task : committed.changed(Kind.TASK, Task.class)) {
            if (instanceId.equals(Ids.shortIdOrNull(task.containerInstanceArn()))) {
                stopped.add(Ids.shortId(task.taskArn()));
            }
        }
        if (stopped.isEmpty()) {
            end(agent, instanceId);
            return;
        }
        retired.add(agent);
        guard.run("the last word to the agent of", instanceId, () -> {
            agent.manifest(List.of());
            agent.confirmUnknown(stopped);
        });
        strand.schedule(TO_CLEAN_UP, () -> {
            retired.remove(agent);
            end(agent, instanceId);
        });
    }

    private void end(AttachedAgent agent, String instanceId) {
        guard.run("the end of the agent of", instanceId, agent::close);
    }

    /**
     * Begins the agents of a state that was read, as far as they don't run yet, and tells all of them everything. Those whose instance
     * is gone, or attached to another engine, end: what the other engine's agent does is no longer theirs.
     */
    void resume(ClusterState state) {
        for (String id : List.copyOf(agents.keySet())) {
            Attachment attachment = state.attachment(id);
            if (attachment == null || !attachment.engineId().equals(engineId)) {
                end(Objects.requireNonNull(agents.remove(id)).agent(), id);
            }
        }
        outOfStep.clear();
        for (InstanceState instance : state.instances()) {
            resume(state, instance);
        }
    }

    private void resume(ClusterState state, InstanceState instance) {
        Attachment attachment = state.attachment(instance.id());
        if (attachment != null && attachment.engineId().equals(engineId)) {
            begin(state, instance, attachment);
        }
    }

    private void begin(ClusterState state, InstanceState instance, Attachment attachment) {
        String id = instance.id();
        Running running = agents.get(id);
        if (running != null && running.epoch() < attachment.epoch()) {
            agents.remove(id);
            end(running.agent(), id);
        }
        tell(
                id,
                "the beginning of the agent of",
                () -> agents.computeIfAbsent(
                                id,
                                absent -> new Running(
                                        factory.attach(
                                                clusterName, instance.record(), into(mailbox, attachment.epoch())),
                                        attachment.epoch()))
                        .agent()
                        .manifest(Orders.manifest(state, instance)));
    }

    /** Gives word to an agent. If that fails it is to be told everything. */
    private void tell(String instanceId, String what, Runnable word) {
        if (!guard.run(what, instanceId, word)) {
            outOfStep.add(instanceId);
        }
    }

    /** Gives word to the agent of an instance, if it runs here. */
    private void tell(String instanceId, String what, Consumer<AttachedAgent> word) {
        Running running = agents.get(instanceId);
        if (running != null) {
            tell(instanceId, what, () -> word.accept(running.agent()));
        }
    }

    boolean anyOutOfStep() {
        return !outOfStep.isEmpty();
    }

    /** Begins what could not be begun, and tells those everything that may have missed something. All of the state is committed. */
    void repair(ClusterState state) {
        List<String> ids = List.copyOf(outOfStep);
        outOfStep.clear();
        for (String id : ids) {
            InstanceState instance = state.instance(id);
            if (instance != null) {
                resume(state, instance);
            }
        }
    }

    void order(Map<String, Collection<TaskOrder>> orders) {
        orders.forEach(
                (instance, of) -> tell(instance, "orders to the agent of", agent -> agent.orders(List.copyOf(of))));
    }

    /** Answers the agents that were heard in a turn, unless others have taken their places since. */
    void answer(ClusterState state, Turn turn) {
        turn.acknowledgements()
                .forEach((instance, sequences) -> answer(
                        turn, instance, "acknowledgements to the agent of", agent -> agent.acknowledge(sequences)));
        turn.unknownTasks()
                .forEach((instance, tasks) ->
                        answer(turn, instance, "confirmations to the agent of", agent -> agent.confirmUnknown(tasks)));
        turn.askedTasks()
                .forEach((instance, tasks) ->
                        answer(turn, instance, "answers to the agent of", agent -> agent.orders(orders(state, tasks))));
    }

    private void answer(Turn turn, String instanceId, String what, Consumer<AttachedAgent> word) {
        Running running = agents.get(instanceId);
        if (running != null && turn.answers(instanceId, running.epoch())) {
            tell(instanceId, what, word);
        }
    }

    private static List<TaskOrder> orders(ClusterState state, List<Task> tasks) {
        List<TaskOrder> orders = new ArrayList<>(tasks.size());
        for (Task task : tasks) {
            Task now = state.task(Ids.shortId(task.taskArn()));
            if (now != null) {
                orders.add(Orders.of(state, now));
            }
        }
        return orders;
    }

    /** Ends every agent; their containers go on. */
    CompletableFuture<Void> close() {
        List<AttachedAgent> ending = new ArrayList<>(retired);
        agents.values().forEach(running -> ending.add(running.agent()));
        agents.clear();
        retired.clear();
        outOfStep.clear();
        ending.removeIf(agent -> !guard.run("the end of an agent of", clusterName, agent::close));
        return CompletableFuture.allOf(
                ending.stream().map(AttachedAgent::closed).toArray(CompletableFuture[]::new));
    }

    /**
     * Hands what the agent of one attachment says to the loop, with the attachment's epoch. Agents count their reports each for itself:
     * without it, a report of a former agent would pass for one of the present one.
     */
    private static ControlPlane into(Consumer<Consumer<Mailbox>> mailbox, long epoch) {
        return new ControlPlane() {
            @Override
            public void connection(String containerInstanceId, boolean connected, @Nullable String detail) {
                mailbox.accept(box -> box.addConnection(
                        containerInstanceId, new Mailbox.Connection(epoch, connected, detail == null ? "" : detail)));
            }

            @Override
            public void reports(String containerInstanceId, List<TaskReport> reports) {
                mailbox.accept(box -> box.addReports(containerInstanceId, epoch, reports));
            }

            @Override
            public void ask(String containerInstanceId, List<String> taskIds) {
                mailbox.accept(box -> box.addQuestions(containerInstanceId, epoch, taskIds));
            }
        };
    }
}
