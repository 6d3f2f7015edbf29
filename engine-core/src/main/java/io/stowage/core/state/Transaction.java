package io.stowage.core.state;

import io.stowage.core.agent.Attachment;
import io.stowage.core.agent.TaskOrder;
import io.stowage.core.deployment.ImagePins;
import io.stowage.error.ClientException;
import io.stowage.model.Cluster;
import io.stowage.model.ContainerImage;
import io.stowage.model.ContainerInstance;
import io.stowage.model.RaisedAlarm;
import io.stowage.model.Service;
import io.stowage.model.ServiceEvent;
import io.stowage.model.Task;
import io.stowage.model.TaskBuilder;
import io.stowage.model.TaskDefinition;
import io.stowage.spi.Write;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The changes of one turn. Each is applied to the state in memory at once, so that what is decided later in the turn sees it, and is
 * remembered as a write. If the turn's commit turns out to have failed, the state is thrown away and read anew.
 */
public final class Transaction implements CommittedChanges {

    /** ECS shows the last 100 events of a service. */
    public static final int EVENTS_KEPT = 100;

    /** How many deployments of a service are remembered. */
    public static final int DEPLOYMENTS_KEPT = 100;

    private final ClusterState state;
    private final Instant now;
    private final TaskIndex index;
    private final Undo undo;
    private final Journal journal;
    private final OrdersOfTurn orders;
    private final ServiceChanges services;

    /** Where the part at work began. */
    private @Nullable Change savepoint;

    private int notesBefore;
    /** Whether the partition's own record is to be written, whatever else is. */
    private boolean remembers;

    /** Whether a change is being made: one that breaks off in the middle can't be undone. */
    private boolean changing;

    /** A service as it was before the turn, null if it was not there, and as it is now. */
    public record ServiceChange(@Nullable Service before, Service after) {}

    /** An event of a service that was added in this turn. */
    public record ServiceNote(Service service, ServiceEvent event) {}

    public Transaction(ClusterState state, Instant now) {
        this.state = state;
        this.now = now;
        this.index = new TaskIndex(state);
        this.undo = new Undo(state, index, now);
        this.journal = new Journal(state);
        this.orders = new OrdersOfTurn(state);
        this.services = new ServiceChanges(state, now, journal);
    }

    /** A part begins, which {@link #rollback} would undo. Costs nothing. */
    public void savepoint() {
        savepoint = journal.latest();
        notesBefore = services.notes().size();
    }

    /**
     * Undoes what was changed since the {@link #savepoint}, in time proportional to that.
     *
     * @throws IllegalStateException if a change broke off in the middle: then the state can't be relied on any more
     */
    public void rollback() {
        if (changing) {
            throw new IllegalStateException("a change of the state broke off in the middle");
        }
        changing = true;
        while (journal.latest() != savepoint) {
            Change change = journal.takeBack();
            undo.of(change);
            forget(change);
        }
        services.forgetNotesBeyond(notesBefore);
        changing = false;
    }

    private void forget(Change change) {
        if (change.key.kind() == Kind.SERVICE) {
            services.forget(change);
        } else if (change.key.kind() == Kind.TASK && change.value != null) {
            orders.takeBack(change.key.id(), (Task) change.value, change.replaced == null);
        }
    }

    @Override
    public ClusterState state() {
        return state;
    }

    @Override
    public Instant now() {
        return now;
    }

    public void putCluster(Cluster cluster) {
        state.quarantine().refuse(Kind.CLUSTER, cluster.clusterName());
        changing = true;
        Cluster before = state.cluster();
        state.cluster(cluster);
        journal.touch(Kind.CLUSTER, cluster.clusterName(), cluster, before);
        changing = false;
    }

    /** The cluster may use this capacity provider, as it is now. */
    public void putProvider(AttachedProvider provider) {
        state.quarantine().refuse(Kind.CAPACITY_PROVIDER, provider.name());
        changing = true;
        AttachedProvider before = state.providers.put(provider.name(), provider);
        journal.touch(Kind.CAPACITY_PROVIDER, provider.name(), provider, before);
        state.providerChanged(provider.name());
        changing = false;
    }

