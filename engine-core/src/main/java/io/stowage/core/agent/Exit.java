package io.stowage.core.agent;

import io.stowage.spi.ContainerState;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a run of a container ended.
 *
 * @param exitCode null if it can't be known
 * @param reason why, for people; never null where the exit code is
 * @param ranFor how long it ran
 * @param gone whether the container itself has gone, so that nothing more can be learned of it
 */
record Exit(@Nullable Integer exitCode, @Nullable String reason, Duration ranFor, boolean gone) {

    /** The container was seen to have exited. */
    static Exit seen(ContainerState state, Duration ranFor) {
        String reason = state.reason();
        if (reason == null && state.exitCode() == null) {
            reason = "the exit code is unknown: the runtime could not learn it";
        }
        return new Exit(state.exitCode(), reason, ranFor, false);
    }

    /** The container is certainly not there any more, and nobody saw it exit. */
    static Exit gone(String reason, Duration ranFor) {
        return new Exit(null, reason, ranFor, true);
    }
}
