package io.stowage.runtime.docker;

import com.github.dockerjava.api.command.HealthState;
import com.github.dockerjava.api.command.InspectContainerResponse;
import io.stowage.model.HealthStatus;
import io.stowage.runtime.docker.spec.DockerLabels;
import io.stowage.runtime.docker.spec.SecretVariables;
import io.stowage.spi.ContainerState;
import io.stowage.spi.ContainerState.Phase;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What the daemon tells of a container, in the engine's words. Pure. */
final class States {

    static final String OUT_OF_MEMORY = "OutOfMemoryError: Container killed due to memory usage";

    private States() {}

    static String name(InspectContainerResponse response) {
        String name = Objects.requireNonNullElse(response.getName(), "");
        return name.startsWith("/") ? name.substring(1) : name;
    }

    static Map<String, String> labels(InspectContainerResponse response) {
        Map<String, String> labels =
                response.getConfig() == null ? null : response.getConfig().getLabels();
        return labels == null ? Map.of() : labels;
    }

    /**
     * What the daemon tells of a container.
     *
     * @param imageDigest of its image; null if it is not known
     * @throws OutcomeUnknownException if what the daemon tells makes no sense
     */
    static ContainerState of(InspectContainerResponse response, @Nullable String imageDigest) {
        InspectContainerResponse.ContainerState state = response.getState();
        if (state == null
                || state.getStatus() == null
                || response.getId() == null
                || name(response).isEmpty()
                || response.getConfig() == null
                || response.getConfig().getLabels() == null) {
            // Without labels it would pass for a stranger's, and so for absent.
            throw new OutcomeUnknownException(
                    "what the daemon tells of a container has no id, name, state or labels", null);
        }
        Instant startedAt = time(state.getStartedAt());
        Phase phase = phase(state.getStatus(), startedAt);
        Map<String, String> labels = labels(response);
        return new ContainerState(
                name(response),
                shown(labels),
                response.getId(),
                phase,
                phase == Phase.EXITED && startedAt != null ? exitCode(state) : null,
                reason(state, phase, veil(response)),
                startedAt,
                phase == Phase.EXITED && startedAt != null ? finishedAt(state, startedAt) : null,
                DockerLabels.bindings(labels),
                phase == Phase.RUNNING ? health(state.getHealth()) : null,
                imageDigest);
    }

    /**
     * What the daemon's list says of a container of which it does not answer. What the list has no word for stays as it was known, or is left
     * out; what it says otherwise than before is taken from it, as it is the daemon's own word too.
     *
     * @param before what was known of this very container; null if nothing was
     * @throws OutcomeUnknownException if it tells a state that nobody knows
     */
    static ContainerState of(Summary said, Map<String, String> labels, @Nullable ContainerState before) {
        Instant startedAt = before == null ? null : before.startedAt();
        Phase phase = phase(said.state(), startedAt);
        if (before != null && before.phase() == phase && before.name().equals(said.name())) {
            return before;
        }
        return new ContainerState(
                said.name(),
                shown(labels),
                said.id(),
                phase,
                phase == Phase.EXITED ? said.exitCode() : null,
                null,
                startedAt,
                null,
                DockerLabels.bindings(labels),
                null,
                before == null ? null : before.imageDigest());
    }

    /** Without what is this runtime's own. */
    static Map<String, String> shown(Map<String, String> labels) {
        Map<String, String> shown = new LinkedHashMap<>();
        labels.forEach((key, value) -> {
            if (!DockerLabels.isInternal(key) && !key.equals(Digests.LABEL)) {
                shown.put(key, value);
            }
        });
        return shown;
    }

    /** Of one that is being removed, or could not be, nothing runs. A word that nobody knows is no reason to take it for ended. */
    static Phase phase(String status, @Nullable Instant startedAt) {
        return switch (status) {
            case "created" -> Phase.CREATED;
            case "exited", "dead", "removing" -> Phase.EXITED;
            case "running", "paused", "restarting" -> Phase.RUNNING;
            default ->
                throw new OutcomeUnknownException(
                        "the daemon tells a state that is not known: " + status + " since " + startedAt, null);
        };
    }

    /** The daemon writes down a start only when it has returned, by which time what is quick has ended. */
    private static @Nullable Instant finishedAt(InspectContainerResponse.ContainerState state, Instant startedAt) {
        Instant finishedAt = time(state.getFinishedAt());
        return finishedAt != null && finishedAt.isBefore(startedAt) ? startedAt : finishedAt;
    }

    private static @Nullable Integer exitCode(InspectContainerResponse.ContainerState state) {
        Long code = state.getExitCodeLong();
        return code == null ? null : code.intValue();
    }

    /** Over the secrets that a container was created with. */
    static Veil veil(InspectContainerResponse response) {
        Map<String, String> labels = labels(response);
        return Veil.over(() -> SecretVariables.of(
                labels,
                response.getConfig() == null ? null : response.getConfig().getEnv()));
    }

    private static @Nullable String reason(InspectContainerResponse.ContainerState state, Phase phase, Veil veil) {
        String error = Objects.requireNonNullElse(state.getError(), "");
        if (phase == Phase.EXITED && Boolean.TRUE.equals(state.getOOMKilled())) {
            return OUT_OF_MEMORY;
        }
        if (phase == Phase.RUNNING || error.isEmpty()) {
            return null;
        }
        return (phase == Phase.CREATED ? "CannotStartContainerError: " : "ContainerRuntimeError: ") + veil.hide(error);
    }

    private static @Nullable HealthStatus health(@Nullable HealthState health) {
        if (health == null || health.getStatus() == null) {
            return null;
        }
        return switch (health.getStatus()) {
            case "healthy" -> HealthStatus.HEALTHY;
            case "unhealthy" -> HealthStatus.UNHEALTHY;
            case "starting" -> HealthStatus.UNKNOWN;
            default -> null;
        };
    }

    /** Docker writes the year 1 for never. */
    static @Nullable Instant time(@Nullable String text) {
        if (text == null || text.isEmpty() || text.startsWith("0001-")) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new OutcomeUnknownException("the daemon tells a time that is none: " + text, e);
        }
    }
}
