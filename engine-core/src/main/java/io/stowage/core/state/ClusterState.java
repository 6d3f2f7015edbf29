package io.stowage.core.state;

import com.google.common.collect.EnumMultiset;
import com.google.common.collect.Iterables;
import com.google.common.collect.Multiset;
import io.stowage.core.agent.Attachment;
import io.stowage.core.json.Document;
import io.stowage.core.placement.Admission;
import io.stowage.core.placement.Demand;
import io.stowage.core.placement.Fargate;
import io.stowage.core.placement.Inventory;
import io.stowage.core.placement.PlacementRequest;
import io.stowage.model.Cluster;
import io.stowage.model.ClusterSettingName;
import io.stowage.model.ClusterStatus;
import io.stowage.model.ContainerImage;
import io.stowage.model.Deployment;
import io.stowage.model.LaunchType;
import io.stowage.model.RaisedAlarm;
import io.stowage.model.Service;
import io.stowage.model.Task;
import io.stowage.model.TaskDefinition;
import io.stowage.model.TaskOverride;
import io.stowage.model.TaskStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Everything one cluster partition holds, in memory, with the indexes that make each question cheap.
 *
 * <p>Only a {@link Transaction} changes it. What the store holds is in the records; the rest (remaining resources, counts, buckets,
 * due times) is derived here and follows each change in time proportional to that change. Belongs to the partition's strand.
 */
public final class ClusterState {

    private final Ids ids;
    private final Duration healthyAfterRunning;
    private @Nullable Cluster cluster;
    private PartitionMeta meta = new PartitionMeta(Instant.EPOCH, 1, null, null);
    private long metaVersion;
    /** The partition's number of commits when it was read. One that was never written can have lost nothing: it has no instance, either. */
    private long readAt = Long.MAX_VALUE;

    private boolean hadNoTasks;

    /** Changed by {@link #putInstance} and {@link #removeInstance} alone. */
    final Map<String, InstanceState> instances = new TreeMap<>();

    private final Inventory inventory = new Inventory();
    /** Ids of the container instances that have a name, by name. */
    final Map<String, String> instanceNames = new LinkedHashMap<>();

    final Map<String, TaskState> tasks = new LinkedHashMap<>();
    private final Provisioning provisioning = new Provisioning();
    private final Multiset<TaskStatus> tasksByStatus = EnumMultiset.create(TaskStatus.class);
    /** Changed by {@link #putService} and {@link #removeService} alone. */
    final Map<String, ServiceState> services = new TreeMap<>();

    private final InstanceWatch watch = new InstanceWatch(this::markDirty);
    private final AlarmIndex alarms = new AlarmIndex();
    final Map<String, DefinitionState> definitions = new LinkedHashMap<>();
    /** Copies of the capacity providers that the cluster may use, by name. */
    final Map<String, AttachedProvider> providers = new TreeMap<>();
    /** Machines that are launched or to be launched, by the launch's id. */
    final NavigableMap<String, MachineLaunch> launches = new TreeMap<>();

    final Map<String, ProviderMemory> providerMemories = new TreeMap<>();

    private final Map<String, Attachment> attachments = new TreeMap<>();
    /** Those of hosts that only engines of one place reach. */
    private final Map<String, Attachment> localAttachments = new TreeMap<>();
    /** Ids of the instances that are deregistered and not clean yet; the one that has been so longest first. */
    private final Set<String> formerInstances = new LinkedHashSet<>();
    /** The oldest first. */
    final Map<String, ClientToken> tokens = new LinkedHashMap<>();
    /** Answers to requests that came through the inbox, the oldest first. */
    final Map<String, Reply> replies = new LinkedHashMap<>();
    /** Since when services are INACTIVE, by name; the one that has been so longest first. */
    final Map<String, InactiveService> inactiveServices = new LinkedHashMap<>();
    /** The histories of services, each in the order in which its deployments began. */
    final NavigableMap<String, PastDeployment> pastDeployments = new TreeMap<>();
    /** Versions of the records that don't carry their own. */
    final Map<RecordKey, Long> versions = new LinkedHashMap<>();

