package io.stowage.runtime.docker.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A test that starts a dockerd. It is skipped where that is impossible, with a line that says what is missing; where the environment says
 * {@code STOWAGE_DOCKER_TESTS=required} it fails instead.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(NeedsDocker.Condition.class)
public @interface NeedsDocker {

    /** Looks for what a {@link TestDaemon} needs. */
    final class Condition implements ExecutionCondition {

        private static final boolean REQUIRED = "required".equals(System.getenv("STOWAGE_DOCKER_TESTS"));

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            List<String> missing = missing();
            if (missing.isEmpty()) {
                return ConditionEvaluationResult.enabled("there is what a dockerd needs");
            }
            String why = "Tests with a real dockerd need " + String.join(", ", missing);
            if (REQUIRED) {
                throw new IllegalStateException(why + ", and STOWAGE_DOCKER_TESTS says that they are required.");
            }
            return ConditionEvaluationResult.disabled(why + ".");
        }

        private static List<String> missing() {
            List<String> missing = new ArrayList<>();
            if (!"root".equals(System.getProperty("user.name"))) {
                missing.add("to be root");
            }
            if (!isThere("dockerd")) {
                missing.add("dockerd (package docker.io)");
            }
            if (!isThere("iptables")) {
                missing.add("iptables (package iptables)");
            }
            if (!Files.isExecutable(BusyboxImage.PROGRAM)) {
                missing.add("a static busybox (package busybox-static)");
            }
            return missing;
        }

        private static boolean isThere(String program) {
            return List.of("/usr/bin", "/usr/sbin", "/usr/local/bin", "/bin", "/sbin").stream()
                    .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
        }
    }
}
