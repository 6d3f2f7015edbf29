package io.stowage.core.agent.spec;

import io.stowage.model.ContainerDefinition;
import io.stowage.model.KeyValuePair;
import java.util.LinkedHashMap;
import java.util.Map;

/** The environment of a container: what its definition says, and three variables by which it knows who it is. */
public final class Environments {

    /** The variable with the ARN of the container's task. */
    public static final String TASK_ARN = "STOWAGE_TASK_ARN";

    /** The variable with the name of the cluster. */
    public static final String CLUSTER = "STOWAGE_CLUSTER";

    /** The variable with the container's name in the task definition. */
    public static final String CONTAINER_NAME = "STOWAGE_CONTAINER_NAME";

    private Environments() {}

    /**
     * The environment, in order.
     *
     * @param definition with the overrides applied
     */
    public static Map<String, String> of(ContainerDefinition definition, String taskArn, String clusterName) {
        Map<String, String> environment = new LinkedHashMap<>();
        if (definition.environment() != null) {
            for (KeyValuePair variable : definition.environment()) {
                environment.put(variable.name(), variable.value() == null ? "" : variable.value());
            }
        }
        environment.put(TASK_ARN, taskArn);
        environment.put(CLUSTER, clusterName);
        environment.put(CONTAINER_NAME, definition.name());
        return environment;
    }
}
