package io.stowage.core.service;

import io.stowage.core.placement.Demand;
import io.stowage.core.service.ServicePlan.Launch;
import io.stowage.core.service.ServicePlan.Stop;
import io.stowage.model.CapacityProviderStrategyItem;
import io.stowage.model.Deployment;
import io.stowage.model.DeploymentAlarms;
import io.stowage.model.DeploymentCircuitBreaker;
import io.stowage.model.DeploymentConfiguration;
import io.stowage.model.DeploymentEarlySuccessCriteria;
import io.stowage.model.DeploymentRolloutState;
import io.stowage.model.DeploymentStatus;
import io.stowage.model.DesiredStatus;
import io.stowage.model.PlacementStrategy;
import io.stowage.model.SchedulingStrategy;
import io.stowage.model.Service;
import io.stowage.model.ServiceRevisionCleanup;
import io.stowage.model.ServiceStatus;
import io.stowage.model.Task;
import io.stowage.model.TaskStatus;
import io.stowage.model.ThresholdConfiguration;
import io.stowage.model.ThresholdType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A service with its tasks, to reconcile and to apply plans to. */
final class FakeService implements ServiceView {

    static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    /** What a task does; whether its instance drains is said there. */
    enum Life {
        PENDING,
        STARTED,
        HEALTHY,
        UNHEALTHY,
        STOPPING
    }

    static final class FakeTask implements ServiceTask {
        final Task task;
        final String deployment;
        Life life;
        boolean isProtected;
        /** Whether its record can't be read. */
        boolean isAside;

        Demand demand = new Demand(128, 128, 0, List.of());

        FakeTask(Task task, String deployment, Life life) {
            this.task = task;
            this.deployment = deployment;
            this.life = life;
        }

        @Override
        public Task task() {
            return task;
        }

        @Override
        public Demand demand() {
            return demand;
        }

        @Override
        public boolean isProtected() {
            return isProtected;
        }
    }

    Service service;
    String lastEvent;
    /** About when the next tasks are created. */
    Instant born = NOW;
    /** What chance draws from: the same again for each plan. */
    long seed = 1;

    /** How often the healthy tasks of a deployment were looked through. */
    int looks;

    final List<FakeTask> tasks = new ArrayList<>();
    final TreeSet<String> draining = new TreeSet<>();
    final TreeSet<String> lost = new TreeSet<>();
    /** Where the next tasks are put, in turn. */
    List<String> instances = List.of("a/1", "b/1");

    /** Where it is to have tasks, if it is a DAEMON service. */
    FakeDaemon daemon;

    /** The instances, by ARN; those that were not put here are made when they are asked for. */
    final TreeMap<String, FakeHost> hosts = new TreeMap<>();

    private final TreeMap<String, Integer> aside = new TreeMap<>();
    private int created;

    private FakeService(Service service) {
        this.service = service;
    }

    static FakeService of(int desired, int minimumHealthyPercent, int maximumPercent) {
        return new FakeService(Service.builder()
                .serviceArn("arn:service/web")
                .serviceName("web")
                .clusterArn("arn:cluster")
                .status(ServiceStatus.ACTIVE)
                .desiredCount(desired)
                .taskDefinition("arn:web:1")
                .createdAt(NOW)
                .schedulingStrategy(SchedulingStrategy.REPLICA)
                .deploymentConfiguration(DeploymentConfiguration.builder()
                        .minimumHealthyPercent(minimumHealthyPercent)
                        .maximumPercent(maximumPercent)
                        .build())
                .build());
    }

    /** A DAEMON service that is to have a task on each of the instances. */
    static FakeService daemon(int minimumHealthyPercent, String... instances) {
        FakeService service = of(instances.length, minimumHealthyPercent, 100);
        service.service = service.service.toBuilder()
                .schedulingStrategy(SchedulingStrategy.DAEMON)
                .build();
        service.instances = List.of(instances);
        service.daemon = new FakeDaemon(service);
        service.daemon.members.addAll(service.instances);
        return service;
    }

    /** Adds a newer deployment, which becomes PRIMARY. */
    FakeService deploy(String id) {
        List<Deployment> deployments = new ArrayList<>();
        deployments.add(Deployment.builder()
                .id(id)
                .status(DeploymentStatus.PRIMARY)
                .taskDefinition("arn:web:" + id)
                .createdAt(NOW)
                .updatedAt(NOW)
                .rolloutState(DeploymentRolloutState.IN_PROGRESS)
                .build());
        service.deployments()
                .forEach(older -> deployments.add(
                        older.toBuilder().status(DeploymentStatus.ACTIVE).build()));
        service = service.toBuilder().deployments(deployments).build();
        return this;
    }

    Deployment primary() {
        return service.deployments().get(0);
    }

    FakeService primary(Deployment primary) {
        List<Deployment> deployments = new ArrayList<>(service.deployments());
        deployments.set(0, primary);
        service = service.toBuilder().deployments(deployments).build();
        return this;
    }

    FakeService rollout(DeploymentRolloutState state) {
        return primary(primary().toBuilder()
                .rolloutState(state)
                .completedAt(
                        state == DeploymentRolloutState.COMPLETED
                                ? NOW
                                : primary().completedAt())
                .build());
    }

