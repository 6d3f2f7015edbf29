package io.stowage.spi;

import io.stowage.model.HealthStatus;
import io.stowage.model.NetworkBinding;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A container as the runtime sees it.
 *
 * @param name its name
 * @param labels what it was created with
 * @param runtimeId the runtime's own id of it, such as a Docker id or a process id; null until there is one
 * @param phase where it is in its life
 * @param exitCode its exit code, 128 + n if signal n ended it; null while it has not exited, and if the runtime can't know
 * @param reason why it ended or is in trouble, for people; null if there is nothing to say
 * @param startedAt when it was started; null if it was not
 * @param finishedAt when it exited; null if it has not, or it is not known
 * @param networkBindings the host ports it has; may be empty
 * @param health what the runtime's own health check found; null where the runtime does none
 * @param imageDigest the digest of the image that it was made of, in the form of {@link PulledImage#digest}; null where the runtime does not
 *     know: then the engine takes what the pull said
 */
public record ContainerState(
        String name,
        Map<String, String> labels,
        @Nullable String runtimeId,
        Phase phase,
        @Nullable Integer exitCode,
        @Nullable String reason,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        List<NetworkBinding> networkBindings,
        @Nullable HealthStatus health,
        @Nullable String imageDigest) {

    public ContainerState {
        labels = OrderedCopy.of(labels);
        networkBindings = List.copyOf(networkBindings);
    }

    /** A container of which is not known what image it was made of. */
    public ContainerState(
            String name,
            Map<String, String> labels,
            @Nullable String runtimeId,
            Phase phase,
            @Nullable Integer exitCode,
            @Nullable String reason,
            @Nullable Instant startedAt,
            @Nullable Instant finishedAt,
            List<NetworkBinding> networkBindings,
            @Nullable HealthStatus health) {
        this(name, labels, runtimeId, phase, exitCode, reason, startedAt, finishedAt, networkBindings, health, null);
    }

    /** Where a container is in its life. It moves forward only. */
    public enum Phase {
        /** There, and never started. */
        CREATED,
        /** Started, and not seen to have ended: a paused, restarting or stuck container is here too. */
        RUNNING,
        /** Ended. Nothing of it runs. */
        EXITED
    }
}
