package io.stowage.core.engine;

import io.stowage.core.operation.ClusterOperation;
import io.stowage.core.operation.HasCapacityProvider;
import io.stowage.core.operation.RefreshCapacityProvider;
import io.stowage.core.placement.Fargate;
import io.stowage.core.registry.ChangeCapacityProvider;
import io.stowage.core.registry.ClusterEntries;
import io.stowage.core.registry.FindCapacityProvider;
import io.stowage.core.registry.RegisteredCluster;
import io.stowage.core.registry.Registry;
import io.stowage.core.registry.RemoveCapacityProvider;
import io.stowage.core.registry.SeenProvider;
import io.stowage.model.CapacityProvider;
import io.stowage.model.CapacityProviderStatus;
import io.stowage.model.CapacityProviderUpdateStatus;
import io.stowage.model.Cluster;
import io.stowage.model.ClusterStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps by which a capacity provider changes and goes.
 *
 * <p>One is a record of the registry, and clusters hold copies; no commit spans both. Changed: the record is UPDATE_IN_PROGRESS, then the
 * copies follow, then the record is UPDATE_COMPLETE. Deleted: the record is DEPROVISIONING, so that no cluster begins to use it, then all
 * clusters are asked whether they do, then it is gone, or ACTIVE again. A cluster that was asked takes nothing any more that was decided on
 * before. Each step is idempotent, and any engine carries out those that are missing.
 *
 * <p>Thread-safe; nothing blocks.
 */
final class ProviderDirectory {

    private static final Logger LOG = LoggerFactory.getLogger(ProviderDirectory.class);

    private final Registry registry;
    private final ClusterDirectory clusters;

    ProviderDirectory(Registry registry, ClusterDirectory clusters) {
        this.registry = registry;
        this.clusters = clusters;
    }

    /**
     * How a deletion ended.
     *
     * @param gone whether it is deleted
     * @param users the names of the clusters that keep it; empty if it is gone, or if it was changed meanwhile
     */
    record Deletion(boolean gone, List<String> users) {}

    /** A capacity provider with no steps left, as far as they could be taken; empty if there is none. */
    CompletableFuture<Optional<SeenProvider>> settled(String nameOrArn) {
        return find(nameOrArn)
                .thenCompose(found -> found.isEmpty() || isSettled(found.get().provider())
                        ? CompletableFuture.completedFuture(found)
                        : settle(found.get()).thenCompose(settled -> find(nameOrArn)));
    }

    private CompletableFuture<Optional<SeenProvider>> find(String nameOrArn) {
        return registry.submit(new FindCapacityProvider(nameOrArn));
    }

    private static boolean isSettled(CapacityProvider provider) {
        return provider.status() != CapacityProviderStatus.DEPROVISIONING && !isUpdating(provider);
    }

    static boolean isUpdating(CapacityProvider provider) {
        return provider.updateStatus() == CapacityProviderUpdateStatus.UPDATE_IN_PROGRESS;
    }

    /** Carries out the steps that are missing. */
    CompletableFuture<?> settle(SeenProvider seen) {
        return seen.provider().status() == CapacityProviderStatus.DEPROVISIONING ? endDeletion(seen) : spread(seen);
    }

    /** Puts one in the place of another; empty if that one was changed meanwhile. */
    CompletableFuture<Optional<SeenProvider>> change(SeenProvider seen, CapacityProvider next) {
        return registry.submit(new ChangeCapacityProvider(seen.seenAt(), next));
    }

    /** Takes a change to the clusters. Answers how it is then: it stays UPDATE_IN_PROGRESS if one could not be reached, or is about to be made. */
    CompletableFuture<CapacityProvider> spread(SeenProvider changed) {
        return registry.submit(new ClusterEntries())
                .thenCompose(entries -> users(entries, changed.name(), new RefreshCapacityProvider(changed.attached()))
                        .thenCompose(users -> entries.stream().anyMatch(entry -> isAboutToUse(entry, changed.name()))
                                ? CompletableFuture.completedFuture(changed.provider())
                                : complete(changed)))
                .exceptionally(failed -> {
                    LOG.debug("Capacity provider {} has not changed everywhere yet", changed.name(), failed);
                    return changed.provider();
                });
    }

    private CompletableFuture<CapacityProvider> complete(SeenProvider changed) {
        CapacityProvider done = changed.provider().toBuilder()
                .updateStatus(CapacityProviderUpdateStatus.UPDATE_COMPLETE)
                .build();
        return change(changed, done).thenApply(unused -> done);
    }

    /** Carries on with the deletion of one that is DEPROVISIONING. */
    CompletableFuture<Deletion> endDeletion(SeenProvider marked) {
        return registry.submit(new ClusterEntries())
                .thenCompose(entries -> users(entries, marked.name(), new HasCapacityProvider(marked.name())))
                .thenCompose(users -> users.isEmpty() ? remove(marked) : keep(marked, users));
    }

    private CompletableFuture<Deletion> remove(SeenProvider marked) {
        return registry.submit(new RemoveCapacityProvider(marked.name(), marked.seenAt()))
                .thenApply(gone -> new Deletion(gone, List.of()));
    }

    private CompletableFuture<Deletion> keep(SeenProvider marked, List<String> users) {
        CapacityProvider kept = marked.provider().toBuilder()
                .status(CapacityProviderStatus.ACTIVE)
                .updateStatus(CapacityProviderUpdateStatus.DELETE_FAILED)
                .updateStatusReason("It is used by the clusters " + users)
                .build();
        return change(marked, kept).thenApply(unused -> new Deletion(false, users));
    }

    /** The names of the clusters that answer that they have it, or are about to be made with it. Fails if one doesn't answer. */
    private CompletableFuture<List<String>> users(
            List<RegisteredCluster> entries, String name, ClusterOperation<Boolean> question) {
        List<String> users = new ArrayList<>();
        List<CompletableFuture<Boolean>> answers = new ArrayList<>();
        List<String> asked = new ArrayList<>();
        for (RegisteredCluster entry : entries) {
            String cluster = entry.cluster().clusterName();
            if (entry.cluster().status() == ClusterStatus.ACTIVE) {
                asked.add(cluster);
                answers.add(clusters.submit(cluster, question));
            } else if (isAboutToUse(entry, name)) {
                users.add(cluster);
            }
        }
        return CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new))
                .thenApply(all -> {
                    for (int i = 0; i < asked.size(); i++) {
                        if (answers.get(i).join()) {
                            users.add(asked.get(i));
                        }
                    }
                    return users;
                });
    }

    private static boolean isAboutToUse(RegisteredCluster entry, String name) {
        Cluster cluster = entry.cluster();
        return cluster.status() == ClusterStatus.PROVISIONING
                && (Fargate.is(name) || cluster.capacityProviders().contains(name));
    }
}
