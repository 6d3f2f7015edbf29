package io.stowage.core.engine;

import io.stowage.core.operation.ServiceProgress;
import io.stowage.event.DeploymentStateChange;
import io.stowage.event.EcsEvent;
import io.stowage.event.ServiceAction;
import io.stowage.event.TaskStateChange;
import io.stowage.model.Container;
import io.stowage.model.Deployment;
import io.stowage.model.DeploymentRolloutState;
import io.stowage.model.DeploymentStatus;
import io.stowage.model.Service;
import io.stowage.model.ServiceStatus;
import io.stowage.model.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Whether a service is steady, and why not. */
final class SteadyStateQuestion implements Wait.Question<ServiceProgress.Answer> {

    static final int STOPPED_TASKS_TOLD = 3;
    private static final int EVENTS_TOLD = 3;

    private final String serviceName;
    private final Supplier<CompletableFuture<ServiceProgress.Answer>> progress;

    SteadyStateQuestion(String serviceName, Supplier<CompletableFuture<ServiceProgress.Answer>> progress) {
        this.serviceName = serviceName;
        this.progress = progress;
    }

    @Override
    public CompletableFuture<ServiceProgress.Answer> look() {
        return progress.get();
    }

    @Override
    public boolean settled(ServiceProgress.Answer seen) {
        return steady(seen.service()) || hopeless(seen.service());
    }

    @Override
    public boolean concerns(EcsEvent event) {
        if (event instanceof TaskStateChange change) {
            return change.detail().group().equals("service:" + serviceName);
        }
        return (event instanceof ServiceAction || event instanceof DeploymentStateChange)
                && event.resources().stream().anyMatch(arn -> arn.endsWith("/" + serviceName));
    }

    static boolean steady(Service service) {
        return service.status() == ServiceStatus.ACTIVE
                && service.deployments().size() == 1
                && service.deployments().get(0).rolloutState() == DeploymentRolloutState.COMPLETED
                && service.runningCount() == service.desiredCount()
                && service.pendingCount() == 0;
    }

    /** It was deleted, or its newest deployment FAILED: nothing changes by itself any more. */
    private static boolean hopeless(Service service) {
        return service.status() != ServiceStatus.ACTIVE
                || service.deployments().stream()
                        .anyMatch(deployment -> deployment.status() == DeploymentStatus.PRIMARY
                                && deployment.rolloutState() == DeploymentRolloutState.FAILED);
    }

    /** A sentence for each thing that is in the way; empty if the service is steady. */
    static List<String> reasons(ServiceProgress.Answer seen) {
        Service service = seen.service();
        List<String> reasons = new ArrayList<>();
        if (steady(service)) {
            return reasons;
        }
        if (service.status() != ServiceStatus.ACTIVE) {
            reasons.add("The service is " + service.status() + ".");
        }
        if (service.runningCount() != service.desiredCount() || service.pendingCount() > 0) {
            reasons.add(service.runningCount() + " of " + service.desiredCount() + " desired tasks are running, "
                    + service.pendingCount() + " are pending.");
        }
        service.deployments().forEach(deployment -> addDeployment(deployment, service, reasons));
        seen.lastStopped().forEach(task -> reasons.add(stopped(task)));
        service.events().stream()
                .limit(EVENTS_TOLD)
                .forEach(event -> reasons.add("At " + event.createdAt() + ": " + event.message()));
        return reasons;
    }

    private static void addDeployment(Deployment deployment, Service service, List<String> reasons) {
        boolean done = deployment.rolloutState() == DeploymentRolloutState.COMPLETED
                && service.deployments().size() == 1;
        if (!done) {
            reasons.add("Deployment " + deployment.id() + " is " + deployment.status() + " and "
                    + deployment.rolloutState() + ": " + deployment.runningCount() + " of "
                    + deployment.desiredCount() + " tasks are running, " + deployment.failedTasks()
                    + " have failed." + whyFailed(deployment));
        }
        if (deployment.nextAttemptAt() != null) {
            reasons.add("Deployment " + deployment.id() + " starts its next task at " + deployment.nextAttemptAt()
                    + ", after " + orNone(deployment.consecutiveFailures()) + " failures and "
                    + orNone(deployment.consecutiveCrashes()) + " crashes in a row.");
        }
    }

    private static int orNone(@Nullable Integer count) {
        return count == null ? 0 : count;
    }

    private static String whyFailed(Deployment deployment) {
        boolean failed = deployment.rolloutState() == DeploymentRolloutState.FAILED;
        return failed && deployment.rolloutStateReason() != null ? " " + deployment.rolloutStateReason() : "";
    }

    /** Why a task is STOPPED, with what its containers say. */
    static String stopped(Task task) {
        StringBuilder text = new StringBuilder("Task " + task.taskArn() + " is STOPPED: " + task.stoppedReason());
        for (Container container : task.containers()) {
            if (container.reason() != null || container.exitCode() != null) {
                text.append("; container ").append(container.name());
                text.append(container.exitCode() == null ? "" : " exited with " + container.exitCode());
                text.append(container.reason() == null ? "" : ": " + container.reason());
            }
        }
        return text.append('.').toString();
    }
}