    /** Records that were stored with fields that this version does not know, and which are written back with them. Mostly empty. */
    final Map<RecordKey, Document<?>> unknownFields = new LinkedHashMap<>();

    private final Quarantine quarantine = new Quarantine();

    /** Definitions whose last user may have gone. */
    final Set<String> maybeUnused = new LinkedHashSet<>();

    final Deque<TaskState> stoppedTasks = new ArrayDeque<>();
    /** Services of which a task has become STOPPED: they may have too many of them. */
    final Set<String> moreStopped = new LinkedHashSet<>();

    private final Set<String> dirtyServices = new LinkedHashSet<>();
    private final PendingWork pending = new PendingWork();

    private final DueTimes due = new DueTimes();

    public ClusterState(Ids ids, Duration healthyAfterRunning) {
        this.ids = ids;
        this.healthyAfterRunning = healthyAfterRunning;
    }

    public Ids ids() {
        return ids;
    }

    /** The cluster's record; null before the partition's first commit. */
    public @Nullable Cluster cluster() {
        return cluster;
    }

    void cluster(@Nullable Cluster next) {
        cluster = next;
    }

    /** The version of the cluster's record; zero if there is none. */
    public long clusterVersion() {
        return versions.getOrDefault(new RecordKey(Kind.CLUSTER, Ids.shortId(ids.cluster())), 0L);
    }

    public boolean active() {
        return cluster != null && cluster.status() == ClusterStatus.ACTIVE;
    }

    /** The names of the capacity providers that the cluster may use, in their order. */
    public Set<String> providerNames() {
        Set<String> names = new TreeSet<>(providers.keySet());
        List<String> put = cluster == null ? List.of() : cluster.capacityProviders();
        names.removeIf(name -> Fargate.is(name) && !put.contains(name));
        return Collections.unmodifiableSet(names);
    }

    /**
     * All capacity providers that the cluster has a copy of, in the order of their names. Those of FARGATE that have instances are among them, whether
     * or not they were put on the cluster: their launch type can always be asked for.
     */
    public List<AttachedProvider> copiedProviders() {
        return List.copyOf(providers.values());
    }

    /** A capacity provider that the cluster may use; null if it is none. */
    public @Nullable AttachedProvider provider(String name) {
        return providers.get(name);
    }

    /** The launches whose machines aren't known to be gone, by id. */
    public Collection<MachineLaunch> launches() {
        return Collections.unmodifiableCollection(launches.values());
    }

    public @Nullable MachineLaunch launch(String id) {
        return launches.get(id);
    }

    /** What is remembered of a capacity provider; of one that has done nothing yet, that. */
    public ProviderMemory providerMemory(String capacityProvider) {
        ProviderMemory known = providerMemories.get(capacityProvider);
        return known == null ? ProviderMemory.of(capacityProvider) : known;
    }

    /** A capacity provider may scale now: services whose tasks find no room are looked at again. */
    void providerChanged(String name) {
        for (ServiceState service : services.values()) {
            boolean uses = service.record().capacityProviderStrategy().stream()
                    .anyMatch(item -> item.capacityProvider().equals(name));
            boolean meansIt = service.record().launchType() == LaunchType.FARGATE && name.equals(Fargate.NAME);
            if (uses || meansIt) {
                markDirty(service.record().serviceName());
            }
        }
    }

    /** How often the cluster has heard of a change of a capacity provider that it doesn't have. */
    public long providerEpoch() {
        return meta.providerEpoch() == null ? 0 : meta.providerEpoch();
    }

    public PartitionMeta meta() {
        return meta;
    }

    /** The partition was read, whose last commit had this number. */
    void readAt(long commit, boolean withoutTasks) {
        readAt = commit;
        hadNoTasks = withoutTasks;
    }

    /**
     * Whether a task that isn't here may be one that the store has lost, so that its containers are no strangers: the store had no task at
     * all, or had not got as far as the commit that ordered the task. Known to be so once, it stays so until somebody decides.
     *
     * @param commit the commit that ordered it; 0 if that isn't known
     */
    public boolean mayBeLost(long commit) {
        Long upTo = meta.lostUpTo();
        boolean known = upTo != null && commit <= upTo;
        return !stopsLostTasks() && (known || commit > readAt || hadNoTasks);
    }

