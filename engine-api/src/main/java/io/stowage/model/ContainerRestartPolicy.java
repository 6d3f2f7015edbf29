package io.stowage.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When the agent restarts a container that exited, without replacing its task.
 *
 * @param enabled whether the policy is in force
 * @param ignoredExitCodes exit codes after which the container is not restarted, at most 50; null means none
 * @param restartAttemptPeriod seconds, 60 to 1800, that the container must have run before it may be restarted; null means 300
 */
public record ContainerRestartPolicy(
        boolean enabled,
        @Nullable List<Integer> ignoredExitCodes,
        @Nullable Integer restartAttemptPeriod) {

    /** Copies the lists, keeping their order. */
    public ContainerRestartPolicy {
        ignoredExitCodes = Copies.optionalList(ignoredExitCodes);
    }

    /** Seconds that the container must have run before it may be restarted: what was given, else 300. */
    public int restartAttemptPeriodOrDefault() {
        return restartAttemptPeriod == null ? 300 : restartAttemptPeriod;
    }

    /** Whether a container that exited with this code is left stopped. */
    public boolean ignores(int exitCode) {
        return ignoredExitCodes != null && ignoredExitCodes.contains(exitCode);
    }
}
