package io.stowage.core.loop;

import io.stowage.core.agent.Agent;
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
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The agents of the instances that this engine attached, and the way to them.
 *
 * <p>An attachment is committed before its agent begins: the record says which engine runs it. What agents are told is derived from
 * committed state; what they say goes to the mailbox. Belongs to the loop's strand.
 */
final class AgentHost {

    /** How long the agent of an instance that is gone may take to remove what its tasks left. */
    private static final Duration TO_CLEAN_UP = Duration.ofMinutes(2);

    private final String clusterName;
    private final String engineId;
    private final AgentFactory factory;
    private final Strand strand;
    private final ControlPlane controlPlane;
    private final Map<String, Agent> agents = new LinkedHashMap<>();
    /** The epochs of the attachments that the agents run for. */
    private final Map<String, Long> epochs = new LinkedHashMap<>();
    /** Agents of instances that were deregistered, while they clean up. */
    private final List<Agent> retired = new ArrayList<>();

    AgentHost(String clusterName, LoopContext context, Strand strand, ControlPlane controlPlane) {
        this.clusterName = clusterName;
        this.engineId = context.engineId();
        this.factory = context.agents();
        this.strand = strand;
        this.controlPlane = controlPlane;
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
            Agent agent = agents.remove(gone);
            epochs.remove(gone);
            if (agent != null) {
                retire(agent, committed, gone);
            }
        }
    }

    /** The tasks of an instance that was deregistered by force are STOPPED: their containers go, and then the agent. */
    private void retire(Agent agent, Transaction committed, String instanceId) {
        List<String> stopped = new ArrayList<>();
        for (Task task : committed.changed(Kind.TASK, Task.class)) {
            if (instanceId.equals(Ids.shortIdOrNull(task.containerInstanceArn()))) {
                stopped.add(Ids.shortId(task.taskArn()));
            }
        }
        if (stopped.isEmpty()) {
            agent.close();
            return;
        }
        retired.add(agent);
        agent.manifest(List.of());
        agent.confirmUnknown(stopped);
        strand.schedule(TO_CLEAN_UP, () -> {
            retired.remove(agent);
            agent.close();
        });
    }

    /** Begins the agents of a state that was read, as far as they don't run yet, and tells all of them everything. */
    void resume(ClusterState state) {
        for (InstanceState instance : state.instances()) {
            Attachment attachment = state.attachment(instance.id());
            if (attachment != null && attachment.engineId().equals(engineId)) {
                begin(state, instance, attachment);
            }
        }
    }

    private void begin(ClusterState state, InstanceState instance, Attachment attachment) {
        Long epoch = epochs.put(instance.id(), attachment.epoch());
        Agent former = epoch != null && epoch < attachment.epoch() ? agents.remove(instance.id()) : null;
        if (former != null) {
            former.close();
        }
        Agent agent = agents.computeIfAbsent(
                instance.id(), id -> factory.attach(clusterName, instance.record(), controlPlane));
        agent.manifest(Orders.manifest(state, instance));
    }

    void order(Map<String, Collection<TaskOrder>> orders) {
        orders.forEach((instance, of) -> {
            Agent agent = agents.get(instance);
            if (agent != null) {
                agent.orders(List.copyOf(of));
            }
        });
    }

    void answer(ClusterState state, Turn turn) {
        turn.acknowledgements().forEach((instance, sequences) -> {
            Agent agent = agents.get(instance);
            if (agent != null) {
                agent.acknowledge(sequences);
            }
        });
        turn.unknownTasks().forEach((instance, tasks) -> {
            Agent agent = agents.get(instance);
            if (agent != null) {
                agent.confirmUnknown(tasks);
            }
        });
        turn.askedTasks().forEach((instance, tasks) -> {
            Agent agent = agents.get(instance);
            if (agent != null) {
                agent.orders(orders(state, tasks));
            }
        });
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
        List<Agent> ending = new ArrayList<>(agents.values());
        ending.addAll(retired);
        ending.forEach(Agent::close);
        agents.clear();
        epochs.clear();
        retired.clear();
        return CompletableFuture.allOf(ending.stream().map(Agent::closed).toArray(CompletableFuture[]::new));
    }

    /** Hands what agents say to the loop. */
    static ControlPlane into(java.util.function.Consumer<java.util.function.Consumer<Mailbox>> mailbox) {
        return new ControlPlane() {
            @Override
            public void connection(String containerInstanceId, boolean connected, @Nullable String detail) {
                mailbox.accept(box -> box.addConnection(
                        containerInstanceId, new Mailbox.Connection(connected, detail == null ? "" : detail)));
            }

            @Override
            public void reports(String containerInstanceId, List<TaskReport> reports) {
                mailbox.accept(box -> box.addReports(containerInstanceId, reports));
            }

            @Override
            public void ask(String containerInstanceId, List<String> taskIds) {
                mailbox.accept(box -> box.addQuestions(containerInstanceId, taskIds));
            }
        };
    }
}
