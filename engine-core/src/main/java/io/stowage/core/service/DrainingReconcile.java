package io.stowage.core.service;

import io.stowage.model.Service;
import io.stowage.model.ServiceStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A service that is deleted: all its tasks stop, and once they are STOPPED it is INACTIVE and has no deployment any more. */
final class DrainingReconcile {

    private DrainingReconcile() {}

    static ServicePlan plan(ServiceView view, Leavers leavers, int budget) {
        List<? extends DeploymentView> deployments = view.deployments();
        Headcount headcount = Headcount.unguarded(deployments, budget);
        for (TaskBucket bucket : TaskBucket.values()) {
            headcount.leaveAll(bucket, Integer.MAX_VALUE);
        }
        return new ServicePlan(
                List.of(),
                leavers.name(headcount),
                inactive(view.service(), deployments),
                List.of(),
                null,
                headcount.budgetExhausted());
    }

    private static @Nullable Service inactive(Service service, List<? extends DeploymentView> deployments) {
        if (!deployments.stream().allMatch(Progress::isEmpty)) {
            return null;
        }
        return service.toBuilder()
                .status(ServiceStatus.INACTIVE)
                .deployments(List.of())
                .build();
    }
}
