package io.stowage.core.deployment;

/** ECS's texts for a deployment's {@code rolloutStateReason}. */
public final class RolloutReasons {

    private RolloutReasons() {}

    /** While it is IN_PROGRESS. */
    public static String inProgress(String deploymentId) {
        return "ECS deployment " + deploymentId + " in progress.";
    }

    /** Once it is COMPLETED. */
    public static String completed(String deploymentId) {
        return "ECS deployment " + deploymentId + " completed.";
    }
}