    /** The cluster may use it no longer. */
    public void deleteProvider(String name) {
        changing = true;
        AttachedProvider before = state.providers.remove(name);
        if (before != null) {
            journal.delete(Kind.CAPACITY_PROVIDER, name, before);
        }
        changing = false;
    }

    /** A machine is launched, or the launch has gone on. */
    public void putLaunch(MachineLaunch launch) {
        state.quarantine().refuse(Kind.LAUNCH, launch.id());
        changing = true;
        MachineLaunch before = state.launches.put(launch.id(), launch);
        journal.touch(Kind.LAUNCH, launch.id(), launch, before);
        changing = false;
    }

    /** There is nothing left of a launch. */
    public void deleteLaunch(String id) {
        changing = true;
        MachineLaunch before = state.launches.remove(id);
        if (before != null) {
            journal.delete(Kind.LAUNCH, id, before);
        }
        changing = false;
    }

    /** What is remembered of a capacity provider from now on. */
    public void putProviderMemory(ProviderMemory memory) {
        String name = memory.capacityProvider();
        state.quarantine().refuse(Kind.PROVIDER_MEMORY, name);
        changing = true;
        ProviderMemory before = state.providerMemories.put(name, memory);
        journal.touch(Kind.PROVIDER_MEMORY, name, memory, before);
        changing = false;
    }

    /**
     * The cluster has a copy of this revision from now on; one that it has stays. The registry gives out no number twice, but a store may lose a
     * registration while an operation is under way that uses the revision: then the number comes again, and the cluster still has what it meant.
     *
     * @throws ClientException if what the cluster has under this ARN is another revision
     */
    public void putDefinition(TaskDefinition definition) {
        String arn = Objects.requireNonNull(definition.taskDefinitionArn());
        DefinitionState known = state.definitions.get(arn);
        if (known == null) {
            state.quarantine().refuse(Kind.DEFINITION, Ids.shortId(arn));
            DefinitionState added = new DefinitionState(definition);
            changing = true;
            state.definitions.put(arn, added);
            state.maybeUnused.add(arn);
            journal.touch(Kind.DEFINITION, Ids.shortId(arn), definition, arn);
            changing = false;
        } else if (!known.isOf(definition)) {
            throw new ClientException(
                    "taskDefinition " + arn + " is another revision in this cluster, where it is still used:"
                            + " its registration was lost, and the number was given out again. Register it once more, and use that revision.");
        }
    }

    /** An engine takes over: that is committed even if nothing else changes, unless there is no cluster yet. */
    public void leadBy(PartitionMeta.Leader leader) {
        state.ledSince(now);
        state.meta(state.meta().ledBy(leader), state.metaVersion());
        remembers = state.cluster() != null;
    }

    /** What was ordered up to this commit may be lost: the partition remembers that. */
    public void noteLoss(long commit) {
        Long known = state.meta().lostUpTo();
        if (known == null || known < commit) {
            state.meta(state.meta().lost(commit), state.metaVersion());
            remembers = true;
        }
    }

    /** These alarms are in ALARM now, and no others. A {@link #rollback} does not undo that: it is the last thing that an operation does. */
    public void putAlarms(List<RaisedAlarm> raised) {
        state.meta(state.meta().alarms(raised), state.metaVersion());
        remembers = true;
    }

    /**
     * The cluster has heard of a change of a capacity provider that it doesn't have: what was decided on before that doesn't attach one any
     * more. A {@link #rollback} does not undo that: it is the last thing that an operation does.
     */
    public void raiseProviderEpoch() {
        state.meta(state.meta().providerEpoch(state.providerEpoch() + 1), state.metaVersion());
        remembers = true;
    }

    /** Somebody has decided on what was lost. */
    public void forgetLoss() {
        if (state.meta().lostUpTo() != null) {
            state.meta(state.meta().lost(null), state.metaVersion());
            remembers = true;
        }
    }

    public void putAttachment(Attachment attachment) {
        changing = true;
        Attachment before = state.attach(attachment.containerInstanceId(), attachment);
        journal.touch(Kind.ATTACHMENT, attachment.containerInstanceId(), attachment, before);
        changing = false;
    }

