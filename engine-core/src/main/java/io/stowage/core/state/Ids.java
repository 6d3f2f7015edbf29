package io.stowage.core.state;

import org.jspecify.annotations.Nullable;

/** Short ids and ARNs of one cluster. Operations take either; records carry ARNs, as ECS's do. */
public final class Ids {

    private final String prefix;
    private final String clusterName;
    /** Made once: each task holds it. */
    private final String cluster;

    /** @param prefix what ARNs begin with, such as {@code arn:stowage:ecs:local:000000000000} */
    public Ids(String prefix, String clusterName) {
        this.prefix = prefix;
        this.clusterName = clusterName;
        this.cluster = prefix + ":cluster/" + clusterName;
    }

    /** What ARNs begin with. */
    public String prefix() {
        return prefix;
    }

    public String cluster() {
        return cluster;
    }

    String clusterName() {
        return clusterName;
    }

    public String containerInstance(String id) {
        return prefix + ":container-instance/" + clusterName + "/" + id;
    }

    /** The ARN of a revision that is named {@code family:revision}. */
    public String taskDefinition(String familyRevision) {
        return prefix + ":task-definition/" + familyRevision;
    }

    public String task(String id) {
        return prefix + ":task/" + clusterName + "/" + id;
    }

    public String container(String taskId, String containerName) {
        return prefix + ":container/" + clusterName + "/" + taskId + "/" + containerName;
    }

    /** What a deployment of a service is called in its history. */
    public String serviceDeployment(String service, String number) {
        return prefix + ":service-deployment/" + clusterName + "/" + service + "/" + number;
    }

    /** What a deployment of a service rolls out. */
    public String serviceRevision(String service, String number) {
        return prefix + ":service-revision/" + clusterName + "/" + service + "/" + number;
    }

    public String service(String name) {
        return prefix + ":service/" + clusterName + "/" + name;
    }

    /** The name in the name or the ARN of a capacity provider. An ARN of something else is no name of anything. */
    public static String capacityProviderName(String nameOrArn, String prefix) {
        String before = prefix + ":capacity-provider/";
        return nameOrArn.startsWith(before) ? nameOrArn.substring(before.length()) : nameOrArn;
    }

    /** What follows the last slash: the short id of an ARN, and a short id itself. */
    public static String shortId(String arnOrId) {
        return arnOrId.substring(arnOrId.lastIndexOf('/') + 1);
    }

    /** Whether this is the short id of an ARN, which may be missing. */
    public static boolean isShortIdOf(String id, @Nullable String arn) {
        return arn != null
                && arn.length() > id.length()
                && arn.charAt(arn.length() - id.length() - 1) == '/'
                && arn.endsWith(id);
    }

    /** The short id of something that may be missing. */
    public static @Nullable String shortIdOrNull(@Nullable String arnOrId) {
        return arnOrId == null ? null : shortId(arnOrId);
    }
}
