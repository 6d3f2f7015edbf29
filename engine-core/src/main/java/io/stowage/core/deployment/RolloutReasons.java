package io.stowage.core.deployment;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** ECS's texts for a deployment's {@code rolloutStateReason}. */
public final class RolloutReasons {

    private static final String BREAKER = "ECS deployment circuit breaker: ";

    private static final String ALARMS = "ECS deployment alarms: ";

    private static final String HELD = " It waits for protected tasks of older deployments.";

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

    /**
     * The same reason of a deployment that is under way, with or without what holds it: protected tasks of older deployments that stay. ECS has no
     * text for it.
     */
    public static @Nullable String held(@Nullable String reason, boolean byProtection) {
        boolean was = isHeld(reason);
        if (reason == null || was == byProtection) {
            return reason;
        }
        return was ? reason.substring(0, reason.length() - HELD.length()) : reason + HELD;
    }

    /** Whether protected tasks of older deployments hold the deployment that has this reason. */
    public static boolean isHeld(@Nullable String reason) {
        return reason != null && reason.endsWith(HELD);
    }

    /** When the circuit breaker has made it FAILED. */
    public static String breakerFired() {
        return BREAKER + "task failed to start.";
    }

    /** When alarms have made it FAILED. */
    public static String alarmsFired(List<String> alarmNames) {
        return ALARMS + "alarm detected: " + String.join(", ", alarmNames) + ".";
    }

    /** While it is what is gone back to because of alarms. */
    public static String alarmsRollBackTo(String deploymentId) {
        return ALARMS + "rolling back to deploymentId " + deploymentId + ".";
    }

    /** The same reason when what fails is to be gone back from, and no deployment of the service has ever completed. */
    public static String withoutTarget(String reason) {
        return reason + " There is no completed deployment to roll back to.";
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