    private boolean stopsLostTasks() {
        return cluster != null
                && cluster.settings().stream()
                        .anyMatch(setting -> setting.name() == ClusterSettingName.LOST_TASKS
                                && ClusterSettingName.STOP.equals(setting.value()));
    }

    long metaVersion() {
        return metaVersion;
    }

    /** The engine that leads the cluster, or led it last; null if nobody has yet. */
    public @Nullable String leader() {
        PartitionMeta.Leader leader = meta.leader();
        return leader == null ? null : leader.engineId();
    }

    void meta(PartitionMeta next, long version) {
        meta = next;
        metaVersion = version;
    }

    /** The alarms that are in ALARM, in the order in which they went off. */
    public List<RaisedAlarm> raisedAlarms() {
        return meta.alarms() == null ? List.of() : meta.alarms();
    }

    /** The records that can't be relied on. */
    public Quarantine quarantine() {
        return quarantine;
    }

    /** Every container instance, ordered by id. */
    public Collection<InstanceState> instances() {
        return instances.values();
    }

    public @Nullable InstanceState instance(String id) {
        return instances.get(id);
    }

    /** The instances as placement knows them. */
    public Inventory inventory() {
        return inventory;
    }

    void putInstance(InstanceState instance) {
        instances.put(instance.id(), instance);
        instance.joined(inventory.join(instance));
        instanceChanged(instance.id());
    }

    /** An instance came, went, or is another than it was. */
    void instanceChanged(String id) {
        watch.instanceChanged(id, instances.get(id));
    }

    void putService(ServiceState service) {
        String name = service.record().serviceName();
        services.put(name, service);
        serviceChanged(service);
    }

    /** A service has another record. */
    void serviceChanged(ServiceState service) {
        watch.serviceChanged(service);
        alarms.serviceChanged(service.record());
    }

    /** Takes a service out; null if it isn't there. */
    @Nullable
    ServiceState removeService(String name) {
        watch.serviceGone(name);
        alarms.serviceGone(name);
        return services.remove(name);
    }

    /** The names of the ACTIVE services that watch an alarm, in order. */
    public List<String> servicesWatching(String alarmName) {
        return alarms.watching(alarmName);
    }

    /** The names of the alarms that ACTIVE services watch, in order. */
    public List<String> watchedAlarms() {
        return alarms.watched();
    }

    /** How many moves of tasks of services to other container instances are under way. */
    public int movesUnderWay() {
        return watch.movesUnderWay();
    }

    /** Services of which tasks are to be moved are looked at: one more may be. */
    public void wakeRebalancing() {
        watch.wakeRebalancing();
    }

    /** The availability zones in which there is an instance that is ACTIVE and connected. */
    public Set<String> zones() {
        return watch.zones();
    }

    /** Has a DAEMON service look at the instances that have changed for it; {@code request} is how a task of it is placed. */
    public void settleDaemon(ServiceState service, PlacementRequest request, Instant now) {
        DaemonState daemon = service.daemon();
        if (daemon != null) {
            daemon.settle(request, instances, task -> Buckets.sort(task, now, healthyAfterRunning));
        }
    }

    /** A task of the DAEMON service has no room on an instance where it is to be. */
    public void lacksRoom(ServiceState service, InstanceState instance) {
        Objects.requireNonNull(service.daemon()).lacksRoom(instance);
    }

    /** Whatever a DAEMON service knew of instances, it is to look at all of them again. */
    public void lookAtAllInstances(ServiceState service) {
        if (service.daemon() != null) {
            service.daemon().noteAll();
        }
    }

    /** Takes an instance out; null if it isn't there. */
    @Nullable
    InstanceState removeInstance(String id) {
        InstanceState removed = instances.remove(id);
        if (removed != null) {
            removed.left(inventory);
            instanceChanged(id);
        }
        return removed;
    }

