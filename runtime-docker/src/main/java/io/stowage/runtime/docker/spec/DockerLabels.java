package io.stowage.runtime.docker.spec;

import io.stowage.model.NetworkBinding;
import java.util.List;
import java.util.Map;

/** The labels that tell Stowage's things in Docker from each other and from those of others. */
public final class DockerLabels {

    /** What begins all labels of this runtime that are not the engine's. */
    public static final String INTERNAL = "io.stowage.docker.";

    /** The host ports of a container, as {@link #bindings} reads them. On every container; empty for none. */
    public static final String BINDINGS = INTERNAL + "bindings";

    /** At which places the environment of a container has secrets, as {@link SecretVariables} reads them. On every task's container; empty for none. */
    static final String SECRETS = INTERNAL + "secrets";

    /** On a holder: the id of the task whose namespaces it holds. On a task's own container: empty, so that no image can lend it one. */
    public static final String HOLDER_OF = INTERNAL + "holder-of";

    /** On a volume: the id of the task with which it goes. */
    public static final String VOLUME_OF = INTERNAL + "volume-of";

    /** On a holder and on a volume: the name of the cluster. */
    public static final String CLUSTER = INTERNAL + "cluster";

    /** On a holder and on a volume: the id of the container instance. */
    public static final String CONTAINER_INSTANCE = INTERNAL + "container-instance";

    /** What begins the labels that only ECS's agent sets. */
    static final String ECS = "com.amazonaws.ecs.";

    /** What begins the labels that only Stowage sets. */
    static final String STOWAGE = "io.stowage.";

    private DockerLabels() {}

    /** Whether a label is this runtime's own, which the engine did not give and is not shown. */
    public static boolean isInternal(String key) {
        return key.startsWith(INTERNAL) || key.startsWith(ECS);
    }

    /** Whether these are the labels of a holder, which is none of a task's containers. */
    public static boolean isHolder(Map<String, String> labels) {
        return !labels.getOrDefault(HOLDER_OF, "").isEmpty();
    }

    /** The host ports that a container with these labels has, or will have once it runs; empty if they say nothing that can be read. */
    public static List<NetworkBinding> bindings(Map<String, String> labels) {
        return BindingText.read(labels.getOrDefault(BINDINGS, ""));
    }
}
