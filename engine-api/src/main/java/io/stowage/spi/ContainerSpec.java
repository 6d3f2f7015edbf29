package io.stowage.spi;

import io.stowage.model.ContainerDefinition;
import io.stowage.model.EnvironmentFile;
import io.stowage.model.Secret;
import io.stowage.model.TaskDefinition;
import java.util.List;
import java.util.Map;

/**
 * What to create.
 *
 * @param name the container's name on the host
 * @param definition the container as its task wants it: overrides are applied already
 * @param taskDefinition the task definition it is from, for network mode, volumes and task-level limits
 * @param environment the environment, in order: definition, overrides and the engine's own variables; no secrets, and nothing of environment files
 * @param secrets environment variables whose values must not appear in a log, a label, an event or a process list: the definition's secrets,
 *     and then what its environment files say. No two have one name, and {@code environment} has none of the names that are from files
 * @param reservedHostPorts host ports that other tasks of the instance have a claim to: not to be given out as dynamic ports
 * @param labels what {@link ContainerRuntime#list} finds it by
 * @param run 0 for the first run of this container in its task, one more with each restart
 */
public record ContainerSpec(
        String name,
        ContainerDefinition definition,
        TaskDefinition taskDefinition,
        Map<String, String> environment,
        List<SecretValue> secrets,
        List<Integer> reservedHostPorts,
        Map<String, String> labels,
        int run) {

    /** The label that carries the hash of what was asked for, by which an earlier creation is recognised. */
    public static final String SPEC_HASH_LABEL = "io.stowage.spec-hash";

    public ContainerSpec {
        environment = OrderedCopy.of(environment);
        secrets = List.copyOf(secrets);
        reservedHostPorts = List.copyOf(reservedHostPorts);
        labels = OrderedCopy.of(labels);
    }

    /** The hash of the definition revision, the overrides and the run; secrets have no part in it. Empty if there is none. */
    public String specHash() {
        return labels.getOrDefault(SPEC_HASH_LABEL, "");
    }

    /**
     * Whether one of {@link #secrets} is from an environment file, and not a secret of the definition: for who hands over secrets in another
     * way than as variables.
     */
    public boolean isFromEnvironmentFile(SecretValue value) {
        List<EnvironmentFile> files = definition.environmentFiles();
        List<Secret> declared = definition.secrets();
        return files != null
                && !files.isEmpty()
                && (declared == null
                        || declared.stream().noneMatch(secret -> secret.name().equals(value.name())));
    }
}