    public void putInstance(ContainerInstance instance) {
        String id = Ids.shortId(instance.containerInstanceArn());
        InstanceState known = state.instances.get(id);
        RecordKey key = new RecordKey(Kind.INSTANCE, id);
        ContainerInstance versioned = instance.toBuilder()
                .agentDisconnectedAt(disconnectedAt(instance, known))
                .agentLostAt(instance.agentConnected() ? null : instance.agentLostAt())
                .version(journal.nextVersion(key, known != null))
                .build();
        changing = true;
        journal.touch(Kind.INSTANCE, id, versioned, known == null ? null : known.record());
        if (versioned.containerInstanceName() != null) {
            state.instanceNames.put(versioned.containerInstanceName(), id);
        }
        boolean connects = versioned.agentConnected() && (known == null || !known.connected());
        if (known == null) {
            known = new InstanceState(versioned);
            state.putInstance(known);
        } else {
            index.changeInstance(known, versioned, now);
        }
        state.capacityAppeared(known);
        if (connects) {
            state.agentConnected(known);
        }
        changing = false;
    }

    /**
     * Gives up those instances whose agents are away for so long: their tasks count no more until the agent is back. That is committed, for
     * an engine that takes over must not count them again, beside those that were launched in their place. How long an agent was away before this
     * engine led doesn't count: there was nobody whom it could have reached.
     */
    public void loseInstances(Duration after) {
        for (String id : state.takeLost(now, after)) {
            InstanceState instance = Objects.requireNonNull(state.instance(id));
            putInstance(instance.record().toBuilder().agentLostAt(now).build());
        }
    }

    /** It stays the same for as long as the agent is away. */
    private @Nullable Instant disconnectedAt(ContainerInstance next, @Nullable InstanceState known) {
        if (next.agentConnected() || known == null) {
            return null;
        }
        return known.connected() ? now : known.record().agentDisconnectedAt();
    }

    /** Removes an instance; none of its tasks is left unreleased. */
    public void deleteInstance(String id) {
        changing = true;
        InstanceState known = state.removeInstance(id);
        if (known != null && known.record().containerInstanceName() != null) {
            state.instanceNames.remove(known.record().containerInstanceName());
        }
        journal.delete(Kind.INSTANCE, id, known);
        changing = false;
    }

    /** Nothing is left of an instance that was deregistered. */
    public void deleteAttachment(String instanceId) {
        changing = true;
        Attachment attachment = state.attach(instanceId, null);
        if (attachment != null) {
            journal.delete(Kind.ATTACHMENT, instanceId, attachment);
        }
        changing = false;
    }

    public void putService(Service service) {
        state.quarantine().refuse(Kind.SERVICE, service.serviceName());
        changing = true;
        services.put(service);
        changing = false;
    }

    /** What a task of a service has pulled may pin the images of its revision: for the tasks that are created from now on. */
    public void pinImages(String service, Task task) {
        PastDeployment past =
                task.startedBy() == null ? null : state.pastDeployment(service, Ids.shortId(task.startedBy()));
        TaskDefinition definition = state.definition(task.taskDefinitionArn());
        if (past == null || definition == null) {
            return;
        }
        List<ContainerImage> pins = past.revision().containerImages();
        List<ContainerImage> after = ImagePins.after(pins, definition.containerDefinitions(), task.containers());
        if (after != pins) {
            changing = true;
            services.pin(past, after);
            changing = false;
        }
    }

    /** Removes a service with its events and its history. */
    public void deleteService(String name) {
        changing = true;
        services.delete(name);
        changing = false;
    }

    /** Adds an event to a service; the oldest one goes when there are too many. */
    public void addEvent(ServiceState service, String message) {
        changing = true;
        services.addEvent(service, message);
        changing = false;
    }

    /** Adds a task that is new. Its version is 1. */
    public void addTask(Task task) {
        String id = Ids.shortId(task.taskArn());
        changing = true;
        journal.record(new RecordKey(Kind.TASK, id), task, task.version(), null);
        index.add(id, task, now);
        orders.add(id, task);
        changing = false;
    }

