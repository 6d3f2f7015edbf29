package io.stowage.core.operation;

import io.stowage.core.operation.StrategyRules.Share;
import io.stowage.core.placement.Placement;
import io.stowage.core.placement.PlacementFailure;
import io.stowage.core.placement.PlacementRequest;
import io.stowage.core.placement.PlacementSupport;
import io.stowage.core.placement.Placer;
import io.stowage.core.state.ClusterState;
import io.stowage.core.state.Ids;
import io.stowage.core.state.InstanceState;
import io.stowage.core.state.ServiceState;
import io.stowage.model.Deployment;
import io.stowage.model.Task;
import io.stowage.model.TaskDefinition;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Finds container instances for tasks that wait for one. */
public final class WaitingPlaces {

    private static final String SERVICE_GROUP = "service:";

    private final OperationTurn turn;
    private final ClusterState state;

    /** In this turn. */
    public WaitingPlaces(OperationTurn turn) {
        this.turn = turn;
        this.state = turn.state();
    }

    /** Whether both ask the same of an instance, as they wait. */
    public static boolean alike(Task one, Task other) {
        return one.group().equals(other.group())
                && one.taskDefinitionArn().equals(other.taskDefinitionArn())
                && Objects.equals(one.capacityProviderName(), other.capacityProviderName())
                && Objects.equals(one.overrides(), other.overrides())
                && Objects.equals(one.placementConstraints(), other.placementConstraints())
                && Objects.equals(one.placementStrategy(), other.placementStrategy())
                && (!one.group().startsWith(SERVICE_GROUP) || Objects.equals(one.startedBy(), other.startedBy()));
    }

    /**
     * Places tasks that are {@linkplain #alike}; those that find no room wait on. Yields why they find none; null if all have found some.
     *
     * @param tasks the oldest first, which is the first to be placed
     */
    public @Nullable PlacementFailure place(List<Task> tasks) {
        PlacementRequest request = request(tasks.get(0), tasks.size());
        Placement placement = Placer.place(request, state.inventory(), turn.random());
        List<String> found = placement.instanceIds();
        for (int i = 0; i < tasks.size(); i++) {
            String taskId = Ids.shortId(tasks.get(i).taskArn());
            if (i < found.size()) {
                InstanceState instance = Objects.requireNonNull(state.instance(found.get(i)));
                turn.transaction().changeTask(taskId, change -> {
                    TaskFactory.placed(change, instance, turn.now());
                });
            } else {
                state.awaitRoom(taskId, request.demand(), request.admissionByTasks());
            }
        }
        return placement.failure();
    }

    /** Gives machines that are for one task each, and can take it by now, to tasks that wait for them. Nothing else is decided of machines here. */
    public void giveMachines(String capacityProvider) {
        if (!DecideCapacity.isDecided(capacityProvider, state)) {
            return;
        }
        Launches launches = new Launches(turn);
        MachineSizes sizes = MachineSizes.asRegistered(turn, launches, capacityProvider);
        new MachinesOfTasks(turn, launches, sizes).give(new WaitingGroups(turn, List.of()), capacityProvider);
    }

    private PlacementRequest request(Task task, int count) {
        ServiceState service = state.serviceOf(task);
        if (service != null) {
            Share share = new Share(task.capacityProviderName(), count);
            for (Deployment deployment : service.record().deployments()) {
                if (deployment.id().equals(task.startedBy())) {
                    return PlacementRequests.ofService(service.record(), deployment, share, state, turn.rules());
                }
            }
        }
        return ofTask(task, count);
    }

    private PlacementRequest ofTask(Task task, int count) {
        TaskDefinition definition = Objects.requireNonNull(state.definition(task.taskDefinitionArn()));
        return new PlacementRequest(
                task.group(),
                state.demand(task.taskDefinitionArn(), task.overrides(), task.capacityProviderName()),
                count,
                PlacementSupport.constraints(definition, task.placementConstraints()),
                Lists.orEmpty(task.placementStrategy()),
                false,
                turn.rules().of(definition, task.group()));
    }
}