    /** Has the circuit breaker watch deployments; it fires with this many failed tasks. */
    FakeService breaker(boolean rollback, int count) {
        service = service.toBuilder()
                .deploymentConfiguration(service.deploymentConfiguration().toBuilder()
                        .deploymentCircuitBreaker(new DeploymentCircuitBreaker(
                                true, rollback, null, new ThresholdConfiguration(ThresholdType.COUNT, count)))
                        .build())
                .build();
        return this;
    }

    /** Has it watch alarms. */
    FakeService alarms(boolean rollback, @Nullable Integer bakeTimeInMinutes, String... names) {
        service = service.toBuilder()
                .deploymentConfiguration(service.deploymentConfiguration().toBuilder()
                        .alarms(new DeploymentAlarms(List.of(names), rollback, true))
                        .bakeTimeInMinutes(bakeTimeInMinutes)
                        .build())
                .build();
        return this;
    }

    /** Has deployments succeed early. */
    FakeService early(int healthyPercent, ServiceRevisionCleanup cleanup) {
        service = service.toBuilder()
                .deploymentConfiguration(service.deploymentConfiguration().toBuilder()
                        .earlySuccessCriteria(new DeploymentEarlySuccessCriteria(true, healthyPercent, cleanup))
                        .build())
                .build();
        return this;
    }

    /** So many tasks of the PRIMARY deployment have failed. */
    FakeService failedTasks(int count) {
        return primary(primary().toBuilder().failedTasks(count).build());
    }

    FakeService desired(int desired) {
        service = service.toBuilder().desiredCount(desired).build();
        return this;
    }

    FakeService strategy(PlacementStrategy... strategies) {
        service = service.toBuilder().placementStrategy(List.of(strategies)).build();
        return this;
    }

    /** Has its PRIMARY deployment share its tasks out. */
    FakeService shared(CapacityProviderStrategyItem... items) {
        return primary(
                primary().toBuilder().capacityProviderStrategy(List.of(items)).build());
    }

    FakeService status(ServiceStatus status) {
        service = service.toBuilder().status(status).build();
        return this;
    }

    /** Adds tasks to a deployment, on the instances in turn. */
    FakeService tasks(String deployment, Life life, int count) {
        for (int i = 0; i < count; i++) {
            task(deployment, life, instances.get(created % instances.size()));
        }
        return this;
    }

    /** Adds a task on an instance, which is named {@code zone/number}. Later ones are newer. */
    FakeTask task(String deployment, Life life, String instance) {
        return task(deployment, life, instance, null);
    }

    /** The same with a capacity provider. */
    FakeTask task(String deployment, Life life, String instance, @Nullable String capacityProvider) {
        created++;
        Task task = Task.builder()
                .taskArn("arn:task/t" + created)
                .clusterArn("arn:cluster")
                .taskDefinitionArn("arn:web:" + deployment)
                .group("service:web")
                .startedBy(deployment)
                .containerInstanceArn(instance)
                .capacityProviderName(capacityProvider)
                .desiredStatus(DesiredStatus.RUNNING)
                .lastStatus(TaskStatus.RUNNING)
                .createdAt(born.plusSeconds(created))
                .build();
        FakeTask added = new FakeTask(task, deployment, life);
        tasks.add(added);
        return added;
    }

    /** Tasks of a deployment can't be read. */
    FakeService aside(String deployment, int count) {
        aside.put(deployment, count);
        return this;
    }

    FakeService drain(String instance) {
        draining.add(instance);
        return this;
    }

    TaskBucket bucketOf(FakeTask task) {
        if (daemon != null && task.life != Life.STOPPING && daemon.misplaced(task)) {
            return TaskBucket.MISPLACED;
        }
        if (task.life != Life.STOPPING && lost.contains(task.task.containerInstanceArn())) {
            return TaskBucket.LOST;
        }
        boolean drains = draining.contains(task.task.containerInstanceArn());
        return switch (task.life) {
            case PENDING -> drains ? TaskBucket.DRAINING_PENDING : TaskBucket.PENDING;
            case STARTED -> drains ? TaskBucket.DRAINING_STARTED : TaskBucket.STARTED;
            case HEALTHY -> drains ? TaskBucket.DRAINING_HEALTHY : TaskBucket.HEALTHY;
            case UNHEALTHY -> drains ? TaskBucket.DRAINING_STARTED : TaskBucket.UNHEALTHY;
            case STOPPING -> throw new IllegalArgumentException("in no bucket");
        };
    }

    List<FakeTask> live() {
        return tasks.stream()
                .filter(task -> task.life != Life.STOPPING && !task.isAside)
                .toList();
    }

    List<FakeTask> in(String deployment, TaskBucket bucket) {
        return live().stream()
                .filter(task -> task.deployment.equals(deployment) && bucketOf(task) == bucket)
                .toList();
    }

    int healthy() {
        return (int) live().stream()
                .filter(task -> task.life == Life.HEALTHY && bucketOf(task) != TaskBucket.LOST)
                .count();
    }