    /** Changes a task. */
    public Task changeTask(String id, Consumer<TaskBuilder> change) {
        TaskState known = Objects.requireNonNull(state.tasks.get(id), id);
        Task before = known.task;
        RecordKey key = new RecordKey(Kind.TASK, id);
        TaskBuilder builder = before.toBuilder();
        builder.version(journal.contains(key) ? before.version() : before.version() + 1);
        change.accept(builder);
        Task after = builder.build();
        changing = true;
        journal.record(key, after, after.version(), before);
        index.update(known, after, now);
        if (OrdersOfTurn.isNews(before, after)) {
            orders.add(id, after);
        }
        changing = false;
        return after;
    }

    /** Forgets a STOPPED task. */
    public void deleteTask(String id) {
        TaskState known = state.tasks.get(id);
        if (known != null) {
            changing = true;
            index.remove(known);
            journal.delete(Kind.TASK, id, known);
            changing = false;
        }
    }

    /** Remembers what became of an operation. */
    public void putToken(ClientToken token) {
        state.quarantine().refuse(Kind.TOKEN, token.id());
        changing = true;
        ClientToken before = state.tokens.put(token.id(), token);
        journal.touch(Kind.TOKEN, token.id(), token, before);
        changing = false;
    }

    /** Answers a request that came through the inbox. */
    public void putReply(Reply reply) {
        changing = true;
        Reply before = state.replies.put(reply.requestId(), reply);
        journal.touch(Kind.REPLY, reply.requestId(), reply, before);
        changing = false;
    }

    public void deleteReply(String requestId) {
        changing = true;
        Reply before = state.replies.remove(requestId);
        if (before != null) {
            journal.delete(Kind.REPLY, requestId, before);
        }
        changing = false;
    }

    public void deleteToken(String id) {
        changing = true;
        ClientToken before = state.tokens.remove(id);
        if (before != null) {
            journal.delete(Kind.TOKEN, id, before);
        }
        changing = false;
    }

    /** The records that it changes. */
    public Set<RecordKey> touched() {
        return journal.keys();
    }

    /** Whether there is anything to commit. */
    public boolean isEmpty() {
        return journal.isEmpty() && !remembers;
    }

    public int size() {
        return journal.size();
    }

    /** Removes revisions that nothing uses any more, moves the partition's time on, and yields what to commit. */
    public List<Write> writes(Function<Object, String> writer) {
        for (String arn : unusedDefinitions()) {
            state.definitions.remove(arn);
            journal.delete(Kind.DEFINITION, Ids.shortId(arn), null);
        }
        long metaVersion = state.metaVersion() + 1;
        state.meta(state.meta().at(now), metaVersion);
        return journal.writes(writer);
    }

    /** A service or a task that can't be read may use any of them. */
    private List<String> unusedDefinitions() {
        List<String> unused = new ArrayList<>();
        if (state.quarantine().holdsAny(Kind.SERVICE.storedName())
                || state.quarantine().holdsAny(Kind.TASK.storedName())) {
            return unused;
        }
        for (String arn : state.maybeUnused) {
            DefinitionState definition = state.definitions.get(arn);
            if (definition != null && definition.users == 0) {
                unused.add(arn);
            }
        }
        state.maybeUnused.clear();
        return unused;
    }

    /** What agents are to be told once this is committed, by instance. */
    @Override
    public Map<String, Collection<TaskOrder>> orders() {
        return orders.byInstance();
    }

    /** The tasks that changed, as they are now. */
    @Override
    public <T> List<T> changed(Kind kind, Class<T> type) {
        return journal.changed(kind, type);
    }

    /** Whether records of one of these kinds were changed or removed. */
    public boolean touches(Kind one, Kind other) {
        return journal.touches(one, other);
    }

    /** The ids of the records that were removed. */
    @Override
    public List<String> deleted(Kind kind) {
        return journal.deleted(kind);
    }

    /** The services that changed. */
    @Override
    public Collection<ServiceChange> serviceChanges() {
        return services.changes();
    }

    @Override
    public List<ServiceNote> notes() {
        return services.notes();
    }
}