    /** The container instance of this name; null if there is none. */
    public @Nullable InstanceState instanceNamed(String containerInstanceName) {
        String id = instanceNames.get(containerInstanceName);
        return id == null ? null : instances.get(id);
    }

    public @Nullable Task task(String id) {
        TaskState state = tasks.get(id);
        return state == null ? null : state.task;
    }

    /** Every task that is kept, the oldest first. */
    public Iterable<Task> tasks() {
        return Iterables.transform(tasks.values(), state -> state.task);
    }

    public int taskCount() {
        return tasks.size();
    }

    /** How many tasks have this last status. */
    public int taskCount(TaskStatus lastStatus) {
        return tasksByStatus.count(lastStatus);
    }

    /** The service that the task is of; null if it is of none, or of one that is gone. */
    public @Nullable ServiceState serviceOf(Task task) {
        return TaskIndex.serviceOf(this, task.group());
    }

    /** The tasks that wait for a container instance, the oldest first. */
    public Iterable<Task> provisioning() {
        return Iterables.transform(provisioning.tasks(), state -> state.task);
    }

    /** How many tasks wait for a container instance. */
    public int provisioningCount() {
        return provisioning.tasks().size();
    }

    void enterProvisioning(TaskState task) {
        provisioning.enter(task);
    }

    void leaveProvisioning(TaskState task) {
        provisioning.leave(task);
        provisioning.takeCrowdedOut().forEach(this::markDirty);
    }

    /** The task that has waited longest for a container instance; null if none does. */
    public @Nullable Task oldestProvisioning() {
        Collection<TaskState> waiting = provisioning.tasks();
        return waiting.isEmpty() ? null : waiting.iterator().next().task;
    }

    /** The tasks that wait for a container instance and may find one now, the oldest first. What is told after this call is for the next one. */
    public List<Task> takeProvisioningToTry() {
        return provisioning.takeThoseToTry().stream().map(each -> each.task).toList();
    }

    /** Names of capacity providers with machines for one task each, of which agents have come since the last call, while any task waits. */
    public List<String> takeProvidersOfNewMachines() {
        return provisioning.takeProvidersOfNewMachines();
    }

    /** Whether tasks that wait for this capacity provider may find room now. They come before any other that is asked for later. */
    public boolean mayPlaceProvisioning(String capacityProvider) {
        return provisioning.anyToTry(capacityProvider);
    }

    /** A task that waits for a container instance fits nowhere: it is tried again when something changes that it could fit on. */
    public void awaitRoom(String taskId, Demand demand, @Nullable Admission ifByTasks) {
        provisioning.await(taskId, demand, ifByTasks);
    }

    /** A task that waits for a container instance is tried in the next turn. */
    public void tryLater(String taskId) {
        provisioning.tryLater(taskId);
    }

    /** A task that waits for a container instance is tried again at a time. */
    public void tryAgain(String taskId, Instant at) {
        provisioning.lookAgain(taskId, at);
    }

    /** No more tasks may wait for container instances: the service is looked at again when fewer do. */
    public void crowdOut(String service) {
        provisioning.crowdOut(service);
    }

    void countTask(TaskStatus lastStatus) {
        tasksByStatus.add(lastStatus);
    }

    void uncountTask(TaskStatus lastStatus) {
        tasksByStatus.remove(lastStatus);
    }

    public @Nullable ServiceState service(String name) {
        return services.get(name);
    }

    public Collection<ServiceState> services() {
        return services.values();
    }

    /** The partition's copy of a revision; null if nothing here uses it. */
    public @Nullable TaskDefinition definition(String arn) {
        DefinitionState state = definitions.get(arn);
        return state == null ? null : state.definition;
    }

    /** Whether health checks say whether a task of this cluster is healthy. */
    public boolean hasHealthChecks(Task task) {
        DefinitionState known = definitions.get(task.taskDefinitionArn());
        return known != null && known.checked;
    }

    /** The service's deployments use their revisions, or no longer do. */
    void countUses(Service service, int by) {
        service.deployments().forEach(deployment -> {
            DefinitionState definition = definitions.get(deployment.taskDefinition());
            if (definition != null) {
                definition.users += by;
                maybeUnused.add(deployment.taskDefinition());
            }
        });
    }