    static String id(FakeTask task) {
        return task.task.taskArn().substring("arn:task/".length());
    }

    FakeTask byId(String id) {
        return tasks.stream().filter(task -> id(task).equals(id)).findFirst().orElseThrow();
    }

    ServicePlan reconcile() {
        return reconcile(1_000);
    }

    ServicePlan reconcile(int budget) {
        return reconcile(ReconcileSettings.DEFAULTS, budget);
    }

    ServicePlan reconcile(ReconcileSettings settings, int budget) {
        Service resized = ServiceReconciler.resized(this, NOW);
        service = resized == null ? service : resized;
        Random random = new Random(seed);
        return ServiceReconciler.reconcile(this, NOW, settings, bound -> random.nextLong(bound), budget);
    }

    /** What the commit of a plan does, if everything can be placed. */
    FakeService apply(ServicePlan plan) {
        for (Stop stop : plan.stops()) {
            byId(stop.taskId()).life = Life.STOPPING;
        }
        for (Launch launch : plan.launches()) {
            place(launch);
        }
        if (plan.changed() != null) {
            service = plan.changed();
        }
        plan.events().forEach(event -> lastEvent = event);
        return this;
    }

    /**
     * What was told to stop is gone, and so many of those that come up are healthy, except where an instance drains. Says whether any of that
     * was so.
     */
    boolean getOn(int most) {
        List<FakeTask> comingUp = tasks.stream()
                .filter(task -> task.life == Life.PENDING || task.life == Life.STARTED)
                .filter(task -> !draining.contains(task.task.containerInstanceArn()))
                .limit(most)
                .toList();
        comingUp.forEach(task -> task.life = Life.HEALTHY);
        return tasks.removeIf(task -> task.life == Life.STOPPING) || !comingUp.isEmpty();
    }

    private void place(Launch launch) {
        launch.instanceIds().forEach(instance -> task(launch.deploymentId(), Life.PENDING, instance));
        if (!launch.instanceIds().isEmpty()) {
            return;
        }
        List<String> active = instances.stream()
                .filter(each -> !draining.contains(each) && !lost.contains(each))
                .toList();
        for (int i = 0; i < launch.count() && !active.isEmpty(); i++) {
            task(launch.deploymentId(), Life.PENDING, active.get(created % active.size()));
        }
    }

    @Override
    public Service service() {
        return service;
    }

    @Override
    public List<DeploymentView> deployments() {
        return service.deployments().stream().<DeploymentView>map(View::new).toList();
    }

    private final class View implements DeploymentView {
        private final Deployment deployment;

        View(Deployment deployment) {
            this.deployment = deployment;
        }

        @Override
        public Deployment deployment() {
            return deployment;
        }

        @Override
        public int count(TaskBucket bucket) {
            return in(deployment.id(), bucket).size();
        }

        @Override
        public Iterable<FakeTask> tasks(TaskBucket bucket) {
            looks += bucket == TaskBucket.HEALTHY ? 1 : 0;
            return in(deployment.id(), bucket);
        }

        @Override
        public Iterable<FakeTask> oldestHealthy() {
            return in(deployment.id(), TaskBucket.HEALTHY).stream()
                    .sorted(Comparator.comparing(task -> task.task.createdAt()))
                    .toList();
        }

        @Override
        public int protectedCount(TaskBucket bucket) {
            return (int) in(deployment.id(), bucket).stream()
                    .filter(task -> task.isProtected)
                    .count();
        }

        @Override
        public int aside() {
            return aside.getOrDefault(deployment.id(), 0)
                    + (int) tasks.stream().filter(this::isAside).count();
        }

        @Override
        public boolean isAside(String taskArn) {
            return tasks.stream().anyMatch(task -> task.task.taskArn().equals(taskArn) && isAside(task));
        }

        private boolean isAside(FakeTask task) {
            return task.isAside && task.life != Life.STOPPING && task.deployment.equals(deployment.id());
        }

        @Override
        public int stopping() {
            return (int) tasks.stream()
                    .filter(task -> task.deployment.equals(deployment.id()) && task.life == Life.STOPPING)
                    .count();
        }
    }

    @Override
    public String lastEvent() {
        return lastEvent;
    }

    @Override
    public Map<String, Integer> tasksByInstance() {
        Map<String, Integer> counts = new TreeMap<>();
        live().forEach(task -> counts.merge(task.task.containerInstanceArn(), 1, Integer::sum));
        return counts;
    }

    @Override
    public FakeDaemon daemon() {
        return daemon;
    }

    @Override
    public FakeHost instance(String containerInstanceArn) {
        return hosts.computeIfAbsent(containerInstanceArn, FakeHost::named);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("desired %d, %s, PRIMARY %s:"
                .formatted(service.desiredCount(), service.deploymentConfiguration(), primary()));
        for (FakeTask task : tasks) {
            text.append("%n%s %s %s on %s%s"
                    .formatted(
                            id(task),
                            task.deployment,
                            task.life,
                            task.task.containerInstanceArn(),
                            (draining.contains(task.task.containerInstanceArn()) ? " (draining)" : "")
                                    + (task.isAside ? " (aside)" : "")));
        }
        return text.toString();
    }
}
