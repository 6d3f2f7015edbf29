package io.stowage.core.operation;

import io.stowage.core.deployment.AlarmWatch;
import io.stowage.core.deployment.CircuitBreaker;
import io.stowage.core.state.ClusterState;
import io.stowage.core.state.PastDeployment;
import io.stowage.core.state.ServiceState;
import io.stowage.model.Deployment;
import io.stowage.model.Service;
import io.stowage.model.ServiceDeployment;
import io.stowage.model.ServiceDeploymentStatus;
import io.stowage.model.ServiceRevisionSummary;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The deployments of services' histories, as operations answer them. */
final class ServiceDeployments {

    private ServiceDeployments() {}

    /** What an ARN names that ends in a service and a number; null if it isn't remembered, or of another cluster. */
    static @Nullable PastDeployment find(ClusterState state, String arn) {
        String[] parts = arn.split("/", -1);
        if (parts.length != 4) {
            return null;
        }
        PastDeployment past = state.pastDeployment(parts[2], parts[3]);
        boolean named = past != null
                && (past.deployment().serviceDeploymentArn().equals(arn)
                        || past.revision().serviceRevisionArn().equals(arn));
        return named ? past : null;
    }

    /** With what is derived, as it is now. */
    static ServiceDeployment described(PastDeployment past, ClusterState state) {
        String name = past.deployment().serviceArn();
        ServiceState known = Lookup.service(state, name);
        ServiceDeployment deployment = past.deployment();
        if (known == null) {
            return deployment;
        }
        Service service = known.described();
        ServiceDeployment counted = deployment.toBuilder()
                .sourceServiceRevisions(deployment.sourceServiceRevisions().stream()
                        .map(source -> counted(source, service.deployments()))
                        .toList())
                .targetServiceRevision(counted(deployment.targetServiceRevision(), service.deployments()))
                .build();
        Deployment now = find(service.deployments(), past.number());
        return now == null || deployment.status() != ServiceDeploymentStatus.IN_PROGRESS
                ? counted
                : counted.toBuilder()
                        .deploymentConfiguration(service.deploymentConfiguration())
                        .deploymentCircuitBreaker(CircuitBreaker.described(service, now, false))
                        .alarms(AlarmWatch.described(service, now, false))
                        .build();
    }

    private static ServiceRevisionSummary counted(ServiceRevisionSummary revision, List<Deployment> deployments) {
        String number = revision.arn().substring(revision.arn().lastIndexOf('/') + 1);
        Deployment deployment = find(deployments, number);
        return deployment == null
                ? revision
                : new ServiceRevisionSummary(
                        revision.arn(),
                        deployment.desiredCount(),
                        deployment.runningCount(),
                        deployment.pendingCount());
    }

    private static @Nullable Deployment find(List<Deployment> deployments, String number) {
        for (Deployment deployment : deployments) {
            if (PastDeployment.number(deployment).equals(number)) {
                return deployment;
            }
        }
        return null;
    }
}
