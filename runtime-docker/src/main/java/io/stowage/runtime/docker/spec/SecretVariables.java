package io.stowage.runtime.docker.spec;

import io.stowage.spi.SecretValue;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the secrets again among a container's environment variables, as the daemon tells them, by a label that says at which places they are. By
 * their names they would be told to everybody: that of a variable from a file may be a piece of a value.
 */
public final class SecretVariables {

    private static final Pattern PLACES = Pattern.compile("([0-9]{1,6})\\+([0-9]{1,6})");

    private SecretVariables() {}

    /** The label of a container with so many secrets behind so many other variables; empty for none. */
    static String label(int others, int secrets) {
        return secrets == 0 ? "" : others + "+" + secrets;
    }

    /**
     * The secrets of a container. Docker keeps variables in the order in which it was given them, and adds those of the image behind.
     *
     * @param labels the container's
     * @param environment its variables, each as {@code name=value}; null for none
     * @return none if there were none, or if the label says nothing that fits the variables
     */
    public static List<SecretValue> of(Map<String, String> labels, String @Nullable [] environment) {
        Matcher places = PLACES.matcher(labels.getOrDefault(DockerLabels.SECRETS, ""));
        if (environment == null || !places.matches()) {
            return List.of();
        }
        int first = Integer.parseInt(places.group(1));
        int end = first + Integer.parseInt(places.group(2));
        return end > environment.length
                ? List.of()
                : Arrays.stream(environment, first, end)
                        .map(SecretVariables::secret)
                        .toList();
    }

    private static SecretValue secret(String variable) {
        int name = variable.indexOf('=');
        return new SecretValue(
                variable.substring(0, Math.max(0, name)),
                variable.substring(name + 1).toCharArray());
    }
}
