package io.stowage.core.service;

import io.stowage.core.capacity.StrategyChoice;
import io.stowage.core.capacity.StrategyChoice.Item;
import io.stowage.model.CapacityProviderStrategyItem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How the tasks of a deployment are shared out among capacity providers, while some of them leave, one after the other: which capacity provider has
 * more than its share, so that what is left is what the strategy would give so many tasks.
 *
 * <p>Only tasks that are on their way to be healthy, or are, count: the others make way for successors, which get what they have. The shares of so many tasks are
 * part of those of one more. So whoever goes where there are too many for one less goes where there are too many for whatever number is left in the end.
 */
final class Shares {

    private static final List<TaskBucket> COUNTED = List.of(TaskBucket.PENDING, TaskBucket.STARTED, TaskBucket.HEALTHY);

    /** How many tasks there are with each capacity provider. */
    private final Map<String, Integer> tasks = new LinkedHashMap<>();
    /** How many there are to be with each once one more has left. */
    private final Map<String, Integer> shares = new LinkedHashMap<>();
    /** Which capacity provider the first task is for, the second one, and so on. */
    private final List<String> order;

    private int left;

    private Shares(DeploymentView deployment, List<Item> strategy, @Nullable String newcomer) {
        for (TaskBucket bucket : COUNTED) {
            for (ServiceTask task : deployment.tasks(bucket)) {
                count(provider(task));
            }
        }
        if (newcomer != null) {
            count(newcomer);
        }
        this.order = StrategyChoice.next(strategy, name -> 0, left);
        order.forEach(provider -> shares.merge(provider, 1, Integer::sum));
        shareOutOneLess();
    }

    /** Null where there is nothing to share: the tasks have no capacity provider, or all the same. */
    static @Nullable Shares of(DeploymentView deployment) {
        return of(deployment, null);
    }

    /** The same with one task more. */
    static @Nullable Shares of(DeploymentView deployment, @Nullable String newcomer) {
        List<CapacityProviderStrategyItem> strategy = deployment.deployment().capacityProviderStrategy();
        return strategy.size() < 2
                ? null
                : new Shares(deployment, strategy.stream().map(Item::of).toList(), newcomer);
    }

    /** Whether tasks count that are so far. */
    static boolean count(TaskBucket bucket) {
        return COUNTED.contains(bucket);
    }

    private void count(String provider) {
        tasks.merge(provider, 1, Integer::sum);
        left++;
    }

    private void shareOutOneLess() {
        if (left > 0 && left <= order.size()) {
            shares.merge(order.get(left - 1), -1, Integer::sum);
        }
    }

    /** How many tasks its capacity provider has beyond its share of what is left once one more has gone. */
    int surplus(ServiceTask task) {
        return surplus(provider(task));
    }

    int surplus(String provider) {
        return tasks.getOrDefault(provider, 0) - shares.getOrDefault(provider, 0);
    }

    /** The first of those whose capacity providers have the most beyond their shares; null if there is none. */
    @Nullable
    ServiceTask first(List<? extends ServiceTask> candidates) {
        ServiceTask first = null;
        for (ServiceTask task : candidates) {
            first = first == null || surplus(task) > surplus(first) ? task : first;
        }
        return first;
    }

    /** One of the tasks that count has left. */
    void leave(ServiceTask task) {
        tasks.merge(provider(task), -1, Integer::sum);
        left--;
        shareOutOneLess();
    }

    /** As those are told apart that have different ones; none is one of its own. */
    static String provider(ServiceTask task) {
        return Objects.requireNonNullElse(task.task().capacityProviderName(), "");
    }
}
