package io.stowage.benchmarks.placement;

import io.stowage.core.placement.Demand;
import io.stowage.core.placement.PlacementRequest;
import io.stowage.model.Attribute;
import io.stowage.model.PlacementConstraint;
import io.stowage.model.PlacementConstraintType;
import io.stowage.model.PlacementStrategy;
import io.stowage.model.PlacementStrategyType;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** ECS's pipeline word for word: it goes through all hosts for each task and each strategy. */
final class Pipeline {

    /** Queries, and what they mean. */
    static final Map<String, Predicate<Host>> QUERIES = Map.of(
            "attribute:rack == rack-1", host -> "rack-1".equals(host.attributes.get("rack")),
            "attribute:rack =~ rack-[01]",
                    host -> host.attributes.getOrDefault("rack", "none").matches("rack-[01]"),
            "attribute:ecs.availability-zone exists", host -> host.attributes.containsKey("ecs.availability-zone"),
            "task:group == other", host -> host.tasks.containsKey("other"),
            "not(task:group == mine)", host -> !host.tasks.containsKey("mine"),
            "task:group =~ m.*", host -> host.tasks.containsKey("mine"),
            "runningTasksCount < 2", host -> host.runningTasks < 2);

    private static final List<PlacementStrategy> SERVICE_DEFAULT = List.of(
            new PlacementStrategy(PlacementStrategyType.SPREAD, "attribute:ecs.availability-zone"),
            new PlacementStrategy(PlacementStrategyType.SPREAD, "instanceId"));

    private Pipeline() {}

    /** The hosts that are equally good for the next task, in the given order; none if none can take it. */
    static List<Host> best(PlacementRequest request, Collection<Host> hosts) {
        List<Host> left = hosts.stream().filter(each -> can(request, each)).toList();
        for (PlacementStrategy strategy : strategies(request)) {
            left = least(left, score(strategy, request, hosts));
        }
        return left;
    }

    private static boolean can(PlacementRequest request, Host host) {
        Demand demand = request.demand();
        return host.active
                && host.connected
                && host.cpu >= demand.cpu()
                && host.memory >= demand.memory()
                && host.gpus >= demand.gpus()
                && demand.ports().stream().noneMatch(host.taken::contains)
                && (demand.ports().isEmpty() || demand.ports().size() <= host.portReservations)
                && demand.attributes().stream().allMatch(required -> carries(host, required))
                && request.constraints().stream().allMatch(each -> meets(host, each, request.group()));
    }

    private static boolean carries(Host host, Attribute required) {
        String value = host.attributes.get(required.name());
        return value != null && (required.value() == null || value.equals(required.value()));
    }

    private static boolean meets(Host host, PlacementConstraint constraint, String group) {
        if (constraint.type() == PlacementConstraintType.DISTINCT_INSTANCE) {
            return !host.tasks.containsKey(group);
        }
        Predicate<Host> meaning = QUERIES.get(constraint.expression());
        return Objects.requireNonNull(meaning).test(host);
    }

    private static List<PlacementStrategy> strategies(PlacementRequest request) {
        return request.strategies().isEmpty() && request.service() ? SERVICE_DEFAULT : request.strategies();
    }

    private static ToLongFunction<Host> score(
            PlacementStrategy strategy, PlacementRequest request, Collection<Host> hosts) {
        String field = Objects.requireNonNullElse(strategy.field(), "");
        return switch (strategy.type()) {
            case RANDOM -> host -> 0;
            case BINPACK -> host -> field.equals("cpu") ? host.cpu : host.memory;
            case SPREAD ->
                host -> field.startsWith("attribute:")
                        ? tasksWith(host.attributes.get(field.substring("attribute:".length())), field, request, hosts)
                        : host.tasksOfGroup(request.group());
        };
    }

    /** Hosts that lack the attribute are the last resort. */
    private static long tasksWith(
            @Nullable String value, String field, PlacementRequest request, Collection<Host> hosts) {
        if (value == null) {
            return Long.MAX_VALUE;
        }
        String attribute = field.substring("attribute:".length());
        return hosts.stream()
                .filter(each -> value.equals(each.attributes.get(attribute)))
                .mapToLong(each -> each.tasksOfGroup(request.group()))
                .sum();
    }

    private static List<Host> least(List<Host> hosts, ToLongFunction<Host> score) {
        long least = hosts.stream().mapToLong(score).min().orElse(0);
        return hosts.stream().filter(each -> score.applyAsLong(each) == least).toList();
    }
}
