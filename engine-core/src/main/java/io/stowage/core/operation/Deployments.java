package io.stowage.core.operation;

import io.stowage.core.deployment.RolloutReasons;
import io.stowage.model.Deployment;
import io.stowage.model.DeploymentBuilder;
import io.stowage.model.DeploymentRolloutState;
import io.stowage.model.DeploymentStatus;
import io.stowage.model.TaskDefinition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongUnaryOperator;

/** Makes the deployments of a service. */
public final class Deployments {

    /** The numbers of 19 digits that fit a long, but for the largest ones. */
    private static final long FIRST_NUMBER = 1_000_000_000_000_000_000L;

    private static final long NUMBERS = 8_000_000_000_000_000_000L;

    private Deployments() {}

    /** A new PRIMARY deployment, with an id such as {@code ecs-svc/1234567890123456789}. */
    static Deployment primary(
            TaskDefinition definition, LaunchTarget target, int desiredCount, Instant now, LongUnaryOperator random) {
        String id = "ecs-svc/" + (FIRST_NUMBER + random.applyAsLong(NUMBERS));
        DeploymentBuilder deployment = Deployment.builder()
                .id(id)
                .status(DeploymentStatus.PRIMARY)
                .taskDefinition(definition.taskDefinitionArn())
                .desiredCount(desiredCount)
                .createdAt(now)
                .updatedAt(now)
                .rolloutState(DeploymentRolloutState.IN_PROGRESS)
                .rolloutStateReason(RolloutReasons.inProgress(id));
        target.putInto(deployment, definition);
        return deployment.build();
    }

    /** The new deployment first, and those before it, of which none is PRIMARY any more. */
    public static List<Deployment> superseded(List<Deployment> before, Deployment primary, Instant now) {
        List<Deployment> after = new ArrayList<>(before.size() + 1);
        after.add(primary);
        for (Deployment deployment : before) {
            after.add(
                    deployment.status() != DeploymentStatus.PRIMARY
                            ? deployment
                            : deployment.toBuilder()
                                    .status(DeploymentStatus.ACTIVE)
                                    .rolloutStateReason(RolloutReasons.held(deployment.rolloutStateReason(), false))
                                    .updatedAt(now)
                                    .build());
        }
        return after;
    }

    /** The deployments with another desired count of the PRIMARY one. */
    static List<Deployment> scaled(List<Deployment> before, int desiredCount, Instant now) {
        List<Deployment> after = new ArrayList<>(before.size());
        for (Deployment deployment : before) {
            boolean changes =
                    deployment.status() == DeploymentStatus.PRIMARY && deployment.desiredCount() != desiredCount;
            after.add(
                    changes
                            ? deployment.toBuilder()
                                    .desiredCount(desiredCount)
                                    .updatedAt(now)
                                    .build()
                            : deployment);
        }
        return after;
    }
}
