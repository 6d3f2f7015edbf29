package io.stowage.core.service;

import io.stowage.core.placement.Criterion;
import io.stowage.core.placement.Demand;
import io.stowage.core.placement.PlacementRequest;
import io.stowage.core.service.Places.Place;
import io.stowage.model.PlacementStrategy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.LongUnaryOperator;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Chooses which of equally dispensable tasks to stop, one after the other, by the service's placement strategies in their order: each breaks
 * the ties of the one before, and what was chosen no longer counts for the next choice.
 *
 * <ul>
 *   <li>spread: a task where the field has the value with the most tasks of the service, so that what is left stays balanced. Placement puts
 *       tasks on instances without the attribute as a last resort: so these go first.
 *   <li>binpack: a task of the instance that will have the most of the resource left once the task is gone.
 *   <li>random: any.
 *   <li>No strategy: the availability zone with the most tasks of the service, in it the instance with the most.
 * </ul>
 *
 * <p>A capacity provider strategy comes after the attributes that are spread over first of all, such as availability zones, and before all else: a task
 * of the capacity provider that has the most beyond its {@linkplain Shares share}, so that base and weights hold for what is left.
 *
 * <p>What is still equal then is drawn from if a strategy is spread or random: ECS takes any of the zone. Else it is the instance that is first
 * by its ARN, and there the newest task: the others have proven themselves for longer, and have warm caches.
 *
 * <p>How: tasks on one instance that take the same of it are equal to all strategies; they make a cell. Cells of instances with equal values
 * of the attributes that are spread over, and of one capacity provider, make a group, and lie in it in the order of what each has for itself. So the best cell of all is the
 * best of the groups' first ones, and a choice moves only the cells of its instance.
 */
final class ScaleIn {

    private static final Comparator<ServiceTask> OLDEST_FIRST = Comparator.<ServiceTask, Instant>comparing(
                    task -> task.task().createdAt())
            .thenComparing(task -> task.task().taskArn(), Comparator.reverseOrder());

    private final List<Criterion> criteria;
    /** How many of the criteria go before the capacity provider strategy. */
    private final int beforeShares;

    private final boolean draws;
    private final Places places;
    private final LongUnaryOperator random;

    ScaleIn(ServiceView view, LongUnaryOperator random) {
        List<PlacementStrategy> strategies = view.service().placementStrategy();
        this.criteria = Criterion.of(strategies.isEmpty() ? PlacementRequest.SERVICE_DEFAULT : strategies);
        this.beforeShares = spreadsFirst(criteria);
        this.draws = !strategies.isEmpty() && !criteria.stream().allMatch(ScaleIn::packs);
        this.places = new Places(view, criteria);
        this.random = random;
    }

    private static int spreadsFirst(List<Criterion> criteria) {
        int first = 0;
        while (first < criteria.size() && criteria.get(first).kind() == Criterion.Kind.SPREAD_ATTRIBUTE) {
            first++;
        }
        return first;
    }

    /**
     * The first {@code count} of the candidates, which are at least as many and all of one deployment.
     *
     * @param shares how that is shared out, which counts them as gone; null if it isn't, or they don't count
     */
    List<ServiceTask> choose(Iterable<? extends ServiceTask> candidates, int count, @Nullable Shares shares) {
        Choice choice = among(candidates, shares);
        List<ServiceTask> chosen = new ArrayList<>(count);
        while (chosen.size() < count) {
            chosen.add(choice.next());
        }
        return chosen;
    }

    /** Candidates of which one goes after the other. As long as they are chosen among, what else goes has to be told to them. */
    Choice among(Iterable<? extends ServiceTask> candidates, @Nullable Shares shares) {
        return new Choice(candidates, shares);
    }

    /** Counts a task as gone. */
    void leave(ServiceTask task) {
        places.leave(task);
    }

    private static boolean packs(Criterion criterion) {
        return switch (criterion.kind()) {
            case BINPACK_CPU, BINPACK_MEMORY -> true;
            case SPREAD_ATTRIBUTE, SPREAD_INSTANCE, RANDOM -> false;
        };
    }

    /** What tasks on one instance have in common that are equal to all strategies. */
    private record Alike(Demand demand, String provider) {}

    /** Tasks on one instance that are alike, the newest last. */
    private record Cell(Place place, Alike alike, List<ServiceTask> tasks) {

        ServiceTask newest() {
            return tasks.get(tasks.size() - 1);
        }

        Demand demand() {
            return alike.demand;
        }

        Group group() {
            return new Group(place.values(), alike.provider);
        }
    }

    /** Where all have the same of the attributes that are spread over, and one capacity provider. */
    private record Group(List<@Nullable String> values, String provider) {}

    /** One call's candidates. */
    final class Choice {

