package io.stowage.core.operation;

import io.stowage.error.InvalidParameterException;
import io.stowage.model.DeploymentConfiguration;
import io.stowage.model.PlacementStrategy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a DAEMON service may not ask for, with ECS's texts. */
final class DaemonRules {

    private static final int WHOLE = 100;

    private DaemonRules() {}

    /** An update may take all strategies away: there are none. */
    static void check(
            @Nullable Integer desiredCount,
            @Nullable List<PlacementStrategy> strategy,
            @Nullable DeploymentConfiguration configuration) {
        if (desiredCount != null) {
            throw new InvalidParameterException("The daemon scheduling strategy does not support a desired count for"
                    + " services. Remove the desired count value and try again");
        }
        if (strategy != null && !strategy.isEmpty()) {
            throw new InvalidParameterException("The daemon scheduling strategy does not support placement strategies."
                    + " Remove placementStrategy and try again");
        }
        if (configuration != null) {
            check(configuration.maximumPercent(), configuration.minimumHealthyPercent());
        }
    }

    private static void check(@Nullable Integer maximum, @Nullable Integer minimum) {
        if (maximum != null && maximum != WHOLE) {
            throw new InvalidParameterException("The daemon scheduling strategy does not support values "
                    + (maximum > WHOLE ? "above" : "below")
                    + " 100 for maximumPercent on a deployment configuration. Change the maximumPercent value to 100,"
                    + " and try again");
        }
        if (minimum != null && minimum >= WHOLE) {
            throw new InvalidParameterException(
                    "Both maximumPercent and minimumHealthyPercent cannot be 100 as this will"
                            + " block deployments. minimumHealthyPercent is " + minimum
                            + "; lower it to at most 99, and try"
                            + " again");
        }
    }
}
