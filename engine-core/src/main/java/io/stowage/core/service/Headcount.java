package io.stowage.core.service;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How many tasks of a service there are, by deployment and bucket, and how many of them are to leave. Only numbers: who leaves is chosen
 * afterwards, by {@link Leavers}, so that each bucket is gone through at most once, and not at all if nobody leaves it. Lets no more leave
 * than the budget.
 */
final class Headcount {

    /**
     * Where protection keeps a task from leaving: what leaves from here does so for scale or for a deployment. UNHEALTHY tasks and those on
     * instances that drain leave for a reason of their own.
     */
    private static final Set<TaskBucket> GUARDED =
            EnumSet.of(TaskBucket.PENDING, TaskBucket.STARTED, TaskBucket.HEALTHY);

    /** The PRIMARY deployment's place: views name it first. */
    static final int PRIMARY = 0;

    private final List<Map<TaskBucket, Integer>> staying = new ArrayList<>();
    private final List<Map<TaskBucket, Integer>> leaving = new ArrayList<>();
    private final List<Integer> aside = new ArrayList<>();
    /** Those that protection keeps. */
    private final List<Map<TaskBucket, Integer>> kept = new ArrayList<>();

    private int budget;
    private boolean budgetExhausted;
    private boolean anyoneLeaves;

    Headcount(List<? extends DeploymentView> deployments, int budget) {
        this(deployments, budget, true);
    }

    /** With nothing that protection keeps: the service is deleted. */
    static Headcount unguarded(List<? extends DeploymentView> deployments, int budget) {
        return new Headcount(deployments, budget, false);
    }

    private Headcount(List<? extends DeploymentView> deployments, int budget, boolean guards) {
        this.budget = budget;
        for (DeploymentView deployment : deployments) {
            Map<TaskBucket, Integer> counts = new EnumMap<>(TaskBucket.class);
            Map<TaskBucket, Integer> keeps = new EnumMap<>(TaskBucket.class);
            for (TaskBucket bucket : TaskBucket.values()) {
                counts.put(bucket, deployment.count(bucket));
                keeps.put(bucket, guards && GUARDED.contains(bucket) ? deployment.protectedCount(bucket) : 0);
            }
            staying.add(counts);
            kept.add(keeps);
            leaving.add(new EnumMap<>(TaskBucket.class));
            aside.add(deployment.aside());
        }
    }

    int primary(TaskBucket bucket) {
        return count(staying, PRIMARY, bucket);
    }

    int older(TaskBucket bucket) {
        return all(bucket) - primary(bucket);
    }

    int all(TaskBucket bucket) {
        int sum = 0;
        for (int i = 0; i < staying.size(); i++) {
            sum += count(staying, i, bucket);
        }
        return sum;
    }

    /** Tasks of the PRIMARY deployment that can't be read. */
    int primaryAside() {
        return aside.get(PRIMARY);
    }

    /** All tasks that stay, PENDING to RUNNING, and those that can't be read; not those that are LOST. */
    int live() {
        int sum = 0;
        for (int count : aside) {
            sum += count;
        }
        for (TaskBucket bucket : TaskBucket.values()) {
            sum += bucket == TaskBucket.LOST ? 0 : all(bucket);
        }
        return sum;
    }

    /** At most this many leave; fewer if there are fewer, none if it is negative. */
    void leavePrimary(TaskBucket bucket, int most) {
        leave(PRIMARY, bucket, most);
    }

    /** The same from the older deployments, the oldest first. */
    void leaveOlder(TaskBucket bucket, int most) {
        int left = most;
        for (int i = staying.size() - 1; i > PRIMARY; i--) {
            left -= leave(i, bucket, left);
        }
    }

    /** The same from all deployments, the oldest first. */
    void leaveAll(TaskBucket bucket, int most) {
        int left = most;
        for (int i = staying.size() - 1; i >= PRIMARY; i--) {
            left -= leave(i, bucket, left);
        }
    }

    private int leave(int deployment, TaskBucket bucket, int most) {
        int free = count(staying, deployment, bucket) - count(kept, deployment, bucket);
        int leave = spend(Math.min(most, free));
        staying.get(deployment).merge(bucket, -leave, Integer::sum);
        leaving.get(deployment).merge(bucket, leave, Integer::sum);
        anyoneLeaves |= leave > 0;
        return leave;
    }

    /** Takes up to {@code wanted} from the budget, and says how much that was. */
    int spend(int wanted) {
        int spent = Math.min(Math.max(0, wanted), budget);
        budget -= spent;
        budgetExhausted |= spent < wanted;
        return spent;
    }

    /** Whether this much is left of the budget; remembers it if not. */
    boolean canSpend(int wanted) {
        budgetExhausted |= budget < wanted;
        return budget >= wanted;
    }

    boolean budgetExhausted() {
        return budgetExhausted;
    }

    int leaving(int deployment, TaskBucket bucket) {
        return count(leaving, deployment, bucket);
    }

    /** Tasks that protection keeps, of all deployments. */
    int kept() {
        int sum = 0;
        for (int i = 0; i < kept.size(); i++) {
            sum += kept(i);
        }
        return sum;
    }

    /** The place of the newest older deployment of which protection keeps a task; 0 if there is none. */
    int newestOlderKept() {
        for (int i = PRIMARY + 1; i < kept.size(); i++) {
            if (kept(i) > 0) {
                return i;
            }
        }
        return PRIMARY;
    }

    /** Whether of the older deployments tasks are there, and all of them because protection keeps them. */
    boolean onlyProtectionKeepsOlder() {
        int keeps = 0;
        int there = 0;
        for (int i = PRIMARY + 1; i < kept.size(); i++) {
            keeps += kept(i);
            there += aside.get(i);
            for (TaskBucket bucket : TaskBucket.values()) {
                there += count(staying, i, bucket);
            }
        }
        return there > 0 && there == keeps;
    }

    private int kept(int deployment) {
        int sum = 0;
        for (TaskBucket bucket : GUARDED) {
            sum += count(kept, deployment, bucket);
        }
        return sum;
    }

    boolean anyoneLeaves() {
        return anyoneLeaves;
    }

    private static int count(List<Map<TaskBucket, Integer>> counts, int deployment, TaskBucket bucket) {
        return counts.get(deployment).getOrDefault(bucket, 0);
    }
}
