package io.stowage.core.placement;

import io.stowage.model.Attribute;
import io.stowage.model.PlacementConstraintType;
import io.stowage.model.PlacementStrategy;
import io.stowage.model.PlacementStrategyType;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** ECS's pipeline word for word, going through all instances for each task and each strategy. */
final class PlacementOracle {

    /** Queries, and what they mean. */
    static final Map<String, Predicate<FakeInstance>> QUERIES = Map.of(
            "attribute:rack == rack-1", instance -> "rack-1".equals(instance.attributes.get("rack")),
            "attribute:rack =~ rack-[01]",
                    instance -> instance.attributes.getOrDefault("rack", "none").matches("rack-[01]"),
            "attribute:ecs.availability-zone exists",
                    instance -> instance.attributes.containsKey("ecs.availability-zone"),
            "task:group == other", instance -> count(instance, "other") > 0,
            "not(task:group == mine)", instance -> count(instance, "mine") == 0,
            "task:group =~ m.*", instance -> count(instance, "mine") > 0,
            "runningTasksCount < 2", instance -> instance.runningTasks < 2);

    private PlacementOracle() {}

    private static int count(FakeInstance instance, String group) {
        return instance.tasks.getOrDefault(group, 0);
    }

    /** The instances that are equally good for the next task, by id; none if none can take it. */
    static List<FakeInstance> best(PlacementRequest request, FakeCluster cluster) {
        List<FakeInstance> left = cluster.instances.values().stream()
                .filter(each -> can(request, each))
                .toList();
        for (PlacementStrategy strategy : strategies(request)) {
            left = least(left, score(strategy, request, cluster));
        }
        return left;
    }

    private static boolean can(PlacementRequest request, FakeInstance instance) {
        Demand demand = request.demand();
        boolean distinct =
                request.constraints().stream().anyMatch(c -> c.type() == PlacementConstraintType.DISTINCT_INSTANCE);
        return instance.active
                && instance.connected
                && instance.cpu >= demand.cpu()
                && instance.memory >= demand.memory()
                && instance.gpus >= demand.gpus()
                && demand.ports().stream().noneMatch(instance.taken::contains)
                && (demand.ports().isEmpty() || demand.ports().size() <= instance.portReservations)
                && demand.attributes().stream().allMatch(required -> has(instance, required))
                && !(distinct && instance.tasks.getOrDefault(request.group(), 0) > 0)
                && request.constraints().stream()
                        .filter(c -> c.type() == PlacementConstraintType.MEMBER_OF)
                        .allMatch(c -> QUERIES.get(c.expression()).test(instance));
    }

    private static boolean has(FakeInstance instance, Attribute required) {
        String value = instance.attributes.get(required.name());
        return value != null && (required.value() == null || value.equals(required.value()));
    }

    private static List<PlacementStrategy> strategies(PlacementRequest request) {
        if (!request.strategies().isEmpty() || !request.service()) {
            return request.strategies();
        }
        return List.of(
                new PlacementStrategy(PlacementStrategyType.SPREAD, "attribute:ecs.availability-zone"),
                new PlacementStrategy(PlacementStrategyType.SPREAD, "instanceId"));
    }

    private static ToLongFunction<FakeInstance> score(
            PlacementStrategy strategy, PlacementRequest request, FakeCluster cluster) {
        String field = strategy.field();
        return switch (strategy.type()) {
            case RANDOM -> instance -> 0;
            case BINPACK -> instance -> field.equals("cpu") ? instance.cpu : instance.memory;
            case SPREAD ->
                instance -> field.startsWith("attribute:")
                        ? tasksWith(field.substring("attribute:".length()), instance, request, cluster)
                        : instance.tasks.getOrDefault(request.group(), 0);
        };
    }

    private static long tasksWith(
            String attribute, FakeInstance instance, PlacementRequest request, FakeCluster cluster) {
        String value = instance.attributes.get(attribute);
        if (value == null) {
            return Long.MAX_VALUE;
        }
        return cluster.instances.values().stream()
                .filter(each -> Objects.equals(each.attributes.get(attribute), value))
                .mapToLong(each -> each.tasks.getOrDefault(request.group(), 0))
                .sum();
    }

    private static List<FakeInstance> least(List<FakeInstance> instances, ToLongFunction<FakeInstance> score) {
        long least = instances.stream().mapToLong(score).min().orElse(0);
        Stream<FakeInstance> left = instances.stream().filter(each -> score.applyAsLong(each) == least);
        return left.toList();
    }
}
