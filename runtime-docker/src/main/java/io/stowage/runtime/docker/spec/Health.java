package io.stowage.runtime.docker.spec;

import com.github.dockerjava.api.model.HealthCheck;
import io.stowage.model.ContainerDefinition;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The health check, which Docker runs. One that the image brings counts for nothing, as in ECS. */
final class Health {

    private static final Set<String> KINDS = Set.of("CMD", "CMD-SHELL", "NONE");

    /** No grace at all would be the image's: 0 means that nothing was said, and this is the least that can be. */
    private static final long LEAST_START_PERIOD = TimeUnit.MILLISECONDS.toNanos(1);

    private Health() {}

    static HealthCheck none() {
        return new HealthCheck().withTest(List.of("NONE"));
    }

    static HealthCheck of(ContainerDefinition container, Report report) {
        io.stowage.model.HealthCheck check = container.healthCheck();
        if (check == null || check.command().equals(List.of("NONE"))) {
            return none();
        }
        List<String> command = check.command();
        report.refuseIf(
                command.size() < 2 || !KINDS.contains(command.get(0)),
                "healthCheck.command",
                command,
                "must begin with CMD or CMD-SHELL, and then say what to run: write it so");
        return new HealthCheck()
                .withTest(command)
                .withInterval(TimeUnit.SECONDS.toNanos(check.intervalOrDefault()))
                .withTimeout(TimeUnit.SECONDS.toNanos(check.timeoutOrDefault()))
                .withRetries(check.retriesOrDefault())
                .withStartPeriod(Math.max(LEAST_START_PERIOD, TimeUnit.SECONDS.toNanos(check.startPeriodOrDefault())));
    }
}
