package io.stowage.core.deployment;

import io.stowage.error.InvalidParameterException;
import io.stowage.model.DeploymentConfiguration;

/**
 * Between which numbers of tasks a REPLICA service is kept while its tasks are replaced. Whole numbers throughout: the floor is rounded
 * up and the ceiling down, so both hold exactly.
 */
public final class RolloutLimits {

    private static final int DEFAULT_MINIMUM_HEALTHY_PERCENT = 100;
    private static final int DEFAULT_MAXIMUM_PERCENT = 200;

    private RolloutLimits() {}

    /** How many healthy tasks have to stay: {@code ceil(desired · minHealthyPercent / 100)}. */
    public static int lower(int desired, int minHealthyPercent) {
        return Math.toIntExact(((long) desired * minHealthyPercent + 99) / 100);
    }

    /** How many tasks there may be from PENDING to RUNNING: {@code floor(desired · maxPercent / 100)}. */
    public static int upper(int desired, int maxPercent) {
        return (int) Math.min(Integer.MAX_VALUE, (long) desired * maxPercent / 100);
    }

    /** The floor under this configuration. */
    public static int lower(int desired, DeploymentConfiguration configuration) {
        return lower(desired, minimumHealthyPercent(configuration));
    }

    /** The ceiling under this configuration. */
    public static int upper(int desired, DeploymentConfiguration configuration) {
        return upper(desired, maximumPercent(configuration));
    }

    /**
     * Whether a rollout can move at all: there is room for one more task than has to stay. A service of no tasks always can.
     */
    public static boolean feasible(int desired, DeploymentConfiguration configuration) {
        return desired == 0 || upper(desired, configuration) > lower(desired, configuration);
    }

    /**
     * Refuses settings of a REPLICA service under which a rollout could never start a task nor stop one.
     *
     * @throws InvalidParameterException with the smallest change that helps
     */
    public static void requireFeasible(int desired, DeploymentConfiguration configuration) {
        if (feasible(desired, configuration)) {
            return;
        }
        int lower = lower(desired, configuration);
        int upper = upper(desired, configuration);
        throw new InvalidParameterException(
                "deploymentConfiguration: with desiredCount %d, maximumPercent %d allows %d tasks and minimumHealthyPercent %d keeps %d healthy, so that a deployment could neither start nor stop a task. %s"
                        .formatted(
                                desired,
                                maximumPercent(configuration),
                                upper,
                                minimumHealthyPercent(configuration),
                                lower,
                                advice(desired, lower, upper)));
    }

    private static String advice(int desired, int lower, int upper) {
        long maximum = (100L * (lower + 1) + desired - 1) / desired;
        String raise = "Raise maximumPercent to at least " + maximum;
        return upper == 0
                ? raise + "."
                : raise + ", or lower minimumHealthyPercent to at most " + 100L * (upper - 1) / desired + ".";
    }

    /** What it says, or the default. */
    public static int minimumHealthyPercent(DeploymentConfiguration configuration) {
        Integer percent = configuration.minimumHealthyPercent();
        return percent == null ? DEFAULT_MINIMUM_HEALTHY_PERCENT : percent;
    }

    /** What it says, or the default. */
    public static int maximumPercent(DeploymentConfiguration configuration) {
        Integer percent = configuration.maximumPercent();
        return percent == null ? DEFAULT_MAXIMUM_PERCENT : percent;
    }
}
