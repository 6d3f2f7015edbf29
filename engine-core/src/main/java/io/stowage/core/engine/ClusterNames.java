package io.stowage.core.engine;

import io.stowage.error.ClusterNotFoundException;
import org.jspecify.annotations.Nullable;

/** The name of a cluster, from what a caller calls it. */
final class ClusterNames {

    static final String DEFAULT = "default";

    private ClusterNames() {}

    /**
     * The name.
     *
     * @param nameOrArn null means {@code default}
     * @throws ClusterNotFoundException for an ARN of something else, or of another engine's cluster
     */
    static String of(@Nullable String nameOrArn, String arnPrefix) {
        if (nameOrArn == null) {
            return DEFAULT;
        }
        if (!nameOrArn.startsWith("arn:")) {
            return nameOrArn;
        }
        String prefix = arnPrefix + ":cluster/";
        if (!nameOrArn.startsWith(prefix)) {
            throw notFound(nameOrArn);
        }
        return nameOrArn.substring(prefix.length());
    }

    static ClusterNotFoundException notFound(String nameOrArn) {
        return new ClusterNotFoundException("Cluster not found: '" + nameOrArn + "'. Create it first.");
    }
}
