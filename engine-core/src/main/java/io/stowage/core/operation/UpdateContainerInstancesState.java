package io.stowage.core.operation;

import io.stowage.UpdateContainerInstancesStateRequest;
import io.stowage.UpdateContainerInstancesStateResponse;
import io.stowage.core.state.ClusterState;
import io.stowage.core.state.InstanceState;
import io.stowage.error.InvalidParameterException;
import io.stowage.model.ContainerInstance;
import io.stowage.model.ContainerInstanceStatus;
import io.stowage.model.Failure;
import java.util.ArrayList;
import java.util.List;

/** ECS: UpdateContainerInstancesState: ACTIVE to DRAINING and back. What draining means for tasks is the service scheduler's. */
public record UpdateContainerInstancesState(UpdateContainerInstancesStateRequest request)
        implements ClusterOperation<UpdateContainerInstancesStateResponse> {

    private static final int MOST = 10;

    @Override
    public UpdateContainerInstancesStateResponse apply(OperationTurn turn) {
        ClusterState state = turn.state();
        Lookup.activeCluster(state);
        Check.size("containerInstances", request.containerInstances(), MOST);
        if (!settable(request.status())) {
            throw new InvalidParameterException("status is " + request.status() + "; it must be ACTIVE or DRAINING");
        }
        List<ContainerInstance> updated = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        for (String given : request.containerInstances()) {
            InstanceState instance = Lookup.instance(state, given);
            if (instance == null) {
                failures.add(Lookup.missingInstance(state, given));
            } else if (!settable(instance.record().status())) {
                failures.add(
                        new Failure(instance.arn(), instance.record().status().toString(), null));
            } else {
                update(instance, turn);
                updated.add(instance.described());
            }
        }
        return new UpdateContainerInstancesStateResponse(updated, failures);
    }

    private static boolean settable(ContainerInstanceStatus status) {
        return status == ContainerInstanceStatus.ACTIVE || status == ContainerInstanceStatus.DRAINING;
    }

    private void update(InstanceState instance, OperationTurn turn) {
        if (instance.record().status() != request.status()) {
            turn.transaction()
                    .putInstance(instance.record().toBuilder()
                            .status(request.status())
                            .build());
        }
    }
}
