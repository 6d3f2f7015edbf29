package io.stowage.runtime.docker.spec;

import io.stowage.spi.ContainerSpec;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How what belongs to a task is named in Docker: {@code stowage.<kind>.<cluster>.<task id>.<name>}. No container of a task has a dot before its
 * cluster, and no part has one in itself, so no two things share a name. A part that had to be changed ends in a piece of its hash.
 *
 * @param cluster the name of the cluster; may be empty
 * @param instance the id of the container instance; may be empty
 * @param task the id of the task; the container's own name where its labels say nothing of a task
 */
record TaskNames(String cluster, String instance, String task) {

    /** What begins the names of volumes and holders that are Stowage's. */
    static final String RESERVED = "stowage.";

    private static final int LONGEST = 64;
    private static final int HASH = 16;

    static TaskNames of(ContainerSpec spec) {
        Map<String, String> labels = spec.labels();
        String task = labels.getOrDefault("io.stowage.task", "");
        return new TaskNames(
                labels.getOrDefault("io.stowage.cluster", ""),
                labels.getOrDefault("io.stowage.container-instance", ""),
                task.isEmpty() ? spec.name() : task);
    }

    String holder() {
        return RESERVED + "holder." + part(cluster) + "." + part(task);
    }

    String volume(String name) {
        return RESERVED + "volume." + part(cluster) + "." + part(task) + "." + part(name);
    }

    String secrets(String container) {
        return RESERVED + "secrets." + part(cluster) + "." + part(task) + "." + part(container);
    }

    /** By which what is not one of the task's containers is found again. */
    Map<String, String> labels(String key) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put(key, task);
        labels.put(DockerLabels.CLUSTER, cluster);
        labels.put(DockerLabels.CONTAINER_INSTANCE, instance);
        return labels;
    }

    private static String part(String text) {
        String clean = text.replaceAll("[^A-Za-z0-9_-]", "-");
        if (clean.equals(text) && clean.length() <= LONGEST) {
            return clean;
        }
        return clean.substring(0, Math.min(clean.length(), LONGEST - HASH - 1)) + "-"
                + sha256(text).substring(0, HASH);
    }

    private static String sha256(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
