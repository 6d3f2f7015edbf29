package io.stowage.core.operation;

import io.stowage.CompactionPlan;
import io.stowage.core.placement.Emptying;
import io.stowage.core.placement.PlacementRules;
import io.stowage.core.placement.PlacementSupport;
import io.stowage.core.state.ClusterCopy;
import io.stowage.core.state.ClusterState;
import io.stowage.core.state.Ids;
import io.stowage.core.state.ServiceState;
import io.stowage.model.PlacementConstraint;
import io.stowage.model.Task;
import io.stowage.model.TaskDefinition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Says which instances could be emptied, and where their tasks would go. The loop only copies what that takes; whoever asked plans. */
public record CompactTasks() implements WhatIf<CompactionPlan> {

    @Override
    public Supplier<CompactionPlan> apply(OperationTurn turn) {
        Lookup.activeCluster(turn.state());
        Kinds kinds = new Kinds(turn.state(), turn.rules());
        List<Emptying.Occupied> occupied = new ArrayList<>();
        for (ClusterCopy.Host host : ClusterCopy.of(turn.state()).hosts()) {
            if (!host.tasks().isEmpty() || host.held()) {
                occupied.add(occupied(host, kinds));
            }
        }
        Ids ids = turn.state().ids();
        return () -> plan(occupied, ids);
    }

    private static CompactionPlan plan(List<Emptying.Occupied> occupied, Ids ids) {
        Emptying.Plan plan = Emptying.of(occupied);
        return new CompactionPlan(
                occupied.size() - plan.emptied().size(),
                plan.emptied().stream().map(ids::containerInstance).toList(),
                plan.moves().stream()
                        .map(each -> new CompactionPlan.Move(
                                each.taskArn(),
                                ids.containerInstance(each.from()),
                                ids.containerInstance(each.to())))
                        .toList(),
                plan.complete());
    }

    private static Emptying.Occupied occupied(ClusterCopy.Host host, Kinds kinds) {
        List<Emptying.Mover> movers = new ArrayList<>(host.tasks().size());
        for (ClusterCopy.Booking each : host.tasks()) {
            movers.add(new Emptying.Mover(each.task().taskArn(), each.demand(), kinds.of(each.task())));
        }
        return new Emptying.Occupied(host.instance(), movers, host.held());
    }

    /** The kinds of tasks there are: by group, then by definition. */
    private static final class Kinds {
        private final ClusterState state;
        private final PlacementRules rules;
        private final Map<String, Map<String, Emptying.Kind>> kinds = new LinkedHashMap<>();

        Kinds(ClusterState state, PlacementRules rules) {
            this.state = state;
            this.rules = rules;
        }

        Emptying.Kind of(Task task) {
            return kinds.computeIfAbsent(task.group(), group -> new LinkedHashMap<>())
                    .computeIfAbsent(task.taskDefinitionArn(), definition -> kind(task));
        }

        private Emptying.Kind kind(Task task) {
            TaskDefinition definition = state.definition(task.taskDefinitionArn());
            if (definition == null) {
                throw new IllegalStateException("the definition of " + task.taskArn() + " is not there");
            }
            ServiceState service = state.serviceOf(task);
            List<PlacementConstraint> asked =
                    service == null ? List.of() : service.record().placementConstraints();
            return new Emptying.Kind(
                    task.group(), PlacementSupport.constraints(definition, asked), rules.of(definition, task.group()));
        }
    }
}
