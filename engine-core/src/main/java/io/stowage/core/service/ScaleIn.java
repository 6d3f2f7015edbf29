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
 * <p>What is still equal then is drawn from if a strategy is spread or random: ECS takes any of the zone. Else it is the instance that is first
 * by its ARN, and there the newest task: the others have proven themselves for longer, and have warm caches.
 *
 * <p>How: tasks on one instance that take the same of it are equal to all strategies; they make a cell. Cells of instances with equal values
 * of the attributes that are spread over make a group, and lie in it in the order of what each has for itself. So the best cell of all is the
 * best of the groups' first ones, and a choice moves only the cells of its instance.
 */
final class ScaleIn {

    private static final Comparator<ServiceTask> OLDEST_FIRST = Comparator.<ServiceTask, Instant>comparing(
                    task -> task.task().createdAt())
            .thenComparing(task -> task.task().taskArn(), Comparator.reverseOrder());

    private final List<Criterion> criteria;
    private final boolean draws;
    private final Places places;
    private final LongUnaryOperator random;

    ScaleIn(ServiceView view, LongUnaryOperator random) {
        List<PlacementStrategy> strategies = view.service().placementStrategy();
        this.criteria = Criterion.of(strategies.isEmpty() ? PlacementRequest.SERVICE_DEFAULT : strategies);
        this.draws = !strategies.isEmpty() && !criteria.stream().allMatch(ScaleIn::packs);
        this.places = new Places(view, criteria);
        this.random = random;
    }

    /** The first {@code count} of the candidates, which are at least as many. */
    List<ServiceTask> choose(Iterable<? extends ServiceTask> candidates, int count) {
        Choice choice = new Choice(candidates);
        List<ServiceTask> chosen = new ArrayList<>(count);
        while (chosen.size() < count) {
            chosen.add(choice.next());
        }
        return chosen;
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

    /** Tasks on one instance that take the same of it, the newest last. */
    private record Cell(Place place, Demand demand, List<ServiceTask> tasks) {

        ServiceTask newest() {
            return tasks.get(tasks.size() - 1);
        }
    }

    /** One call's candidates. */
    private final class Choice {

        /** By the values of the attributes that are spread over. */
        private final Map<List<@Nullable String>, TreeSet<Cell>> groups = new LinkedHashMap<>();

        private final Map<Place, List<Cell>> cells = new LinkedHashMap<>();

        Choice(Iterable<? extends ServiceTask> candidates) {
            Map<Place, Map<Demand, Cell>> byDemand = new LinkedHashMap<>();
            for (ServiceTask task : candidates) {
                Place place = places.of(task);
                byDemand.computeIfAbsent(place, each -> new LinkedHashMap<>())
                        .computeIfAbsent(task.demand(), demand -> new Cell(place, demand, new ArrayList<>()))
                        .tasks
                        .add(task);
            }
            byDemand.forEach((place, ofPlace) -> {
                ofPlace.values().forEach(cell -> cell.tasks.sort(OLDEST_FIRST));
                cells.put(place, new ArrayList<>(ofPlace.values()));
                groups.computeIfAbsent(place.values(), values -> new TreeSet<>(this::compare))
                        .addAll(ofPlace.values());
            });
        }

        /** Takes the next one out. */
        ServiceTask next() {
            Cell best = best();
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

        private Cell best() {
            return groups.values().stream()
                    .map(TreeSet::first)
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
            Place place = from.place;
            List<Cell> moving = Objects.requireNonNull(cells.get(place));
            TreeSet<Cell> group = Objects.requireNonNull(groups.get(place.values()));
            moving.forEach(group::remove);
            ServiceTask task = from.tasks.remove(index);
            leave(task);
            moving.removeIf(cell -> cell.tasks.isEmpty());
            group.addAll(moving);
            if (group.isEmpty()) {
                groups.remove(place.values());
            }
            return task;
        }

        /** In a group all have the same where an attribute is spread over, and go on having it: it changes nothing of their order. */
        private int compare(Cell one, Cell other) {
            int byCriteria = byCriteria(one, other);
            int byInstance = byCriteria != 0 ? byCriteria : one.place.arn().compareTo(other.place.arn());
            return byInstance != 0 ? byInstance : OLDEST_FIRST.compare(other.newest(), one.newest());
        }

        private int byCriteria(Cell one, Cell other) {
            for (int i = 0; i < criteria.size(); i++) {
                int byScore = Long.compare(other.place.score(i, other.demand), one.place.score(i, one.demand));
                if (byScore != 0) {
                    return byScore;
                }
            }
            return 0;
        }
    }
}
