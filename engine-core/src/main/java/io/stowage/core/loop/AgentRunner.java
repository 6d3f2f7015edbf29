package io.stowage.core.loop;

import io.stowage.core.agent.AgentAnswer;
import io.stowage.core.agent.AttachedAgent;
import io.stowage.core.agent.Attachment;
import io.stowage.core.agent.Licence;
import io.stowage.core.agent.TaskOrder;
import io.stowage.core.state.ClusterState;
import io.stowage.core.state.InstanceState;
import io.stowage.core.state.Orders;
import io.stowage.model.ContainerInstance;
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
 * The agents of the instances that are attached to this engine, whether it leads the cluster or not, and the way to them.
 *
 * <p>An attachment is committed before its agent begins: the record says which engine runs it. What agents are told is derived from
 * committed state; what they say goes to {@link AgentWords}. Word that could not be given to an agent, or an agent that could not be
 * begun, leaves the instance out of step: it is begun again if it must be, and told everything, until that succeeds. Belongs to the loop's
 * strand.
 */
final class AgentRunner {

    private final String clusterName;
    private final String engineId;
    private final AgentFactory factory;
    private final Standing standing;
    private final AgentWords words;
    private final Guard guard;
    private final Map<String, Running> agents = new LinkedHashMap<>();
    /** Instances whose agents may have missed something. */
    private final Set<String> outOfStep = new LinkedHashSet<>();

    /**
     * An agent, the attachment that it runs for, and its licence.
     *
     * @param cleansUp whether it was told to clean up, after which it takes no orders any more
     */
    private record Running(AttachedAgent agent, Attachment attachment, Revocable licence, boolean cleansUp) {

        /** Whether it can't be the agent of this attachment: a store may lose that an instance was deregistered. */
        boolean isOver(Attachment next, boolean cleanUp) {
            return attachment.epoch() < next.epoch() || (cleansUp && !cleanUp);
        }

        Running cleaningUp() {
            return new Running(agent, attachment, licence, true);
        }
    }

    /** A licence that ends for good when its attachment does. */
    private static final class Revocable implements Licence {

        private final Licence standing;
        private volatile boolean revoked;

        Revocable(Licence standing) {
            this.standing = standing;
        }

        @Override
        public boolean holds() {
            return !revoked && standing.holds();
        }
    }

    AgentRunner(String clusterName, LoopContext context, Standing standing, AgentWords words, Guard guard) {
        this.clusterName = clusterName;
        this.engineId = context.engineId();
        this.factory = context.agents();
        this.standing = standing;
        this.words = words;
        this.guard = guard;
    }

    /** Begins and ends agents so that there is one for each of these attachments that is to this engine. */
    void follow(ClusterState state, List<Attachment> changed, List<String> gone) {
        for (Attachment attachment : changed) {
            if (attachment.engineId().equals(engineId)) {
                begin(state, attachment);
            } else {
                end(attachment.containerInstanceId());
            }
        }
        gone.forEach(this::end);
    }

    private void end(String instanceId) {
        outOfStep.remove(instanceId);
        Running running = agents.remove(instanceId);
        if (running != null) {
            // Before it hears of it: what it has waiting is not done any more.
            running.licence().revoked = true;
            guard.run("the end of the agent of", instanceId, running.agent()::close);
        }
    }

    /**
     * Begins the agents of a state that was read, as far as they don't run yet, and tells all of them everything. Those whose instance
     * is gone, or attached to another engine, end: what the other engine's agent does is no longer theirs.
     */
    void resume(ClusterState state) {
        for (String id : List.copyOf(agents.keySet())) {
            Attachment attachment = state.attachment(id);
            if (attachment == null || !attachment.engineId().equals(engineId)) {
                end(id);
            }
        }
        outOfStep.clear();
        state.attachments().forEach(attachment -> resume(state, attachment));
    }

    private void resume(ClusterState state, @Nullable Attachment attachment) {
        if (attachment != null && attachment.engineId().equals(engineId)) {
            begin(state, attachment);
        }
    }

    private void begin(ClusterState state, Attachment attachment) {
        String id = attachment.containerInstanceId();
        InstanceState registered = state.instance(id);
        ContainerInstance instance = attachment.former() != null
                ? attachment.former().instance()
                : registered == null ? null : registered.record();
        if (instance == null) {
            return;
        }
        boolean cleanUp = attachment.former() != null || registered == null;
        Running before = agents.get(id);
        if (before != null && before.isOver(attachment, cleanUp)) {
            end(id);
        }
        tell(id, "the beginning of the agent of", () -> {
            Running running = agents.computeIfAbsent(id, absent -> attach(instance, attachment));
            if (cleanUp) {
                agents.put(id, running.cleaningUp());
                running.agent().cleanUp();
            } else {
                running.agent().manifest(Orders.manifest(state, Objects.requireNonNull(registered)));
            }
        });
    }

    private Running attach(ContainerInstance instance, Attachment attachment) {
        Revocable licence = new Revocable(standing.of(attachment));
        return new Running(
                factory.attach(clusterName, instance, licence, words.from(attachment)), attachment, licence, false);
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

    /** Whether an agent runs here for an instance. */
    boolean runs(String instanceId) {
        return agents.containsKey(instanceId);
    }

    boolean anyOutOfStep() {
        return !outOfStep.isEmpty();
    }

    /** Whether an agent of this engine would go on if another one led. */
    boolean anyLocal() {
        return agents.values().stream().anyMatch(running -> running.attachment().local());
    }

    /** Begins what could not be begun, and tells those everything that may have missed something. All of the state is committed. */
    void repair(ClusterState state) {
        List<String> ids = List.copyOf(outOfStep);
        outOfStep.clear();
        ids.forEach(id -> resume(state, state.attachment(id)));
    }

    void order(Map<String, Collection<TaskOrder>> orders) {
        orders.forEach(
                (instance, of) -> tell(instance, "orders to the agent of", agent -> agent.orders(List.copyOf(of))));
    }

    /** Answers an agent that was heard, unless another has taken its place since. */
    void answer(String instanceId, long epoch, AgentAnswer answer) {
        Running running = agents.get(instanceId);
        if (running == null || running.attachment().epoch() != epoch) {
            return;
        }
        if (!answer.acknowledged().isEmpty()) {
            tell(instanceId, "acknowledgements to the agent of", agent -> agent.acknowledge(answer.acknowledged()));
        }
        if (!answer.unknownTasks().isEmpty()) {
            tell(instanceId, "confirmations to the agent of", agent -> agent.confirmUnknown(answer.unknownTasks()));
        }
        if (!answer.orders().isEmpty()) {
            tell(instanceId, "answers to the agent of", agent -> agent.orders(answer.orders()));
        }
    }

    /** Ends every agent; their containers go on. */
    CompletableFuture<Void> close() {
        List<AttachedAgent> ending = new ArrayList<>();
        agents.values().forEach(running -> {
            running.licence().revoked = true;
            ending.add(running.agent());
        });
        agents.clear();
        outOfStep.clear();
        ending.removeIf(agent -> !guard.run("the end of an agent of", clusterName, agent::close));
        return CompletableFuture.allOf(
                ending.stream().map(AttachedAgent::closed).toArray(CompletableFuture[]::new));
    }
}
