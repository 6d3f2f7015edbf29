package io.stowage.core.engine;

import io.stowage.error.ClusterNotFoundException;
import io.stowage.error.InvalidParameterException;
import java.util.List;
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

    /**
     * The name of the cluster that resources are of, from their ARNs {@code <arnPrefix>:<kind>/<cluster>/…}.
     *
     * @throws InvalidParameterException if one is no such ARN, or they are of several clusters
     */
    static String ofAll(List<String> arns, String kind, String arnPrefix) {
        String prefix = arnPrefix + ":" + kind + "/";
        String cluster = null;
        for (String arn : arns) {
            int end = arn.indexOf('/', Math.min(arn.length(), prefix.length()));
            if (!arn.startsWith(prefix) || end < 0) {
                throw new InvalidParameterException("'" + arn + "' is not the ARN of a " + kind
                        + " of this engine; it begins with " + prefix + "<cluster>/");
            }
            String one = arn.substring(prefix.length(), end);
            if (cluster != null && !cluster.equals(one)) {
                throw new InvalidParameterException(
                        "'" + arn + "' is of another cluster than " + cluster + "; ask for one cluster at a time");
            }
            cluster = one;
        }
        if (cluster == null) {
            throw new InvalidParameterException("no " + kind + " is named; give 1 to 20 ARNs");
        }
        return cluster;
    }

    static ClusterNotFoundException notFound(String nameOrArn) {
        return new ClusterNotFoundException("Cluster not found: '" + nameOrArn + "'. Create it first.");
    }
}
