package io.stowage.core.loop;

import io.stowage.core.deployment.BackoffSettings;
import io.stowage.core.deployment.CircuitBreaker;
import io.stowage.core.deployment.CrashLoops;
import io.stowage.core.deployment.StartFailures;
import io.stowage.core.state.ServiceState;
import io.stowage.core.state.Transaction;
import io.stowage.model.Deployment;
import io.stowage.model.Service;
import io.stowage.model.Task;
import java.util.function.UnaryOperator;

/** Keeps the failure counters of deployments in their records. */
final class ServiceFailures {

    private ServiceFailures() {}

    /**
     * A task of the service has become STOPPED.
     *
     * @param checked whether it has health checks
     */
    static void count(
            ServiceState service, Task after, boolean checked, LoopSettings settings, Transaction transaction) {
        if (StartFailures.failedHealthChecks(after)) {
            change(
                    service,
                    String.valueOf(after.startedBy()),
                    transaction,
                    deployment -> StartFailures.counted(deployment, transaction.now()));
        } else if (StartFailures.failed(after, checked, settings.healthyAfterRunning())) {
            change(
                    service,
                    String.valueOf(after.startedBy()),
                    transaction,
                    deployment -> StartFailures.after(
                            deployment,
                            after.startedAt() != null,
                            transaction.now(),
                            settings.services().backoff()));
        } else if (StartFailures.crashed(after, checked, settings.healthyAfterRunning())) {
            crashed(service, after, settings.services().backoff(), transaction);
        }
    }

    private static void crashed(ServiceState service, Task after, BackoffSettings settings, Transaction transaction) {
        boolean lasted = StartFailures.ran(after, settings.lastingRun());
        boolean counts = CircuitBreaker.countsCrashes(service.record());
        change(service, String.valueOf(after.startedBy()), transaction, deployment -> {
            Deployment looped = CrashLoops.after(deployment, lasted, transaction.now(), settings);
            return counts ? StartFailures.counted(looped, transaction.now()) : looped;
        });
    }

    /** A task of the deployment has become healthy. */
    static void reset(ServiceState service, String deploymentId, Transaction transaction) {
        boolean forgetsFailed = CircuitBreaker.resetsOnHealthyTask(service.record());
        change(service, deploymentId, transaction, deployment -> StartFailures.reset(deployment, forgetsFailed));
    }

    private static void change(
            ServiceState service, String deploymentId, Transaction transaction, UnaryOperator<Deployment> change) {
        Service record = service.record();
        Service changed = record.toBuilder()
                .deployments(record.deployments().stream()
                        .map(deployment -> deployment.id().equals(deploymentId) ? change.apply(deployment) : deployment)
                        .toList())
                .build();
        if (!changed.equals(record)) {
            transaction.putService(changed);
        }
    }
}
