package io.stowage.model;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The command that tells whether a container is healthy: exit code 0 means healthy, any other unhealthy. A health check
 * that is baked into the image is ignored.
 *
 * @param command starts with {@code CMD} (arguments run directly) or {@code CMD-SHELL} (one line for the container's shell)
 * @param interval seconds between two checks, 5 to 300; null means 30
 * @param timeout seconds after which a check counts as failed, 2 to 60; null means 5
 * @param retries consecutive failures that make the container unhealthy, 1 to 10; null means 3
 * @param startPeriod seconds after the start in which failures do not count, 0 to 300; null means 0. A success within it ends it
 */
@RecordBuilder
public record HealthCheck(
        List<String> command,
        @Nullable Integer interval,
        @Nullable Integer timeout,
        @Nullable Integer retries,
        @Nullable Integer startPeriod) {

    /** Copies the lists, keeping their order; checks what is required for null. */
    public HealthCheck {
        command = Copies.list(command, "HealthCheck.command");
    }

    /** A builder with every field absent. */
    public static HealthCheckBuilder builder() {
        return HealthCheckBuilder.builder();
    }

    /** A builder that starts from this value. */
    public HealthCheckBuilder toBuilder() {
        return HealthCheckBuilder.builder(this);
    }

    /** A check that runs a line in the container's shell, with ECS's defaults. */
    public static HealthCheck shell(String line) {
        return new HealthCheck(List.of("CMD-SHELL", line), null, null, null, null);
    }

    /** Seconds between two checks: what was given, else 30. */
    public int intervalOrDefault() {
        return interval == null ? 30 : interval;
    }

    /** Seconds after which a check counts as failed: what was given, else 5. */
    public int timeoutOrDefault() {
        return timeout == null ? 5 : timeout;
    }

    /** Consecutive failures that make the container unhealthy: what was given, else 3. */
    public int retriesOrDefault() {
        return retries == null ? 3 : retries;
    }

    /** Seconds after the start in which failures do not count: what was given, else 0. */
    public int startPeriodOrDefault() {
        return startPeriod == null ? 0 : startPeriod;
    }
}
