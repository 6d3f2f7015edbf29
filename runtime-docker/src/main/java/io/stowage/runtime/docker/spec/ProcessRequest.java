package io.stowage.runtime.docker.spec;

import com.github.dockerjava.api.command.CreateContainerCmd;
import io.stowage.spi.SecretValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What runs in a container, and what it finds there.
 *
 * @param entryPoint replaces the image's entry point; empty for that
 * @param command replaces the image's command; empty for that
 * @param environment variables whose values everybody may see
 * @param secrets variables whose values nobody may see
 * @param place who it runs as, and where
 */
public record ProcessRequest(
        List<String> entryPoint,
        List<String> command,
        Map<String, String> environment,
        List<SecretValue> secrets,
        Place place) {

    /**
     * Who it runs as, and where.
     *
     * @param user empty for the image's
     * @param workingDirectory empty for the image's
     * @param hostname empty for one of Docker's choice
     * @param interactive whether standard input stays open
     * @param terminal whether it has a terminal
     */
    public record Place(String user, String workingDirectory, String hostname, boolean interactive, boolean terminal) {

        /** What the image and Docker choose. */
        public static final Place ANY = new Place("", "", "", false, false);
    }

    public ProcessRequest {
        entryPoint = List.copyOf(entryPoint);
        command = List.copyOf(command);
        environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
        secrets = List.copyOf(secrets);
    }

    void applyTo(CreateContainerCmd to) {
        to.withEnv(variables()).withStdinOpen(place.interactive).withTty(place.terminal);
        if (!entryPoint.isEmpty()) {
            to.withEntrypoint(entryPoint);
        }
        if (!command.isEmpty()) {
            to.withCmd(command);
        }
        if (!place.user.isEmpty()) {
            to.withUser(place.user);
        }
        if (!place.workingDirectory.isEmpty()) {
            to.withWorkingDir(place.workingDirectory);
        }
        if (!place.hostname.isEmpty()) {
            to.withHostName(place.hostname);
        }
    }

    /** Secrets behind all others: {@link SecretVariables} finds them there. */
    private List<String> variables() {
        List<String> variables = new ArrayList<>();
        environment.forEach((name, value) -> variables.add(name + "=" + value));
        for (SecretValue secret : secrets) {
            char[] value = secret.reveal();
            variables.add(secret.name() + "=" + String.valueOf(value));
            Arrays.fill(value, '\0');
        }
        return variables;
    }
}
