package io.stowage.core.deployment;

import io.stowage.model.Deployment;
import java.time.Duration;
import java.time.Instant;

/**
 * Holds back what crashes again and again: tasks that were healthy and ended by themselves. ECS starts them anew for ever, at once.
 *
 * <p>The first is replaced at once, for one crash is no loop; what ends at the same moment, as when a host fails, is one crash. After the n-th in a row the
 * next task waits as it does after n - 1 failures to start. A crash is in a row with the one before unless the task's run had lasted, or for as long as a run
 * has to last nothing has crashed since the wait was over. What crashes while the deployment waits is part of the same crash, and lengthens nothing. That a
 * task becomes healthy ends no loop: in a loop each does.
 */
public final class CrashLoops {

    private CrashLoops() {}

    /**
     * The deployment after one more crash of a task of its.
     *
     * @param lasted whether that task had run for as long as a run has to last
     */
    public static Deployment after(Deployment deployment, boolean lasted, Instant now, BackoffSettings settings) {
        Instant next = deployment.nextAttemptAt();
        boolean atOnce = count(deployment) == 1 && StartFailures.isCountedNow(deployment, now);
        if (atOnce || (next != null && now.isBefore(next))) {
            return deployment;
        }
        int crashes = lasted || isOver(deployment, now, settings.lastingRun()) ? 1 : count(deployment) + 1;
        Duration delay = Backoff.delay(crashes - 1, deployment.id(), settings);
        return deployment.toBuilder()
                .consecutiveCrashes(crashes)
                .nextAttemptAt(delay.isZero() ? null : now.plus(delay))
                .updatedAt(now)
                .build();
    }

    private static int count(Deployment deployment) {
        return deployment.consecutiveCrashes() == null ? 0 : deployment.consecutiveCrashes();
    }

    private static boolean isOver(Deployment deployment, Instant now, Duration lastingRun) {
        Instant waitOver = deployment.nextAttemptAt();
        return waitOver != null && !now.isBefore(waitOver.plus(lastingRun));
    }
}
