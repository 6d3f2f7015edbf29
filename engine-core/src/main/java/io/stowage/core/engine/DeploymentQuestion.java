package io.stowage.core.engine;

import io.stowage.AwaitedDeployment;
import io.stowage.DeploymentResult;
import io.stowage.core.deployment.RolloutReasons;
import io.stowage.core.operation.DeploymentProgress;
import io.stowage.core.state.ServiceHistory;
import io.stowage.event.DeploymentStateChange;
import io.stowage.event.EcsEvent;
import io.stowage.event.ServiceAction;
import io.stowage.model.ServiceDeployment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** How a deployment has ended. */
final class DeploymentQuestion implements Wait.Question<DeploymentProgress.Answer> {

    private final String serviceName;
    private final Supplier<CompletableFuture<DeploymentProgress.Answer>> progress;

    DeploymentQuestion(String serviceName, Supplier<CompletableFuture<DeploymentProgress.Answer>> progress) {
        this.serviceName = serviceName;
        this.progress = progress;
    }

    @Override
    public CompletableFuture<DeploymentProgress.Answer> look() {
        return progress.get();
    }

    @Override
    public boolean settled(DeploymentProgress.Answer seen) {
        return result(seen.deployment()) != DeploymentResult.IN_PROGRESS;
    }

    @Override
    public boolean concerns(EcsEvent event) {
        return (event instanceof ServiceAction || event instanceof DeploymentStateChange)
                && event.resources().stream().anyMatch(arn -> arn.endsWith("/" + serviceName));
    }

    static AwaitedDeployment answer(DeploymentProgress.Answer seen) {
        ServiceDeployment deployment = seen.deployment();
        DeploymentResult result = result(deployment);
        List<String> reasons = new ArrayList<>();
        if (result != DeploymentResult.COMPLETED) {
            reasons.add("The deployment is " + deployment.status()
                    + (deployment.statusReason() == null ? "." : ": " + deployment.statusReason()));
            seen.lastFailed().forEach(task -> reasons.add(SteadyStateQuestion.stopped(task)));
        }
        return new AwaitedDeployment(result, deployment, reasons);
    }

    private static DeploymentResult result(ServiceDeployment deployment) {
        String reason = String.valueOf(deployment.statusReason());
        return switch (deployment.status()) {
            case SUCCESSFUL -> DeploymentResult.COMPLETED;
            case ROLLBACK_SUCCESSFUL -> DeploymentResult.ROLLED_BACK;
            case STOPPED, ROLLBACK_FAILED -> {
                if (reason.equals(ServiceHistory.SUPERSEDED)) {
                    yield DeploymentResult.SUPERSEDED;
                }
                boolean stopped = reason.equals(ServiceHistory.DELETED) || reason.equals(RolloutReasons.stopped());
                yield stopped ? DeploymentResult.STOPPED : DeploymentResult.FAILED;
            }
            case PENDING, IN_PROGRESS, STOP_REQUESTED, ROLLBACK_REQUESTED, ROLLBACK_IN_PROGRESS ->
                DeploymentResult.IN_PROGRESS;
        };
    }
}
