package io.stowage.core.operation;

import io.stowage.core.capacity.TaskGroup;
import io.stowage.core.placement.Demand;
import io.stowage.core.placement.PlacementSupport;
import io.stowage.core.query.ClusterQuery;
import io.stowage.core.state.ClusterState;
import io.stowage.core.state.Ids;
import io.stowage.core.state.ServiceState;
import io.stowage.model.Attribute;
import io.stowage.model.DesiredStatus;
import io.stowage.model.PlacementConstraint;
import io.stowage.model.PlacementConstraintType;
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

    private static final String GROUP_OF_SERVICE = "service:";

    private final ClusterState state;
    private final Map<String, MachineType> types = new LinkedHashMap<>();

    /** @param types that the capacity provider may launch */
    WaitingGroups(ClusterState state, List<MachineType> types) {
        this.state = state;
        types.forEach(type -> this.types.put(type.name(), type));
    }

    /** Those of one capacity provider. */
    List<TaskGroup> of(String capacityProvider) {
        Map<String, List<Task>> alike = new LinkedHashMap<>();
        for (Task task : state.provisioning()) {
            if (capacityProvider.equals(task.capacityProviderName()) && task.desiredStatus() == DesiredStatus.RUNNING) {
                alike.computeIfAbsent(id(task), id -> new ArrayList<>()).add(task);
            }
        }
        List<TaskGroup> groups = new ArrayList<>();
        alike.forEach((id, tasks) -> groups.add(group(id, tasks)));
        return groups;
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
        List<PlacementConstraint> constraints = constraints(first);
        return new TaskGroup(
                id,
                tasks.size(),
                demand.cpu(),
                demand.memory(),
                claims(demand, first, constraints),
                false,
                (type, zone) -> suits(demand, constraints, type, zone));
    }

    private List<PlacementConstraint> constraints(Task task) {
        TaskDefinition definition = Objects.requireNonNull(state.definition(task.taskDefinitionArn()));
        String group = task.group();
        ServiceState service =
                group.startsWith(GROUP_OF_SERVICE) ? state.service(group.substring(GROUP_OF_SERVICE.length())) : null;
        return PlacementSupport.constraints(
                definition,
                service == null ? task.placementConstraints() : service.record().placementConstraints());
    }

    private static List<String> claims(Demand demand, Task task, List<PlacementConstraint> constraints) {
        List<String> claims = new ArrayList<>();
        demand.ports().forEach(port -> claims.add(port.protocol() + " " + port.port()));
        if (constraints.stream().anyMatch(each -> each.type() == PlacementConstraintType.DISTINCT_INSTANCE)) {
            claims.add("group " + task.group());
        }
        return claims;
    }

    /**
     * What a type says nothing of may be there: the runtime says it of each machine. How many GPUs are there is never known before. Of a machine that
     * is coming the type may not be known any more: it was chosen when it was.
     */
    private boolean suits(Demand demand, List<PlacementConstraint> constraints, String type, String zone) {
        MachineType known = types.get(type);
        if (demand.gpus() > 0) {
            return false;
        }
        if (known == null) {
            return true;
        }
        MachineProspect prospect = new MachineProspect(known, zone);
        return demand.attributes().stream().allMatch(attribute -> mayCarry(prospect, attribute))
                && constraints.stream()
                        .filter(each -> each.type() == PlacementConstraintType.MEMBER_OF)
                        .allMatch(each -> ClusterQuery.of(Objects.requireNonNull(each.expression()))
                                .matches(prospect));
    }

    private static boolean mayCarry(MachineProspect prospect, Attribute required) {
        String value = prospect.attribute(required.name());
        return value == null || required.value() == null || required.value().equals(value);
    }
}
