package io.stowage.core.operation;

import io.stowage.core.deployment.RolloutReasons;
import io.stowage.model.CapacityProviderStrategyItem;
import io.stowage.model.Deployment;
import io.stowage.model.DeploymentRolloutState;
import io.stowage.model.DeploymentStatus;
import io.stowage.model.LaunchType;
import io.stowage.model.TaskDefinition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/** Makes the deployments of a service. */
public final class Deployments {

    /** The numbers of 19 digits that fit a long, but for the largest ones. */
    private static final long FIRST_NUMBER = 1_000_000_000_000_000_000L;

    private static final long NUMBERS = 8_000_000_000_000_000_000L;

    private Deployments() {}

    /** A new PRIMARY deployment, with an id such as {@code ecs-svc/1234567890123456789}. */
    static Deployment primary(
            TaskDefinition definition,
            List<CapacityProviderStrategyItem> strategy,
            int desiredCount,
            Instant now,
            LongUnaryOperator random) {
        String id = "ecs-svc/" + (FIRST_NUMBER + random.applyAsLong(NUMBERS));
        return Deployment.builder()
                .id(id)
                .status(DeploymentStatus.PRIMARY)
                .taskDefinition(definition.taskDefinitionArn())
                .desiredCount(desiredCount)
                .createdAt(now)
                .updatedAt(now)
                .launchType(launchType(strategy))
                .capacityProviderStrategy(strategy)
                .rolloutState(DeploymentRolloutState.IN_PROGRESS)
                .rolloutStateReason(RolloutReasons.inProgress(id))
                .build();
    }

    /** ECS says one of the two. */
    static @Nullable LaunchType launchType(List<CapacityProviderStrategyItem> strategy) {
        return strategy.isEmpty() ? LaunchType.EC2 : null;
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
