package io.stowage.core.state;

import com.google.common.collect.EnumMultiset;
import com.google.common.collect.LinkedHashMultiset;
import com.google.common.collect.Multiset;
import io.stowage.core.service.DeploymentView;
import io.stowage.core.service.ServiceTask;
import io.stowage.core.service.TaskBucket;
import io.stowage.model.Deployment;
import io.stowage.model.TaskStatus;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A deployment with its tasks in buckets. */
final class DeploymentState implements DeploymentView {

    /** Those in whose places others are started. */
    private static final List<TaskBucket> REPLACED = List.of(
            TaskBucket.UNHEALTHY,
            TaskBucket.DRAINING_PENDING,
            TaskBucket.DRAINING_STARTED,
            TaskBucket.DRAINING_HEALTHY,
            TaskBucket.LOST,
            TaskBucket.MISPLACED);

    private Deployment deployment;
    private final Map<TaskBucket, Map<String, TaskState>> buckets = new EnumMap<>(TaskBucket.class);
    /** Tasks that count for something else when they have run long enough, the first one first: they began in this order. */
    private final Deque<TaskState> maturing = new ArrayDeque<>();

    private final Multiset<TaskBucket> protectedTasks = EnumMultiset.create(TaskBucket.class);
    /** The protected tasks, the one whose protection ends first first. */
    private final TreeSet<TaskState> byEndOfProtection =
            new TreeSet<>(Comparator.<TaskState, Instant>comparing(task -> Objects.requireNonNull(task.protectedUntil))
                    .thenComparing(task -> task.id));

    /** The HEALTHY tasks, the oldest first; null until somebody asks: few services have a maximum lifetime. */
    private @Nullable TreeSet<TaskState> byAge;

    /** The capacity providers of the tasks that are wanted. */
    private final Multiset<String> onProviders = LinkedHashMultiset.create(1);

    private int stopping;
    private boolean becameHealthy;
    /** The tasks that are to run and can't be read, by their ids. */
    private final Set<String> aside = new LinkedHashSet<>();

    DeploymentState(Deployment deployment) {
        this.deployment = deployment;
        for (TaskBucket bucket : TaskBucket.values()) {
            buckets.put(bucket, new LinkedHashMap<>());
        }
    }

    void become(Deployment next) {
        deployment = next;
    }

    void enter(TaskBucket bucket, TaskState task) {
        bucket(bucket).put(task.id, task);
        if (bucket == TaskBucket.HEALTHY && byAge != null) {
            byAge.add(task);
        }
        if (task.protectedUntil != null) {
            protectedTasks.add(bucket);
        }
    }

    /** A task of it that is wanted has a capacity provider, or no longer is or has. */
    void countOn(String capacityProvider, int by) {
        onProviders.setCount(capacityProvider, onProviders.count(capacityProvider) + by);
    }

    /** How many tasks of it that are wanted have this capacity provider, but for those that others are started for: these are to get the same. */
    int tasksOn(String capacityProvider) {
        int tasks = onProviders.count(capacityProvider);
        for (TaskBucket bucket : REPLACED) {
            for (TaskState task : bucket(bucket).values()) {
                tasks -= capacityProvider.equals(task.task.capacityProviderName()) ? 1 : 0;
            }
        }
        return tasks;
    }

    void leave(TaskBucket bucket, TaskState task) {
        bucket(bucket).remove(task.id);
        if (bucket == TaskBucket.HEALTHY && byAge != null) {
            byAge.remove(task);
        }
        if (task.protectedUntil != null) {
            protectedTasks.remove(bucket);
        }
    }

    /** A task of it is protected until then; null if it is not. */
    void protectUntil(TaskState task, @Nullable Instant until) {
        if (Objects.equals(until, task.protectedUntil)) {
            return;
        }
        if (task.protectedUntil != null) {
            byEndOfProtection.remove(task);
            countProtected(task.bucket, -1);
        }
        task.protectedUntil = until;
        if (until != null) {
            byEndOfProtection.add(task);
            countProtected(task.bucket, 1);
        }
    }

    private void countProtected(@Nullable TaskBucket bucket, int by) {
        if (bucket != null) {
            protectedTasks.setCount(bucket, protectedTasks.count(bucket) + by);
        }
    }

    /** Protection ends where its time has come by {@code now}. */
    void endProtection(Instant now) {
        Instant next = nextEndOfProtection();
        while (next != null && !next.isAfter(now)) {
            protectUntil(byEndOfProtection.first(), null);
            next = nextEndOfProtection();
        }
    }

