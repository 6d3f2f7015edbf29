package io.stowage.core.deployment;

import io.stowage.model.Deployment;
import io.stowage.model.DeploymentRolloutState;
import io.stowage.model.DeploymentStatus;
import io.stowage.model.SchedulingStrategy;
import io.stowage.model.Service;
import io.stowage.model.ServiceStatus;
import java.time.Instant;
import java.util.List;

/** Services for tests. */
final class Services {

    private static final Instant LONG_AGO = Instant.parse("2025-01-01T00:00:00Z");

    private Services() {}

    /** A PRIMARY deployment that is IN_PROGRESS. */
    static Deployment deployment(String id) {
        return Deployment.builder()
                .id(id)
                .status(DeploymentStatus.PRIMARY)
                .taskDefinition("web:" + id)
                .createdAt(LONG_AGO)
                .updatedAt(LONG_AGO)
                .rolloutState(DeploymentRolloutState.IN_PROGRESS)
                .build();
    }

    static Service of(int desiredCount, Deployment... deployments) {
        return Service.builder()
                .serviceArn("arn:service/web")
                .serviceName("web")
                .clusterArn("arn:cluster")
                .status(ServiceStatus.ACTIVE)
                .desiredCount(desiredCount)
                .taskDefinition(deployments[0].taskDefinition())
                .deployments(List.of(deployments))
                .createdAt(LONG_AGO)
                .schedulingStrategy(SchedulingStrategy.REPLICA)
                .build();
    }
}
