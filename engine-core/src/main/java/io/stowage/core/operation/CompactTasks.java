package io.stowage.core.operation;

import io.stowage.CompactionPlan;
import io.stowage.core.placement.Admission;
import io.stowage.core.placement.Compaction;
import io.stowage.core.placement.Emptying;
import io.stowage.core.placement.PlacementRules;
import io.stowage.core.placement.PlacementSupport;
import io.stowage.core.state.ClusterCopy;
import io.stowage.core.state.Ids;
import io.stowage.model.PlacementConstraint;
import io.stowage.model.SchedulingStrategy;
import io.stowage.model.Service;
import io.stowage.model.Task;
import io.stowage.model.TaskDefinition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Supplier;

/** Says which instances could be emptied, and where their tasks would go. The loop only copies what that takes; whoever asked plans. */
public record CompactTasks() implements WhatIf<CompactionPlan> {

    @Override
    public Supplier<CompactionPlan> apply(OperationTurn turn) {
        Lookup.activeCluster(turn.state());
        ClusterCopy copy = new ClusterCopy(turn.state(), turn.now());
        PlacementRules rules = turn.rules();
        Ids ids = turn.state().ids();
        return () -> plan(copy, rules, ids);
    }

    private static CompactionPlan plan(ClusterCopy copy, PlacementRules rules, Ids ids) {
        Kinds kinds = new Kinds(copy, rules);
        List<Emptying.Occupied> all = copy.hosts().stream()
                .filter(host -> !host.instance().forOneTask())
                .map(host -> occupied(host, kinds))
                .toList();
        OptionalInt fewest = Compaction.of(all);
        List<Emptying.Occupied> occupied = all.stream()
                .filter(each -> each.fixed() || !each.movers().isEmpty())
                .toList();
        Emptying.Plan plan = Emptying.of(occupied);
        int needed = occupied.size() - plan.emptied().size();
        return new CompactionPlan(
                needed,
                Math.min(needed, fewest.orElse(needed)),
                plan.emptied().stream().map(ids::containerInstance).toList(),
                plan.moves().stream()
                        .map(each -> new CompactionPlan.Move(
                                each.taskArn(), ids.containerInstance(each.from()), ids.containerInstance(each.to())))
                        .toList(),
                plan.complete());
    }

    private static Emptying.Occupied occupied(ClusterCopy.Host host, Kinds kinds) {
        List<Emptying.Mover> movers = new ArrayList<>(host.tasks().size());
        for (ClusterCopy.Booking each : host.tasks()) {
            if (!kinds.isDaemon(each.task())) {
                movers.add(new Emptying.Mover(each.task().taskArn(), each.demand(), kinds.of(each.task())));
            }
        }
        return new Emptying.Occupied(host.instance(), movers, host.held());
    }

    /** The kinds of tasks there are: by group, then by definition. */
    private static final class Kinds {
        private final ClusterCopy copy;
        private final PlacementRules rules;
        private final Map<String, Map<String, Admission>> kinds = new LinkedHashMap<>();

        Kinds(ClusterCopy copy, PlacementRules rules) {
            this.copy = copy;
            this.rules = rules;
        }

        Admission of(Task task) {
            return kinds.computeIfAbsent(task.group(), group -> new LinkedHashMap<>())
                    .computeIfAbsent(task.taskDefinitionArn(), definition -> kind(task));
        }

        /** Of a DAEMON service: it goes with the instance, and is in nobody's way before. */
        boolean isDaemon(Task task) {
            Service service = copy.serviceOf(task);
            return service != null && service.schedulingStrategy() == SchedulingStrategy.DAEMON;
        }

        private Admission kind(Task task) {
            TaskDefinition definition = copy.definition(task);
            Service service = copy.serviceOf(task);
            List<PlacementConstraint> asked = service == null ? List.of() : service.placementConstraints();
            return new Admission(
                    task.group(), PlacementSupport.constraints(definition, asked), rules.of(definition, task.group()));
        }
    }
}