    /** What a task of this revision takes of an instance of the capacity provider; null for any instance. */
    public Demand demand(String definitionArn, @Nullable TaskOverride overrides, @Nullable String capacityProvider) {
        DefinitionState state = Objects.requireNonNull(definitions.get(definitionArn), definitionArn);
        return overrides == null
                ? state.demand(capacityProvider)
                : Demand.of(state.definition, overrides).on(capacityProvider);
    }

    public @Nullable Attachment attachment(String instanceId) {
        return attachments.get(instanceId);
    }

    /** Puts the attachment of an instance, or removes it; yields the one before. */
    @Nullable
    Attachment attach(String instanceId, @Nullable Attachment attachment) {
        if (attachment == null || attachment.former() == null) {
            formerInstances.remove(instanceId);
        } else {
            formerInstances.add(instanceId);
        }
        if (attachment == null || !attachment.local()) {
            localAttachments.remove(instanceId);
        } else {
            localAttachments.put(instanceId, attachment);
        }
        return attachment == null ? attachments.remove(instanceId) : attachments.put(instanceId, attachment);
    }

    /** The attachment of the instance that has been deregistered longest without being clean; null if there is none. */
    public @Nullable Attachment oldestFormer() {
        return formerInstances.isEmpty()
                ? null
                : attachments.get(formerInstances.iterator().next());
    }

    /** The attachments of hosts that only engines of one place reach, ordered by instance. */
    public Collection<Attachment> localAttachments() {
        return localAttachments.values();
    }

    /** Every attachment, also those of deregistered instances that are not clean yet; ordered by instance. */
    public Collection<Attachment> attachments() {
        return attachments.values();
    }

    public @Nullable ClientToken token(String id) {
        return tokens.get(id);
    }

    /** The token that has been kept longest; null if there is none. */
    public @Nullable ClientToken oldestToken() {
        return tokens.isEmpty() ? null : tokens.values().iterator().next();
    }

    /** The answer to a request; null if it has none yet, or none any more. */
    public @Nullable Reply reply(String requestId) {
        return replies.get(requestId);
    }

    /** The answers to requests, the oldest first. */
    public Collection<Reply> replies() {
        return replies.values();
    }

    /** The service that has been INACTIVE longest; null if none is. */
    public @Nullable InactiveService oldestInactiveService() {
        return inactiveServices.isEmpty()
                ? null
                : inactiveServices.values().iterator().next();
    }

    /** The deployments that are remembered of a service, the newest first. */
    public Collection<PastDeployment> pastDeployments(String service) {
        return history(service).descendingMap().values();
    }

    /** Their records by id, the oldest first. A name has no slash in it, and the digit 0 is what comes after one. */
    NavigableMap<String, PastDeployment> history(String service) {
        return pastDeployments.subMap(service + "/", true, service + "0", false);
    }

    /** A deployment of a service's history; null if it isn't remembered. */
    public @Nullable PastDeployment pastDeployment(String service, String number) {
        for (PastDeployment past : pastDeployments(service)) {
            if (past.number().equals(number)) {
                return past;
            }
        }
        return null;
    }

    /** The images that a deployment's revision has pinned; empty for none, and if nothing is remembered of it. */
    public List<ContainerImage> pins(String service, Deployment deployment) {
        PastDeployment past = pastDeployment(service, PastDeployment.number(deployment));
        return past == null ? List.of() : past.revision().containerImages();
    }

    Duration healthyAfterRunning() {
        return healthyAfterRunning;
    }

    /** The service may need something: it is looked at in this turn or the next. */
    public void markDirty(String service) {
        dirtyServices.add(service);
    }

    /** The services to look at now. What is marked after this call is for the next one. */
    public List<String> takeDirty() {
        dirtyServices.addAll(pending.takeThoseThatCouldFit());
        List<String> taken = watch.daemonsFirst(dirtyServices);
        dirtyServices.clear();
        return taken;
    }

    public boolean anyDirty() {
        return !dirtyServices.isEmpty() || pending.anyChanged() || provisioning.anyToTry();
    }

