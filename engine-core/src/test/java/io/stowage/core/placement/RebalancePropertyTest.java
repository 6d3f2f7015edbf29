package io.stowage.core.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.placement.Rebalance.Group;
import io.stowage.core.placement.Rebalance.Movable;
import io.stowage.model.PlacementConstraint;
import io.stowage.model.PlacementConstraintType;
import io.stowage.model.PlacementStrategy;
import io.stowage.model.PlacementStrategyType;
import io.stowage.model.TransportProtocol;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/** Plans of moves against an oracle that tries every move of every task, each time with everything counted anew. */
class RebalancePropertyTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final String ZONE = "attribute:ecs.availability-zone";
    private static final List<PlacementStrategy> DEFAULT = List.of(spread(ZONE), spread("instanceId"));

    /** A task of a group, somewhere. */
    private record Placed(String id, String group, String instance, Instant createdAt, boolean movable) {}

    /** Groups of tasks on instances. */
    private static final class World {
        final TreeMap<String, FakeInstance> instances = new TreeMap<>();
        final TreeMap<String, PlacementRequest> groups = new TreeMap<>();
        final List<Placed> tasks = new ArrayList<>();

        void place(Placed task) {
            tasks.add(task);
            Objects.requireNonNull(instances.get(task.instance)).take(demand(task), task.group);
        }

        void remove(Placed task) {
            tasks.remove(task);
            FakeInstance instance = Objects.requireNonNull(instances.get(task.instance));
            Demand demand = demand(task);
            instance.cpu += demand.cpu();
            instance.memory += demand.memory();
            instance.portReservations += demand.ports().size();
            demand.ports().forEach(instance.taken::remove);
            instance.tasks.merge(task.group, -1, Integer::sum);
        }

        Demand demand(Placed task) {
            return Objects.requireNonNull(groups.get(task.group)).demand();
        }

        List<Group> asGroups() {
            List<Group> all = new ArrayList<>();
            groups.forEach((name, request) -> {
                List<Movable> movable = new ArrayList<>();
                Map<String, Integer> counts = new LinkedHashMap<>();
                for (Placed task : tasks) {
                    if (task.group.equals(name)) {
                        counts.merge(task.instance, 1, Integer::sum);
                        if (task.movable) {
                            movable.add(new Movable(task.id, task.instance, task.createdAt));
                        }
                    }
                }
                all.add(new Group(name, request, movable, counts));
            });
            return all;
        }
    }

    /** A move as the oracle sees it: less is better. */
    private record Option(Placed task, String to, int first, List<Long> changes, List<Long> left) {

        static final Comparator<Option> BEST_FIRST = Comparator.comparingInt(Option::first)
                .thenComparing(option -> option.changes.get(option.first))
                .thenComparing(option -> option.task.group)
                .thenComparing(Option::changes, RebalancePropertyTest::compare)
                .thenComparing(Option::left, RebalancePropertyTest::compare)
                .thenComparing(Option::to)
                .thenComparing(option -> option.task.instance)
                .thenComparing(option -> option.task.createdAt, Comparator.reverseOrder())
                .thenComparing(option -> option.task.id);
    }

    @Property(tries = 3_000)
    void theMovesAreTheBestOnesOneAfterTheOther(@ForAll long seed) {
        Random draw = new Random(seed);
        World world = anyWorld(draw);
        int budget = 1 + draw.nextInt(6);
        Rebalance.Plan plan = Rebalance.plan(world.asGroups(), world.instances.values(), budget);
        assertThat(plan.complete()).isTrue();
        List<String> planned = plan.moves().stream()
                .map(move -> move.taskId() + " from " + move.fromInstanceId() + " to " + move.toInstanceId())
                .toList();
        assertThat(planned).isEqualTo(oracle(world, budget));
    }

    private static List<String> oracle(World world, int budget) {
        List<String> moves = new ArrayList<>();
        while (moves.size() < budget) {
            Option best = options(world).stream().min(Option.BEST_FIRST).orElse(null);
            if (best == null) {
                break;
            }
            moves.add(best.task.id + " from " + best.task.instance + " to " + best.to);
            Placed moved = new Placed(best.task.id, best.task.group, best.to, NOW, false);
            // It starts before it stops: both are there for a moment.
            world.place(moved);
            world.remove(best.task);
        }
        return moves;
    }

    private static List<Option> options(World world) {
        List<Option> options = new ArrayList<>();
        for (Placed task : world.tasks) {
            for (FakeInstance to : task.movable ? world.instances.values() : List.<FakeInstance>of()) {
                Option option = to.id.equals(task.instance) ? null : option(world, task, to);
                if (option != null) {
                    options.add(option);
                }
            }
        }
        return options;
    }

    private static @Nullable Option option(World world, Placed task, FakeInstance to) {
        PlacementRequest request = Objects.requireNonNull(world.groups.get(task.group));
        if (!fits(request, to)) {
            return null;
        }
        List<Long> changes = new ArrayList<>();
        List<Long> left = new ArrayList<>();
        int first = -1;
        for (PlacementStrategy strategy : request.strategies().isEmpty() ? DEFAULT : request.strategies()) {
            if (strategy.type() == PlacementStrategyType.SPREAD) {
                long change = change(world, task, to, strategy);
                first = first < 0 && change != 0 ? changes.size() : first;
                changes.add(change);
            } else if (strategy.type() == PlacementStrategyType.BINPACK) {
                left.add((long) ("cpu".equals(strategy.field()) ? to.cpu : to.memory));
            }
        }
        return first >= 0 && changes.get(first) < 0 ? new Option(task, to.id, first, changes, left) : null;
    }

    private static boolean fits(PlacementRequest request, FakeInstance to) {
        Demand demand = request.demand();
        boolean room = to.active
                && to.connected
                && demand.cpu() <= to.cpu
                && demand.memory() <= to.memory
                && to.taken.stream().noneMatch(demand.ports()::contains);
        return room && request.constraints().stream().allMatch(each -> meets(each, request.group(), to));
    }

    private static boolean meets(PlacementConstraint constraint, String group, FakeInstance to) {
        if (constraint.type() == PlacementConstraintType.DISTINCT_INSTANCE) {
            return to.tasksOfGroup(group) == 0;
        }
        return switch (Objects.requireNonNull(constraint.expression())) {
            case "not(task:group == g2)" -> to.tasksOfGroup("g2") == 0;
            case "attribute:rack exists" -> to.attributes.containsKey("rack");
            default -> throw new AssertionError(constraint);
        };
    }

    /** Tasks without a value first, then the sum of the squares of what the values have. */
    private static long change(World world, Placed task, FakeInstance to, PlacementStrategy strategy) {
        Map<String, Integer> before = counts(world, task.group, strategy);
        Map<String, Integer> after = new TreeMap<>(before);
        after.merge(value(world, task.instance, strategy), -1, Integer::sum);
        after.merge(value(world, to.id, strategy), 1, Integer::sum);
        return measure(after) - measure(before);
    }

    private static long measure(Map<String, Integer> counts) {
        long measure = 0;
        for (Map.Entry<String, Integer> value : counts.entrySet()) {
            long tasks = value.getValue();
            measure += value.getKey().isEmpty() ? tasks << 40 : tasks * tasks;
        }
        return measure;
    }

    private static Map<String, Integer> counts(World world, String group, PlacementStrategy strategy) {
        Map<String, Integer> counts = new TreeMap<>();
        for (Placed task : world.tasks) {
            if (task.group.equals(group)) {
                counts.merge(value(world, task.instance, strategy), 1, Integer::sum);
            }
        }
        return counts;
    }

    /** Empty for none. */
    private static String value(World world, String instance, PlacementStrategy strategy) {
        String field = Objects.requireNonNull(strategy.field());
        if (!field.startsWith("attribute:")) {
            return instance;
        }
        String value = Objects.requireNonNull(world.instances.get(instance))
                .attributes
                .get(field.substring("attribute:".length()));
        return value == null ? "" : value;
    }

    private static int compare(List<Long> one, List<Long> other) {
        for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
            int byEach = Long.compare(one.get(i), other.get(i));
            if (byEach != 0) {
                return byEach;
            }
        }
        return 0;
    }

    private static World anyWorld(Random draw) {
        World world = new World();
        int instances = 2 + draw.nextInt(6);
        for (int i = 0; i < instances; i++) {
            FakeInstance instance =
                    new FakeInstance("i" + i).left(256 * (2 + draw.nextInt(5)), 256 * (2 + draw.nextInt(5)));
            if (draw.nextInt(6) != 0) {
                instance.zone("abc".substring(draw.nextInt(3)).substring(0, 1));
            }
            if (draw.nextInt(3) != 0) {
                instance.attribute("rack", "r" + draw.nextInt(2));
            }
            instance.active = draw.nextInt(8) != 0;
            instance.connected = draw.nextInt(8) != 0;
            world.instances.put(instance.id, instance);
        }
        int groups = 1 + draw.nextInt(3);
        for (int g = 1; g <= groups; g++) {
            addGroup(world, "g" + g, draw);
        }
        return world;
    }

    private static void addGroup(World world, String name, Random draw) {
        List<HostPort> ports = draw.nextInt(5) == 0 ? List.of(new HostPort(TransportProtocol.TCP, 80)) : List.of();
        Demand demand = new Demand(64 * draw.nextInt(5), 64 * draw.nextInt(5), 0, ports);
        List<PlacementConstraint> constraints = new ArrayList<>();
        if (draw.nextInt(5) == 0) {
            constraints.add(new PlacementConstraint(PlacementConstraintType.DISTINCT_INSTANCE, null));
        }
        if (draw.nextInt(4) == 0) {
            constraints.add(new PlacementConstraint(
                    PlacementConstraintType.MEMBER_OF,
                    draw.nextBoolean() ? "not(task:group == g2)" : "attribute:rack exists"));
        }
        List<PlacementStrategy> strategies = new ArrayList<>();
        for (int left = draw.nextInt(4); left > 0; left--) {
            PlacementStrategy strategy = anyStrategy(draw);
            if (!strategies.contains(strategy)) {
                strategies.add(strategy);
            }
        }
        world.groups.put(name, new PlacementRequest(name, demand, 1, constraints, strategies, true));
        List<String> ids = List.copyOf(world.instances.keySet());
        for (int left = draw.nextInt(9); left > 0; left--) {
            String instance = ids.get(draw.nextInt(1 + draw.nextInt(ids.size())));
            String id = name + "-t" + left;
            Placed task = new Placed(id, name, instance, NOW.plusSeconds(draw.nextInt(4)), draw.nextInt(5) != 0);
            if (ports.isEmpty()
                    || Objects.requireNonNull(world.instances.get(instance))
                            .taken
                            .isEmpty()) {
                world.place(task);
            }
        }
    }

    private static PlacementStrategy anyStrategy(Random draw) {
        return switch (draw.nextInt(6)) {
            case 0 -> spread(ZONE);
            case 1 -> spread("attribute:rack");
            case 2 -> spread("instanceId");
            case 3 -> new PlacementStrategy(PlacementStrategyType.BINPACK, "cpu");
            case 4 -> new PlacementStrategy(PlacementStrategyType.BINPACK, "memory");
            default -> new PlacementStrategy(PlacementStrategyType.RANDOM, null);
        };
    }

    private static PlacementStrategy spread(String field) {
        return new PlacementStrategy(PlacementStrategyType.SPREAD, field);
    }
}
