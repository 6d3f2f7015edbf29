package io.stowage.core.engine;

import io.stowage.core.operation.ClusterOperation;
import io.stowage.core.operation.CreateService;
import io.stowage.core.operation.RunTask;
import io.stowage.core.operation.UpdateService;
import io.stowage.core.registry.RegistryOperation;
import io.stowage.error.AccessDeniedException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Somebody who asks: may he, and what is the answer. */
final class Caller {

    private final String principal;
    private final EngineCore core;

    Caller(String principal, EngineCore core) {
        this.principal = principal;
        this.core = core;
    }

    String principal() {
        return principal;
    }

    /**
     * Asks the host application's authorizer, before anything else happens.
     *
     * @param resource by name or ARN as the caller gave it; null means {@code default}
     */
    void authorize(String action, @Nullable String resource) {
        core.calls().requireOpen(action);
        String named = resource == null ? ClusterNames.DEFAULT : resource;
        Optional<String> denied = core.authorizer().denies(principal, action, named);
        if (denied.isPresent()) {
            core.counters().add(Counters.DENIED);
            throw new AccessDeniedException(
                    "principal '" + principal + "' may not " + action + " on '" + named + "': " + denied.get());
        }
    }

    /** Asks a cluster; null means {@code default}. */
    <T> T ask(String action, @Nullable String cluster, ClusterOperation<T> operation) {
        core.calls().requireOpen(action);
        T answer = core.calls().await(action, core.clusters().submit(cluster, operation));
        if (makesTasks(operation)) {
            core.wakeCapacity();
        }
        return answer;
    }

    private static boolean makesTasks(ClusterOperation<?> operation) {
        return operation instanceof RunTask || operation instanceof CreateService || operation instanceof UpdateService;
    }

    /** Asks the registry. */
    <T> T ask(String action, RegistryOperation<T> operation) {
        core.calls().requireOpen(action);
        return core.calls().await(action, core.registry().submit(operation));
    }
}