    /**
     * The service has tasks that fit nowhere: it launches none for the same capacity provider until something changes that they could fit on.
     *
     * @param demand what each of them takes
     * @param ifByTasks what an instance has to meet, if that depends on the tasks that are on it, so that a change of these is one that they
     *     could fit on; else null
     */
    public void block(String service, Demand demand, @Nullable Admission ifByTasks) {
        pending.add(service, demand, ifByTasks);
    }

    public void unblock(String service) {
        pending.remove(service);
    }

    /** Whether the service has tasks that fit on no instance of a capacity provider, or on none at all if that is null, and none that could has changed. */
    public boolean isBlocked(String service, @Nullable String capacityProvider) {
        return pending.waits(service, capacityProvider);
    }

    public boolean blocked(String service) {
        return pending.waits(service);
    }

    /** Something of the instance became free, or it is another than it was: services whose tasks could fit on it are looked at again. */
    void capacityAppeared(InstanceState instance) {
        pending.changed(instance);
        provisioning.capacityAppeared(instance);
        watch.wakeAwaiting(instance);
    }

    /** An agent is there that wasn't. */
    void agentConnected(InstanceState instance) {
        provisioning.agentConnected(instance);
    }

    /** Another task is to run on the instance, or does, or no longer is to: services that it may matter to are looked at again. */
    void tasksChanged(@Nullable InstanceState instance) {
        if (instance != null) {
            pending.tasksChanged(instance);
            provisioning.tasksChanged(instance);
            watch.wakeAwaiting(instance);
        }
    }

    /** Has the service looked at again at a time. */
    public void lookAgain(String service, Instant at) {
        due.add(service, at);
    }

    /** When something is due next; null if nothing is. */
    public @Nullable Instant nextDue() {
        Instant ofServices = due.next();
        Instant ofTasks = provisioning.nextDue();
        return ofTasks == null || (ofServices != null && ofServices.isBefore(ofTasks)) ? ofServices : ofTasks;
    }

    /** Lets the tasks of a service become healthy that have run long enough by now. */
    public void mature(ServiceState service, Instant now) {
        Buckets.mature(service, now);
    }

    /** A service's record has taken the place of another: what its tasks count for may change. */
    void changed(ServiceState service, Service before, Instant now) {
        Integer grace = service.record().healthCheckGracePeriodSeconds();
        if (!Objects.equals(grace, before.healthCheckGracePeriodSeconds())) {
            Buckets.grace(service, now, healthyAfterRunning);
        }
        if (!service.record().placementConstraints().equals(before.placementConstraints())) {
            provisioning.tryAll(service);
        }
    }

    /** Marks what is due by {@code now} as dirty. */
    public void wakeDue(Instant now) {
        provisioning.wakeDue(now);
        String service = due.take(now);
        while (service != null) {
            ServiceState state = services.get(service);
            if (state != null) {
                dirtyServices.add(service);
            }
            service = due.take(now);
        }
    }

    /** An engine leads from now on. */
    void ledSince(Instant now) {
        watch.ledSince(now);
    }

    List<String> takeLost(Instant now, Duration after) {
        return watch.takeLost(now, after, instances);
    }

    /** When the next instance is given up that is away for so long; null if all are there. */
    public @Nullable Instant nextLoss(Duration after) {
        return watch.nextLoss(after);
    }

    /** The services that may have too many STOPPED tasks, until they are known not to. */
    public List<String> servicesWithMoreStopped() {
        return List.copyOf(moreStopped);
    }

    /** The service does not have too many STOPPED tasks. */
    public void noMoreStopped(String service) {
        moreStopped.remove(service);
    }

    /** Whether some service may have too many STOPPED tasks. */
    public boolean anyMoreStopped() {
        return !moreStopped.isEmpty();
    }

    /** The STOPPED task that has been kept longest; null if there is none. */
    public @Nullable Task oldestStopped() {
        TaskState first = stoppedTasks.peekFirst();
        while (first != null && tasks.get(first.id) != first) {
            stoppedTasks.removeFirst();
            first = stoppedTasks.peekFirst();
        }
        return first == null ? null : first.task;
    }
}
