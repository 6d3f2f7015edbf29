package io.stowage.core.service;

import io.stowage.model.Task;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;

/**
 * Chooses which of equally dispensable tasks to stop, one after the other: from the availability zone with the most tasks of the service,
 * there from the instance with the most, and there the newest. What is chosen no longer counts for the next choice, so that what is left
 * stays balanced. Zones with equal counts break by name, instances by ARN, tasks of the same age by ARN.
 *
 * <p>ECS leaves the choice on an instance open. The newest: the others have proven themselves for longer, and have warm caches.
 */
final class ScaleIn {

    private final ServiceView view;
    /** How many tasks of the service were chosen so far, by zone and by instance: the view still counts them. */
    private final Map<String, Integer> chosenInZone = new LinkedHashMap<>();

    private final Map<String, Integer> chosenOnInstance = new LinkedHashMap<>();

    private static final Comparator<Task> NEWEST_FIRST =
            Comparator.comparing(Task::createdAt).reversed().thenComparing(Task::taskArn);

    /** The candidates on one instance, or in one zone, with how many tasks of the service are there. */
    private static final class Place<T> {
        final String name;
        final PriorityQueue<T> content;
        int tasks;

        Place(String name, int tasks, Comparator<? super T> order) {
            this.name = name;
            this.tasks = tasks;
            this.content = new PriorityQueue<>(order);
        }
    }

    private static final Comparator<Place<?>> FULLEST_FIRST =
            Comparator.<Place<?>>comparingInt(place -> -place.tasks).thenComparing(place -> place.name);

    ScaleIn(ServiceView view) {
        this.view = view;
    }

    /** The first {@code count} of the candidates, which are at least as many. */
    List<Task> choose(Iterable<Task> candidates, int count) {
        PriorityQueue<Place<Place<Task>>> zones = zones(candidates);
        List<Task> chosen = new ArrayList<>(count);
        while (chosen.size() < count) {
            Place<Place<Task>> zone = zones.remove();
            Place<Task> instance = zone.content.remove();
            Task task = instance.content.remove();
            chosen.add(task);
            leave(task);
            instance.tasks--;
            zone.tasks--;
            if (!instance.content.isEmpty()) {
                zone.content.add(instance);
            }
            if (!zone.content.isEmpty()) {
                zones.add(zone);
            }
        }
        return chosen;
    }

    /** Counts a task as gone. */
    void leave(Task task) {
        String instance = instanceOf(task);
        chosenOnInstance.merge(instance, 1, Integer::sum);
        chosenInZone.merge(view.zoneOf(instance), 1, Integer::sum);
    }

    private PriorityQueue<Place<Place<Task>>> zones(Iterable<Task> candidates) {
        Map<String, Place<Task>> instances = new LinkedHashMap<>();
        for (Task task : candidates) {
            instances.computeIfAbsent(instanceOf(task), this::instance).content.add(task);
        }
        Map<String, Place<Place<Task>>> zones = new LinkedHashMap<>();
        for (Place<Task> instance : instances.values()) {
            zones.computeIfAbsent(view.zoneOf(instance.name), this::zone)
                    .content
                    .add(instance);
        }
        PriorityQueue<Place<Place<Task>>> ordered = new PriorityQueue<>(FULLEST_FIRST);
        ordered.addAll(zones.values());
        return ordered;
    }

    private Place<Task> instance(String arn) {
        return new Place<>(arn, view.tasksOnInstance(arn) - chosenOnInstance.getOrDefault(arn, 0), NEWEST_FIRST);
    }

    private Place<Place<Task>> zone(String name) {
        return new Place<>(name, view.tasksInZone(name) - chosenInZone.getOrDefault(name, 0), FULLEST_FIRST);
    }

    /** Empty for a task that is not placed yet. */
    private static String instanceOf(Task task) {
        return Objects.requireNonNullElse(task.containerInstanceArn(), "");
    }
}