        private final Map<Group, TreeSet<Cell>> groups = new LinkedHashMap<>();
        private final Map<Place, List<Cell>> cells = new LinkedHashMap<>();
        private final @Nullable Shares shares;

        Choice(Iterable<? extends ServiceTask> candidates, @Nullable Shares shares) {
            this.shares = shares;
            Map<Place, Map<Alike, Cell>> byPlace = new LinkedHashMap<>();
            for (ServiceTask task : candidates) {
                Place place = places.of(task);
                byPlace.computeIfAbsent(place, each -> new LinkedHashMap<>())
                        .computeIfAbsent(
                                new Alike(task.demand(), Shares.provider(task)),
                                alike -> new Cell(place, alike, new ArrayList<>()))
                        .tasks
                        .add(task);
            }
            byPlace.forEach((place, ofPlace) -> {
                ofPlace.values().forEach(cell -> cell.tasks.sort(OLDEST_FIRST));
                cells.put(place, new ArrayList<>(ofPlace.values()));
                ofPlace.values().forEach(this::add);
            });
        }

        private void add(Cell cell) {
            groups.computeIfAbsent(cell.group(), group -> new TreeSet<>(this::compare))
                    .add(cell);
        }

        private void remove(Cell cell) {
            TreeSet<Cell> group = Objects.requireNonNull(groups.get(cell.group()));
            group.remove(cell);
            if (group.isEmpty()) {
                groups.remove(cell.group());
            }
        }

        /** Takes the next one out. */
        ServiceTask next() {
            return next(provider -> true);
        }

        /** Whether there are any of these capacity providers. */
        boolean anyOf(Predicate<String> providers) {
            return groups.keySet().stream().anyMatch(group -> providers.test(group.provider));
        }

        /** Takes the next one of these capacity providers out, of which there are some. */
        ServiceTask next(Predicate<String> providers) {
            Cell best = best(providers);
            if (!draws) {
                return take(best, best.tasks.size() - 1);
            }
            List<Cell> ties = tiesOf(best);
            long left = random.applyAsLong(
                    ties.stream().mapToLong(cell -> cell.tasks.size()).sum());
            int i = 0;
            while (left >= ties.get(i).tasks.size()) {
                left -= ties.get(i++).tasks.size();
            }
            return take(ties.get(i), (int) left);
        }

        /** A task that is none of them has gone. */
        void without(ServiceTask task) {
            List<Cell> moving = cells.getOrDefault(places.of(task), List.of());
            moving.forEach(this::remove);
            leave(task);
            moving.forEach(this::add);
        }

        private Cell best(Predicate<String> providers) {
            return groups.entrySet().stream()
                    .filter(group -> providers.test(group.getKey().provider))
                    .map(group -> group.getValue().first())
                    .min(this::compare)
                    .orElseThrow();
        }

        private List<Cell> tiesOf(Cell best) {
            List<Cell> ties = new ArrayList<>();
            for (TreeSet<Cell> group : groups.values()) {
                for (Cell cell : group) {
                    if (byCriteria(cell, best) != 0) {
                        break;
                    }
                    ties.add(cell);
                }
            }
            return ties;
        }

        private ServiceTask take(Cell from, int index) {
            List<Cell> moving = Objects.requireNonNull(cells.get(from.place));
            moving.forEach(this::remove);
            ServiceTask task = from.tasks.remove(index);
            leave(task);
            if (shares != null) {
                shares.leave(task);
            }
            moving.removeIf(cell -> cell.tasks.isEmpty());
            moving.forEach(this::add);
            return task;
        }

        /** In a group all have the same where an attribute is spread over, and the same surplus, and go on having it: it changes nothing of their order. */
        private int compare(Cell one, Cell other) {
            int byCriteria = byCriteria(one, other);
            int byInstance = byCriteria != 0 ? byCriteria : one.place.arn().compareTo(other.place.arn());
            return byInstance != 0 ? byInstance : OLDEST_FIRST.compare(other.newest(), one.newest());
        }

        private int byCriteria(Cell one, Cell other) {
            int byFirst = byCriteria(one, other, 0, beforeShares);
            int byShares = byFirst != 0 || shares == null
                    ? byFirst
                    : Integer.compare(shares.surplus(other.alike.provider), shares.surplus(one.alike.provider));
            return byShares != 0 ? byShares : byCriteria(one, other, beforeShares, criteria.size());
        }

        private int byCriteria(Cell one, Cell other, int from, int to) {
            for (int i = from; i < to; i++) {
                int byScore = Long.compare(other.place.score(i, other.demand()), one.place.score(i, one.demand()));
                if (byScore != 0) {
                    return byScore;
                }
            }
            return 0;
        }
    }
}
