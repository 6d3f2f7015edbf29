package io.stowage.core.operation;

import io.stowage.core.capacity.StrategyChoice;
import io.stowage.core.placement.Fargate;
import io.stowage.core.state.ClusterState;
import io.stowage.core.state.Ids;
import io.stowage.error.InvalidParameterException;
import io.stowage.model.CapacityProviderStrategyItem;
import io.stowage.model.LaunchType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** What a capacity provider strategy may be like, by ECS's rules. */
public final class StrategyRules {

    private static final String FIELD = "capacityProviderStrategy";
    private static final int MOST_ITEMS = 20;
    private static final int LARGEST_BASE = 100_000;
    private static final int LARGEST_WEIGHT = 1_000;

    private StrategyRules() {}

    /** The strategy with names where ARNs were given. */
    public static List<CapacityProviderStrategyItem> named(
            List<CapacityProviderStrategyItem> strategy, String arnPrefix) {
        return strategy.stream()
                .map(item -> new CapacityProviderStrategyItem(
                        Ids.capacityProviderName(item.capacityProvider(), arnPrefix), item.weight(), item.base()))
                .toList();
    }

    /** Checks what can be checked without a cluster; null and empty are none. */
    static void check(@Nullable List<CapacityProviderStrategyItem> strategy, @Nullable LaunchType launchType) {
        if (strategy != null && !strategy.isEmpty()) {
            if (launchType != null) {
                throw new InvalidParameterException(FIELD + " and launchType, which is " + launchType
                        + ", can't both be given; leave one of them out");
            }
            check(FIELD, strategy);
        }
    }

    /** Refuses launch types that nothing runs on; null is none. */
    static void check(@Nullable LaunchType launchType) {
        boolean known = launchType == null || launchType == LaunchType.EC2 || launchType == LaunchType.FARGATE;
        Check.unsupported(!known, "launchType", launchType, "use EC2 or FARGATE");
    }

    /** The same for a strategy of any name. */
    public static void check(String field, List<CapacityProviderStrategyItem> strategy) {
        if (strategy.size() > MOST_ITEMS) {
            throw new InvalidParameterException(
                    field + " has " + strategy.size() + " items; give at most " + MOST_ITEMS);
        }
        Set<String> names = new LinkedHashSet<>();
        int bases = 0;
        boolean anyWeight = false;
        for (int i = 0; i < strategy.size(); i++) {
            CapacityProviderStrategyItem item = strategy.get(i);
            String each = field + "[" + i + "]";
            Check.range(each + ".base", item.base(), 0, LARGEST_BASE);
            Check.range(each + ".weight", item.weight(), 0, LARGEST_WEIGHT);
            if (!names.add(item.capacityProvider())) {
                throw new InvalidParameterException(
                        each + " names '" + item.capacityProvider() + "' again; name each capacity provider once");
            }
            bases += or0(item.base()) > 0 ? 1 : 0;
            anyWeight |= or0(item.weight()) > 0;
        }
        if (bases > 1) {
            throw new InvalidParameterException(field + " has a base in " + bases + " items; only one may have a base");
        }
        if (strategy.size() > 1 && !anyWeight) {
            throw new InvalidParameterException(
                    field + " has a weight of 0 in all items; give at least one a weight greater than 0");
        }
        checkOneKind(field, names);
    }

    private static void checkOneKind(String field, Collection<String> names) {
        long fargate = names.stream().filter(Fargate::is).count();
        if (fargate > 0 && fargate < names.size()) {
            throw new InvalidParameterException(field + " has capacity providers of two kinds: " + names
                    + "; use only FARGATE and FARGATE_SPOT, or none of them");
        }
    }

    /** Checks that the strategy names only those of these. */
    static void checkAttached(String field, List<CapacityProviderStrategyItem> strategy, Collection<String> attached) {
        for (CapacityProviderStrategyItem item : strategy) {
            if (!attached.contains(item.capacityProvider())) {
                throw new InvalidParameterException("The specified capacity provider '" + item.capacityProvider()
                        + "' in " + field + " is not associated with the cluster, which has "
                        + List.copyOf(attached) + ". Put it on the cluster with PutClusterCapacityProviders first.");
            }
        }
    }

    /**
     * The strategy for what is asked for: its own, or the cluster's default if it has neither one nor a launch type. Empty if tasks go to any
     * instance. It has names where ARNs were given.
     */
    static List<CapacityProviderStrategyItem> effective(
            @Nullable List<CapacityProviderStrategyItem> asked, @Nullable LaunchType launchType, ClusterState state) {
        boolean none = asked == null || asked.isEmpty();
        List<CapacityProviderStrategyItem> strategy =
                named(Lists.orEmpty(asked), state.ids().prefix());
        check(FIELD, strategy);
        if (none && launchType == null) {
            strategy = Objects.requireNonNull(state.cluster()).defaultCapacityProviderStrategy();
        }
        checkAttached(FIELD, strategy, state.providerNames());
        return strategy;
    }

    /** The strategy that tasks follow: their own, or what their launch type means by itself. Empty if they go to any instance. */
    public static List<CapacityProviderStrategyItem> followed(
            @Nullable LaunchType launchType, List<CapacityProviderStrategyItem> strategy) {
        return launchType == LaunchType.FARGATE
                ? List.of(new CapacityProviderStrategyItem(Fargate.NAME, 1, 0))
                : strategy;
    }

    /** Whether tasks of this strategy run on FARGATE: all of them do then. */
    static boolean isFargate(List<CapacityProviderStrategyItem> followed) {
        return !followed.isEmpty() && Fargate.is(followed.get(0).capacityProvider());
    }

    /**
     * Tasks that are to go to one capacity provider.
     *
     * @param capacityProvider its name; null for any instance
     * @param tasks how many
     */
    public record Share(@Nullable String capacityProvider, int tasks) {}

    /**
     * How so many more tasks are shared out: first to the capacity provider that the first of them is for.
     *
     * @param strategy empty for none
     * @param counts how many tasks a capacity provider has already
     */
    public static List<Share> shares(
            List<CapacityProviderStrategyItem> strategy, ToIntFunction<String> counts, int wanted) {
        return shares(strategy, counts, wanted, wanted, provider -> true);
    }

    /**
     * Those of so many more tasks that may be started now, shared out. A capacity provider that takes none now has its share all the same, which waits:
     * nobody else gets it, and nobody else waits for it.
     *
     * @param most how many may be started now
     * @param takes whether a capacity provider, or any instance if it is null, takes tasks now
     */
    public static List<Share> shares(
            List<CapacityProviderStrategyItem> strategy,
            ToIntFunction<String> counts,
            int wanted,
            int most,
            Predicate<@Nullable String> takes) {
        if (strategy.isEmpty()) {
            int count = Math.min(wanted, most);
            return count > 0 && takes.test(null) ? List.of(new Share(null, count)) : List.of();
        }
        List<StrategyChoice.Item> items =
                strategy.stream().map(StrategyChoice.Item::of).toList();
        Map<String, Integer> tasks = new LinkedHashMap<>();
        int left = most;
        for (String provider : StrategyChoice.next(items, counts, wanted)) {
            if (left > 0 && takes.test(provider)) {
                tasks.merge(provider, 1, Integer::sum);
                left--;
            }
        }
        List<Share> shares = new ArrayList<>(tasks.size());
        tasks.forEach((provider, count) -> shares.add(new Share(provider, count)));
        return shares;
    }

    private static int or0(@Nullable Integer value) {
        return value == null ? 0 : value;
    }
}
