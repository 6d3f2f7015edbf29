package io.stowage.core.operation;

import io.stowage.core.deployment.RolloutLimits;
import io.stowage.error.InvalidParameterException;
import io.stowage.model.DeploymentConfiguration;
import io.stowage.model.DeploymentEarlySuccessCriteria;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a service may ask of early success: ECS's rules. */
final class EarlySuccessRules {

    private static final String FIELD = "deploymentConfiguration.earlySuccessCriteria.";
    private static final String PERCENT = FIELD + "healthyPercent";
    private static final int ALL = 100;

    private EarlySuccessRules() {}

    /** Checks what a request asks for, by itself. */
    static void check(@Nullable DeploymentEarlySuccessCriteria criteria) {
        if (criteria == null) {
            return;
        }
        Check.range(PERCENT, criteria.healthyPercent(), 0, ALL);
        if (criteria.enable()) {
            require(PERCENT, criteria.healthyPercent(), "give 0 to 100");
            require(
                    FIELD + "sourceServiceRevisionCleanup",
                    criteria.sourceServiceRevisionCleanup(),
                    "give BLOCKING or DEFERRED");
        }
    }

    private static void require(String field, @Nullable Object value, String advice) {
        if (value == null) {
            throw new InvalidParameterException(
                    field + " is missing, but earlySuccessCriteria.enable is true; " + advice);
        }
    }

    /** Checks a service's configuration as it would be. */
    static void checkTogether(DeploymentConfiguration configuration) {
        DeploymentEarlySuccessCriteria criteria = configuration.earlySuccessCriteria();
        if (criteria == null || !criteria.enable()) {
            return;
        }
        int percent = Objects.requireNonNullElse(criteria.healthyPercent(), ALL);
        int minimum = RolloutLimits.minimumHealthyPercent(configuration);
        if (percent < minimum) {
            String raise = minimum > ALL ? "" : ", or raise healthyPercent to at least " + minimum;
            throw new InvalidParameterException(
                    PERCENT + " is " + percent + ", which is less than minimumHealthyPercent, " + minimum
                            + "; lower minimumHealthyPercent to at most " + percent + raise);
        }
    }
}
