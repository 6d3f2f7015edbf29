package io.stowage.core.agent.spec;

import io.stowage.spi.ContainerSpec;
import java.util.LinkedHashMap;
import java.util.Map;

/** The labels that an agent's containers carry, by which they are found and recognised. */
public final class ContainerLabels {

    /** The name of the cluster. */
    public static final String CLUSTER = "io.stowage.cluster";

    /** The id of the container instance. */
    public static final String CONTAINER_INSTANCE = "io.stowage.container-instance";

    /** The id of the task. */
    public static final String TASK = "io.stowage.task";

    /** The container's name in the task definition. */
    public static final String CONTAINER = "io.stowage.container";

    /** Which run of the container it is: 0, and one more with each restart in place. */
    public static final String RUN = "io.stowage.run";

    /**
     * The number of the commit of the cluster that its task was ordered by. A store that has not got as far has lost something. Containers of
     * older engines don't carry it.
     */
    public static final String COMMIT = "io.stowage.commit";

    private ContainerLabels() {}

    /** What every container of one container instance carries. */
    public static Map<String, String> ofInstance(String clusterName, String containerInstanceId) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put(CLUSTER, clusterName);
        labels.put(CONTAINER_INSTANCE, containerInstanceId);
        return labels;
    }

    /** What one run of one container carries, beside the labels {@linkplain #ofInstance of its instance}. */
    public static Map<String, String> of(
            Map<String, String> ofInstance, String taskId, String containerName, int run, String specHash) {
        Map<String, String> labels = new LinkedHashMap<>(ofInstance);
        labels.put(TASK, taskId);
        labels.put(CONTAINER, containerName);
        labels.put(RUN, Integer.toString(run));
        labels.put(ContainerSpec.SPEC_HASH_LABEL, specHash);
        return labels;
    }

    /** The run that the labels speak of; -1 if they speak of none. */
    public static int run(Map<String, String> labels) {
        return (int) number(labels.getOrDefault(RUN, ""), 9);
    }

    /** The commit that the labels speak of; 0 if they speak of none. */
    public static long commit(Map<String, String> labels) {
        return Math.max(0, number(labels.getOrDefault(COMMIT, ""), 18));
    }

    private static long number(String text, int mostDigits) {
        if (text.isEmpty() || text.length() > mostDigits) {
            return -1;
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return -1;
            }
        }
        return Long.parseLong(text);
    }
}
