package io.stowage.core.operation;

import io.stowage.core.capacity.TaskGroup;
import io.stowage.core.placement.Admission;
import io.stowage.core.placement.Demand;
import io.stowage.core.placement.Fargate;
import io.stowage.core.placement.Fits;
import io.stowage.core.placement.InstanceView;
import io.stowage.core.placement.PlacementRules;
import io.stowage.core.placement.PlacementSupport;
import io.stowage.core.state.ClusterState;
import io.stowage.core.state.Ids;
import io.stowage.core.state.ServiceState;
import io.stowage.model.DesiredStatus;
import io.stowage.model.PlacementConstraint;
import io.stowage.model.Task;
import io.stowage.model.TaskDefinition;
import io.stowage.spi.InstanceProvider.MachineType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The tasks that wait for a capacity provider to have room, those that need the same together, the oldest first. */
final class WaitingGroups {

    private final ClusterState state;
    private final PlacementRules rules;
    private final Map<String, MachineType> types = new LinkedHashMap<>();

    /** @param types that the capacity provider may launch */
    WaitingGroups(OperationTurn turn, List<MachineType> types) {
        this.state = turn.state();
        this.rules = turn.rules();
        types.forEach(type -> this.types.put(type.name(), type));
    }

    /** Those of one capacity provider. */
    List<TaskGroup> of(String capacityProvider) {
        return of(tasksOf(capacityProvider));
    }

    /** As groups, in the same order. */
    List<TaskGroup> of(Map<String, List<Task>> alike) {
        List<TaskGroup> groups = new ArrayList<>();
        alike.forEach((id, tasks) -> groups.add(group(id, tasks)));
        return groups;
    }

    /** The tasks themselves, by the ids of the groups. */
    Map<String, List<Task>> tasksOf(String capacityProvider) {
        Map<String, List<Task>> alike = new LinkedHashMap<>();
        for (Task task : state.provisioning()) {
            if (capacityProvider.equals(task.capacityProviderName()) && task.desiredStatus() == DesiredStatus.RUNNING) {
                alike.computeIfAbsent(id(task), id -> new ArrayList<>()).add(task);
            }
        }
        return alike;
    }

    /** Whether a task may be the one of an instance that is for one task. */
    boolean fitsAlone(Task task, InstanceView instance) {
        TaskDefinition definition = Objects.requireNonNull(state.definition(task.taskDefinitionArn()));
        return Fits.fitsAlone(demand(task), instance)
                && new Admission(task.group(), constraints(task), rules.of(definition, task.group())).admits(instance);
    }

    /** The same for tasks of one group and revision that take the same, and may be on the same instances. */
    private String id(Task task) {
        Demand demand = demand(task);
        String id =
                task.group() + "/" + Ids.shortId(task.taskDefinitionArn()) + "/" + demand.cpu() + "/" + demand.memory();
        return task.placementConstraints() == null ? id : id + "/" + task.placementConstraints();
    }

    private Demand demand(Task task) {
        return state.demand(task.taskDefinitionArn(), task.overrides(), task.capacityProviderName());
    }

    private TaskGroup group(String id, List<Task> tasks) {
        Task first = tasks.get(0);
        Demand demand = demand(first);
        MachineNeeds needs = new MachineNeeds(demand, constraints(first));
        return new TaskGroup(
                id,
                tasks.size(),
                demand.cpu(),
                demand.memory(),
                needs.claims("group " + first.group()),
                Fargate.is(first.capacityProviderName()),
                (type, zone) -> mayBeOn(needs, type, zone));
    }

    private List<PlacementConstraint> constraints(Task task) {
        TaskDefinition definition = Objects.requireNonNull(state.definition(task.taskDefinitionArn()));
        ServiceState service = state.serviceOf(task);
        return PlacementSupport.constraints(
                definition,
                service == null ? task.placementConstraints() : service.record().placementConstraints());
    }

    /** Of a machine that is coming the type may not be known any more: it was chosen when it was. */
    private boolean mayBeOn(MachineNeeds needs, String type, String zone) {
        MachineType known = types.get(type);
        return known == null ? needs.hasNoGpus() : needs.mayBeOn(known, zone);
    }
}
