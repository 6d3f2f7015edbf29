package io.stowage.core.operation;

import io.stowage.core.state.ClusterState;
import io.stowage.core.state.Ids;
import io.stowage.core.state.InstanceState;
import io.stowage.core.state.Kind;
import io.stowage.core.state.ServiceState;
import io.stowage.error.ClusterNotFoundException;
import io.stowage.model.Cluster;
import io.stowage.model.Failure;
import io.stowage.model.Task;
import org.jspecify.annotations.Nullable;

/** Finds what a caller names by id, name or ARN. An ARN of another cluster names nothing here. */
final class Lookup {

    private static final String MISSING = "MISSING";

    private Lookup() {}

    /** The cluster; every operation but those on the cluster itself needs it to be ACTIVE. */
    static Cluster activeCluster(ClusterState state) {
        Cluster cluster = state.cluster();
        if (cluster == null || !state.active()) {
            state.quarantine().refuse(Kind.CLUSTER, Ids.shortId(state.ids().cluster()));
            throw new ClusterNotFoundException(
                    "Cluster not found: " + state.ids().cluster());
        }
        return cluster;
    }

    static @Nullable Task task(ClusterState state, String idOrArn) {
        Task task = state.task(Ids.shortId(idOrArn));
        return task != null && names(idOrArn, task.taskArn()) ? task : null;
    }

    static @Nullable ServiceState service(ClusterState state, String nameOrArn) {
        ServiceState service = state.service(Ids.shortId(nameOrArn));
        return service != null && names(nameOrArn, service.record().serviceArn()) ? service : null;
    }

    /** By name, id or ARN; a name goes first. */
    static @Nullable InstanceState instance(ClusterState state, String nameOrIdOrArn) {
        InstanceState named = state.instanceNamed(nameOrIdOrArn);
        if (named != null) {
            return named;
        }
        InstanceState instance = state.instance(Ids.shortId(nameOrIdOrArn));
        return instance != null && names(nameOrIdOrArn, instance.arn()) ? instance : null;
    }

    private static boolean names(String given, String arn) {
        return given.equals(arn) || given.equals(Ids.shortId(arn));
    }

    static Failure missingTask(ClusterState state, String given) {
        return missing(given, state.ids().task(given));
    }

    static Failure missingService(ClusterState state, String given) {
        return missing(given, state.ids().service(given));
    }

    static Failure missingInstance(ClusterState state, String given) {
        return missing(given, state.ids().containerInstance(given));
    }

    private static Failure missing(String given, String arn) {
        return new Failure(given.startsWith("arn:") ? given : arn, MISSING, null);
    }
}
