package io.stowage.core.state;

import io.stowage.core.service.DeploymentView;
import io.stowage.core.service.ServiceView;
import io.stowage.core.service.TaskBucket;
import io.stowage.model.Deployment;
import io.stowage.model.DeploymentStatus;
import io.stowage.model.SchedulingStrategy;
import io.stowage.model.Service;
import io.stowage.model.ServiceEvent;
import io.stowage.model.Task;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A service with its deployments, their tasks, and its last events. */
public final class ServiceState implements ServiceView {

    private Service service;
    private final Map<String, DeploymentState> deployments = new LinkedHashMap<>();
    private final Map<String, InstanceState> instances;
    private final Map<String, Integer> tasksByInstance = new LinkedHashMap<>();
    private final Deque<ServiceEvent> events = new ArrayDeque<>();
    /** STOPPED tasks that are still kept, the oldest first. */
    private final Deque<TaskState> stoppedTasks = new ArrayDeque<>();

    private int tasksAside;
    private @Nullable DaemonState daemon;

    ServiceState(Service service, Map<String, InstanceState> instances) {
        this.service = service;
        this.instances = instances;
        List<DeploymentState> unused = become(service);
    }

    /** Takes over a new version of the record. Deployments that are not in it are gone; yields these. */
    List<DeploymentState> become(Service next) {
        service = next;
        boolean isDaemon = next.schedulingStrategy() == SchedulingStrategy.DAEMON;
        daemon = !isDaemon ? null : daemon == null ? new DaemonState(this) : daemon;
        List<String> named = new ArrayList<>();
        for (Deployment deployment : next.deployments()) {
            named.add(deployment.id());
            DeploymentState state = deployments.get(deployment.id());
            if (state == null) {
                deployments.put(deployment.id(), new DeploymentState(deployment));
            } else {
                state.become(deployment);
            }
        }
        if (deployments.size() == named.size()) {
            return List.of();
        }
        List<DeploymentState> gone = new ArrayList<>();
        deployments.values().removeIf(deployment -> {
            boolean goes = !named.contains(deployment.deployment().id());
            return goes && gone.add(deployment);
        });
        return gone;
    }

    /** A deployment is not gone after all. */
    void takeBack(DeploymentState gone) {
        deployments.put(gone.deployment().id(), gone);
    }

    Deque<ServiceEvent> keptEvents() {
        return events;
    }

    /** How many tasks of a deployment that are to run, and to stay, have this capacity provider. */
    public int tasksOn(String deploymentId, String capacityProvider) {
        DeploymentState known = deployments.get(deploymentId);
        return known == null ? 0 : known.tasksOn(capacityProvider);
    }

    /** How many tasks of a deployment are on their way to be healthy. */
    public int comingUp(String deploymentId) {
        DeploymentState known = deployments.get(deploymentId);
        return known == null ? 0 : known.comingUp();
    }

    /** How many tasks a deployment lacks to be as many as desired: what is on its way to be healthy is there, and so is what can't be read. */
    public int missing(String deploymentId) {
        DeploymentState known = deployments.get(deploymentId);
        int there = known == null ? 0 : known.comingUp() + known.count(TaskBucket.HEALTHY) + known.aside();
        return Math.max(0, service.desiredCount() - there);
    }

    @Nullable
    DeploymentState deployment(@Nullable String id) {
        return id == null ? null : deployments.get(id);
    }

    Collection<DeploymentState> deploymentStates() {
        return deployments.values();
    }

    void countTask(InstanceState instance, int by) {
        tasksByInstance.merge(instance.arn(), by, Integer::sum);
        tasksByInstance.remove(instance.arn(), 0);
    }

    /** A task of the service can't be read. It is of its deployment as far as that can be told, else of the PRIMARY one. */
    void countAside(String taskId, @Nullable String deploymentId, boolean wanted) {
        DeploymentState named = deployment(deploymentId);
        List<Deployment> inOrder = service.deployments();
        DeploymentState deployment =
                named == null && !inOrder.isEmpty() ? deployment(inOrder.get(0).id()) : named;
        if (deployment != null) {
            deployment.countAside(taskId, wanted);
        }
        tasksAside++;
    }

    /** How many tasks of the service can't be read. */
    public int tasksAside() {
        return tasksAside;
    }

    void addEvent(ServiceEvent event) {
        events.addLast(event);
    }

    /** Removes the oldest event if there are more than {@code most}. */
    @Nullable
    ServiceEvent dropEventBeyond(int most) {
        return events.size() > most ? events.removeFirst() : null;
    }

