package io.stowage.core.deployment;

/** ECS's texts for a deployment's {@code rolloutStateReason}. */
public final class RolloutReasons {

    private static final String BREAKER = "ECS deployment circuit breaker: ";

    private static final String STOPPED = "ECS deployment stopped by StopServiceDeployment";

    private RolloutReasons() {}

    /** While it is IN_PROGRESS. */
    public static String inProgress(String deploymentId) {
        return "ECS deployment " + deploymentId + " in progress.";
    }

    /** Once it is COMPLETED. */
    public static String completed(String deploymentId) {
        return "ECS deployment " + deploymentId + " completed.";
    }

    /** When the circuit breaker has made it FAILED. */
    public static String breakerFired() {
        return BREAKER + "task failed to start.";
    }

    /** When the circuit breaker is to go back, and no deployment of the service has ever completed. */
    public static String breakerFiredWithoutTarget() {
        return breakerFired() + " There is no completed deployment to roll back to.";
    }

    /** When somebody has stopped it. */
    public static String stopped() {
        return STOPPED + ".";
    }

    /** While it is what is gone back to because somebody has stopped the one after it. */
    public static String stoppedRollsBackTo(String deploymentId) {
        return STOPPED + ": rolling back to deploymentId " + deploymentId + ".";
    }

    /** While it is what the circuit breaker has gone back to. */
    public static String breakerRollsBackTo(String deploymentId) {
        return BREAKER + "rolling back to deploymentId " + deploymentId + ".";
    }
}
