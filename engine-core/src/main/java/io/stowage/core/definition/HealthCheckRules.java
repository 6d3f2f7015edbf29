package io.stowage.core.definition;

import static io.stowage.core.definition.Findings.quote;

import io.stowage.model.HealthCheck;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The health check of a container, or its readiness check. */
final class HealthCheckRules {

    private HealthCheckRules() {}

    static void check(Findings findings, String field, @Nullable HealthCheck check) {
        if (check == null) {
            return;
        }
        command(findings, field + ".command", check.command());
        findings.range(field + ".interval", check.interval(), 5, 300);
        findings.range(field + ".timeout", check.timeout(), 2, 60);
        findings.range(field + ".retries", check.retries(), 1, 10);
        findings.range(field + ".startPeriod", check.startPeriod(), 0, 300);
    }

    private static void command(Findings findings, String field, List<String> command) {
        String form = "; start with \"CMD\" and give the arguments, or with \"CMD-SHELL\" and give one line.";
        String first = command.isEmpty() ? "" : command.get(0);
        if (!first.equals("CMD") && !first.equals("CMD-SHELL")) {
            findings.error(
                    field, (command.isEmpty() ? "the list is empty" : quote(first) + " is no kind of check") + form);
            return;
        }
        if (command.size() == 1 || command.get(1).isBlank()) {
            findings.error(field, quote(first) + " has nothing to run" + form);
        } else if (first.equals("CMD-SHELL") && command.size() > 2) {
            findings.warn(field, "CMD-SHELL takes one line; what follows the first is not run.");
        }
    }
}