    Deque<TaskState> stoppedTasks() {
        return stoppedTasks;
    }

    /** The record as stored. */
    public Service record() {
        return service;
    }

    /**
     * The record with the fields that are derived, newest event first, as operations answer it. A deployment that is only kept to be gone
     * back to is not told of.
     */
    public Service described() {
        List<Deployment> described = new ArrayList<>();
        int running = 0;
        int pending = 0;
        for (DeploymentView deployment : deployments()) {
            if (deployment.deployment().status() == DeploymentStatus.INACTIVE) {
                continue;
            }
            DeploymentState state = Objects.requireNonNull(
                    deployments.get(deployment.deployment().id()));
            running += state.runningCount();
            pending += state.pendingCount();
            described.add(state.deployment().toBuilder()
                    .runningCount(state.runningCount())
                    .pendingCount(state.pendingCount())
                    .build());
        }
        List<ServiceEvent> newestFirst = new ArrayList<>(events.size());
        events.descendingIterator().forEachRemaining(newestFirst::add);
        return service.toBuilder()
                .runningCount(running)
                .pendingCount(pending)
                .deployments(described)
                .events(newestFirst)
                .build();
    }

    public Collection<ServiceEvent> events() {
        return events;
    }

    /** The texts of the newest events, the newest first, as long as they are of a kind. */
    public List<String> lastEvents(Predicate<String> kind) {
        List<String> last = new ArrayList<>();
        var newestFirst = events.descendingIterator();
        while (newestFirst.hasNext()) {
            String message = newestFirst.next().message();
            if (!kind.test(message)) {
                return last;
            }
            last.add(message);
        }
        return last;
    }

    /** A STOPPED task of the service that is one too many, the oldest first; null if there is none. */
    public @Nullable Task stoppedBeyond(int most) {
        return stoppedTasks.size() > most ? stoppedTasks.getFirst().task : null;
    }

    /** STOPPED tasks that are still kept, the last one first, at most {@code most}. */
    public List<Task> lastStopped(int most) {
        List<Task> last = new ArrayList<>();
        var newestFirst = stoppedTasks.descendingIterator();
        while (newestFirst.hasNext() && last.size() < most) {
            last.add(newestFirst.next().task);
        }
        return last;
    }

    /** Whether a task of the deployment became healthy since that was forgotten last. */
    public boolean becameHealthy(String deploymentId) {
        DeploymentState deployment = deployments.get(deploymentId);
        return deployment != null && deployment.becameHealthy();
    }

    /** What became healthy was taken note of. */
    public void forgetBecameHealthy() {
        deployments.values().forEach(DeploymentState::forgetBecameHealthy);
    }

    /** The tasks of the service that are not STOPPED. */
    public int unreleasedCount() {
        int count = 0;
        for (DeploymentState deployment : deployments.values()) {
            count += deployment.pendingCount() + deployment.runningCount() + deployment.stopping();
        }
        return count;
    }

    /** When the next task will be healthy by having run long enough; null if none is waiting for that. */
    public @Nullable Instant nextMaturity() {
        Instant next = null;
        for (DeploymentState deployment : deployments.values()) {
            Instant maturity = deployment.nextMaturity();
            if (maturity != null && (next == null || maturity.isBefore(next))) {
                next = maturity;
            }
        }
        return next;
    }

    /** When the next protection of a task ends by itself; null if none is protected. */
    public @Nullable Instant nextEndOfProtection() {
        return deployments.values().stream()
                .map(DeploymentState::nextEndOfProtection)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    @Override
    public Service service() {
        return service;
    }

    @Override
    public List<DeploymentView> deployments() {
        List<DeploymentView> ordered = new ArrayList<>(service.deployments().size());
        for (Deployment deployment : service.deployments()) {
            ordered.add(Objects.requireNonNull(deployments.get(deployment.id())));
        }
        return ordered;
    }

    @Override
    public @Nullable String lastEvent() {
        ServiceEvent last = events.peekLast();
        return last == null ? null : last.message();
    }

    @Override
    public Map<String, Integer> tasksByInstance() {
        return Collections.unmodifiableMap(tasksByInstance);
    }

    @Override
    public @Nullable DaemonState daemon() {
        return daemon;
    }

    @Override
    public @Nullable InstanceState instance(String containerInstanceArn) {
        return instances.get(Ids.shortId(containerInstanceArn));
    }
}