    /** When the next protection ends by itself; null if no task is protected. */
    @Nullable
    Instant nextEndOfProtection() {
        return byEndOfProtection.isEmpty() ? null : byEndOfProtection.first().protectedUntil;
    }

    /** Every task that is to run, in a list of its own. */
    List<TaskState> wantedTasks() {
        List<TaskState> tasks = new ArrayList<>();
        buckets.values().forEach(bucket -> tasks.addAll(bucket.values()));
        return tasks;
    }

    /** A task of it that was not healthy is now. */
    void noteHealthy() {
        becameHealthy = true;
    }

    boolean becameHealthy() {
        return becameHealthy;
    }

    void forgetBecameHealthy() {
        becameHealthy = false;
    }

    void countStopping(int by) {
        stopping += by;
    }

    /** A task of it can't be read. */
    void countAside(String taskId, boolean wanted) {
        if (wanted) {
            aside.add(taskId);
        } else {
            stopping++;
        }
    }

    void awaitMaturity(TaskState task) {
        maturing.addLast(task);
    }

    /** Brings those that wait into their order again, and lets those go that don't wait any more. */
    void sortMaturing() {
        List<TaskState> waiting = new ArrayList<>(maturing);
        waiting.removeIf(task -> task.maturesAt == null);
        waiting.sort(Comparator.comparing(task -> Objects.requireNonNull(task.maturesAt)));
        maturing.clear();
        maturing.addAll(waiting);
    }

    /** The next task that has run long enough by {@code now}; null if there is none. */
    @Nullable
    TaskState takeMatured(Instant now) {
        Instant next = nextMaturity();
        return next == null || next.isAfter(now) ? null : maturing.removeFirst();
    }

    /** When the next task will have run long enough; null if none is waiting for that. */
    @Nullable
    Instant nextMaturity() {
        TaskState first = maturing.peekFirst();
        while (first != null && first.maturesAt == null) {
            maturing.removeFirst();
            first = maturing.peekFirst();
        }
        return first == null ? null : first.maturesAt;
    }

    int pendingCount() {
        return count(TaskBucket.PENDING) + count(TaskBucket.DRAINING_PENDING) + elsewhere() - elsewhereRunning();
    }

    int runningCount() {
        return count(TaskBucket.STARTED)
                + count(TaskBucket.HEALTHY)
                + count(TaskBucket.UNHEALTHY)
                + count(TaskBucket.DRAINING_STARTED)
                + count(TaskBucket.DRAINING_HEALTHY)
                + elsewhereRunning();
    }

    /** Tasks in buckets that don't say whether they are RUNNING. */
    private int elsewhere() {
        return count(TaskBucket.LOST) + count(TaskBucket.MISPLACED);
    }

    private int elsewhereRunning() {
        int running = 0;
        for (TaskBucket bucket : List.of(TaskBucket.LOST, TaskBucket.MISPLACED)) {
            for (TaskState task : bucket(bucket).values()) {
                running += task.task.lastStatus() == TaskStatus.RUNNING ? 1 : 0;
            }
        }
        return running;
    }

    @Override
    public Deployment deployment() {
        return deployment;
    }

    @Override
    public int count(TaskBucket bucket) {
        return bucket(bucket).size();
    }

    @Override
    public Iterable<? extends ServiceTask> tasks(TaskBucket bucket) {
        return bucket(bucket).values();
    }

    @Override
    public Iterable<? extends ServiceTask> oldestHealthy() {
        TreeSet<TaskState> known = byAge;
        if (known == null) {
            known = new TreeSet<>(Comparator.<TaskState, Instant>comparing(task -> task.task.createdAt())
                    .thenComparing(task -> task.id));
            known.addAll(bucket(TaskBucket.HEALTHY).values());
            byAge = known;
        }
        return known;
    }

    @Override
    public int protectedCount(TaskBucket bucket) {
        return protectedTasks.count(bucket);
    }

    @Override
    public int stopping() {
        return stopping;
    }

    @Override
    public int aside() {
        return aside.size();
    }

    @Override
    public boolean isAside(String taskArn) {
        return aside.contains(Ids.shortId(taskArn));
    }

    private Map<String, TaskState> bucket(TaskBucket bucket) {
        return java.util.Objects.requireNonNull(buckets.get(bucket));
    }
}
