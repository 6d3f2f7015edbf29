package io.stowage.core.operation;

import io.stowage.core.deployment.StartFailures;
import io.stowage.core.state.DescribedTasks;
import io.stowage.core.state.Ids;
import io.stowage.core.state.PastDeployment;
import io.stowage.core.state.ServiceState;
import io.stowage.error.ServiceDeploymentNotFoundException;
import io.stowage.model.ServiceDeployment;
import io.stowage.model.Task;
import java.util.List;

/** A service deployment, with those of its tasks that failed last. */
public record DeploymentProgress(String serviceDeploymentArn) implements ReadOperation<DeploymentProgress.Answer> {

    private static final int MOST_LOOKED_AT = 1_000;
    private static final int MOST_TOLD = 3;

    /**
     * How a deployment gets on.
     *
     * @param lastFailed its tasks that failed last, the last one first
     */
    public record Answer(ServiceDeployment deployment, List<Task> lastFailed) {

        /** Copies the list. */
        public Answer {
            lastFailed = List.copyOf(lastFailed);
        }
    }

    @Override
    public Answer apply(OperationTurn turn) {
        Lookup.activeCluster(turn.state());
        PastDeployment past = ServiceDeployments.find(turn.state(), serviceDeploymentArn);
        if (past == null || !past.deployment().serviceDeploymentArn().equals(serviceDeploymentArn)) {
            throw new ServiceDeploymentNotFoundException("Service deployment not found: '" + serviceDeploymentArn
                    + "'. ListServiceDeployments names those that are remembered.");
        }
        ServiceState service =
                turn.state().service(Ids.shortId(past.deployment().serviceArn()));
        List<Task> failed = service == null
                ? List.of()
                : service.lastStopped(MOST_LOOKED_AT).stream()
                        .filter(task -> isOf(task, past) && hasFailed(task))
                        .limit(MOST_TOLD)
                        .toList();
        return new Answer(ServiceDeployments.described(past, turn.state()), DescribedTasks.of(failed));
    }

    private static boolean isOf(Task task, PastDeployment past) {
        return Ids.shortId(String.valueOf(task.startedBy())).equals(past.number());
    }

    private static boolean hasFailed(Task task) {
        return StartFailures.endedByItself(task) || StartFailures.failedHealthChecks(task);
    }
}
