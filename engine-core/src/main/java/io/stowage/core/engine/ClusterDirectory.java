package io.stowage.core.engine;

import io.stowage.PartitionRole;
import io.stowage.core.loop.ClusterLoop;
import io.stowage.core.operation.ClusterIsOver;
import io.stowage.core.operation.ClusterOperation;
import io.stowage.core.operation.ClusterVersion;
import io.stowage.core.operation.DeleteCluster;
import io.stowage.core.operation.DescribeCluster;
import io.stowage.core.operation.OpenCluster;
import io.stowage.core.registry.BeginCluster;
import io.stowage.core.registry.ClusterEntries;
import io.stowage.core.registry.ClusterEntry;
import io.stowage.core.registry.MoveCluster;
import io.stowage.core.registry.NewClusterProviders;
import io.stowage.core.registry.RegisteredCluster;
import io.stowage.core.registry.Registry;
import io.stowage.error.ServerException;
import io.stowage.model.Cluster;
import io.stowage.model.ClusterStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The loops of the clusters, and the steps by which a cluster comes and goes.
 *
 * <p>A cluster is an entry in the registry and a partition of its own; no commit spans both. Created: the entry is PROVISIONING, then the
 * partition is made, then the entry is ACTIVE. Deleted: the partition is INACTIVE, its emptiness proven by that very commit, then the
 * entry is. Each step is idempotent, and an engine that starts carries out the steps that are missing: it can tell from the states of
 * both which those are. No step is taken that comes late: an entry moves on from the version that was seen, and a partition is made from the
 * version that it had before the entry was seen, so that what was deleted meanwhile stays deleted.
 *
 * <p>The loop of a deleted cluster goes on until the registry has forgotten the cluster and nothing is left to be done for it.
 *
 * <p>Thread-safe; nothing blocks.
 */
final class ClusterDirectory {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterDirectory.class);

    private final Registry registry;
    private final String arnPrefix;
    private final Function<String, ClusterLoop> newLoop;
    private final Map<String, ClusterLoop> loops = new TreeMap<>();
    /** Loops that are being ended, by name: until one has given its lease back there is no new one of its name. */
    private final Map<String, CompletableFuture<Void>> ending = new TreeMap<>();

    private boolean closed;

    ClusterDirectory(Registry registry, String arnPrefix, Function<String, ClusterLoop> newLoop) {
        this.registry = registry;
        this.arnPrefix = arnPrefix;
        this.newLoop = newLoop;
    }

    /**
     * Begins the loops of all clusters that are there and have none here, because other engines have created them; and ends those of clusters that
     * are gone.
     */
    void look() {
        List<String> before = names();
        registry.submit(new ClusterEntries())
                .thenAccept(entries -> {
                    entries.forEach(this::resume);
                    withoutEntry(before, entries).forEach(this::endIfOver);
                })
                .exceptionally(failed -> {
                    LOG.warn("The clusters could not be looked at", failed);
                    return null;
                });
    }

    private void resume(RegisteredCluster entry) {
        String name = entry.cluster().clusterName();
        boolean unknown = entry.cluster().status() == ClusterStatus.ACTIVE && known(name) == null;
        if (unknown || entry.cluster().status() == ClusterStatus.PROVISIONING) {
            settle(entry).exceptionally(failed -> {
                LOG.warn("Cluster {} could not be resumed", name, failed);
                return entry.cluster();
            });
        }
    }

    private static List<String> withoutEntry(List<String> names, List<RegisteredCluster> entries) {
        List<String> without = new ArrayList<>(names);
        entries.forEach(entry -> without.remove(entry.cluster().clusterName()));
        return without;
    }

    /** An entry may also be missing because it can't be read: what the partition says counts. */
    private void endIfOver(String name) {
        ClusterLoop loop = known(name);
        if (loop != null) {
            loop.submitNow(new ClusterIsOver())
                    .thenAccept(over -> {
                        if (over) {
                            end(name, loop);
                        }
                    })
                    .exceptionally(failed -> {
                        LOG.debug("Whether cluster {} is over could not be seen; it is asked again", name, failed);
                        return null;
                    });
        }
    }

    private void end(String name, ClusterLoop loop) {
        CompletableFuture<Void> ended;
        synchronized (this) {
            if (closed || !loops.remove(name, loop)) {
                return;
            }
            ended = loop.close();
            ending.put(name, ended);
        }
        CompletableFuture<Void> unused = ended.whenComplete((done, failed) -> ended(name));
    }

    private synchronized void ended(String name) {
        ending.remove(name);
    }

    /**
     * Carries out the steps that are missing; answers the cluster as it is then. Whatever other engines do meanwhile: the partition is looked at
     * after the entry was, and the entry is moved only if it is still that one.
     */
    private CompletableFuture<Cluster> settle(RegisteredCluster entry) {
        String name = entry.cluster().clusterName();
        if (entry.cluster().status() == ClusterStatus.PROVISIONING) {
            return open(entry)
                    .thenCompose(opened -> opened.status() == ClusterStatus.ACTIVE
                            ? move(entry, ClusterStatus.ACTIVE).thenApply(moved -> opened)
                            : CompletableFuture.completedFuture(opened));
        }
        return loop(name)
                .submitNow(new DescribeCluster())
                .thenCompose(described -> described.status() == ClusterStatus.INACTIVE
                        ? move(entry, ClusterStatus.INACTIVE).thenApply(moved -> described)
                        : CompletableFuture.completedFuture(described));
    }

    /** Makes the partition of an entry that is PROVISIONING. The entry is looked at once more after the partition was. */
    private CompletableFuture<Cluster> open(RegisteredCluster entry) {
        Cluster asked = entry.cluster();
        ClusterLoop loop = loop(asked.clusterName());
        return loop.submitNow(new ClusterVersion())
                .thenCompose(version -> entry(asked.clusterName())
                        .thenCompose(now -> now.isPresent() && now.get().version() == entry.version()
                                ? registry.submit(new NewClusterProviders(asked.capacityProviders()))
                                        .thenCompose(providers -> loop.submit(new OpenCluster(
                                                asked.clusterName(),
                                                asked.tags(),
                                                asked.settings(),
                                                providers.asked(),
                                                asked.defaultCapacityProviderStrategy(),
                                                providers.everywhere(),
                                                version)))
                                : loop.submitNow(new DescribeCluster())));
    }

    private CompletableFuture<Boolean> move(RegisteredCluster entry, ClusterStatus to) {
        return registry.submit(new MoveCluster(entry.cluster().clusterName(), entry.version(), to));
    }

    /** ECS: CreateCluster. */
    CompletableFuture<Cluster> create(BeginCluster begin) {
        return registry.submit(begin)
                .thenCompose(this::settle)
                .thenCompose(cluster ->
                        // The entry was of a cluster that was deleted already: now that it says so, the new one can be
                        // made.
                        cluster.status() == ClusterStatus.INACTIVE
                                ? registry.submit(begin).thenCompose(this::settle)
                                : CompletableFuture.completedFuture(cluster));
    }

    /** ECS: DeleteCluster. */
    CompletableFuture<Cluster> delete(String name) {
        return entry(name).thenCompose(entry -> {
            if (entry.isEmpty()) {
                return CompletableFuture.failedFuture(ClusterNames.notFound(name));
            }
            return inactive(entry.get())
                    ? CompletableFuture.completedFuture(entry.get().cluster())
                    : settle(entry.get()).thenCompose(settled -> deleteSettled(name));
        });
    }

    private CompletableFuture<Cluster> deleteSettled(String name) {
        return loop(name)
                .submit(new DeleteCluster())
                .thenCompose(deleted -> entry(name)
                        .thenCompose(entry -> entry.isEmpty() || inactive(entry.get())
                                ? CompletableFuture.completedFuture(deleted)
                                : settle(entry.get()).thenApply(settled -> deleted)));
    }

    private static boolean inactive(RegisteredCluster entry) {
        return entry.cluster().status() == ClusterStatus.INACTIVE;
    }

    /** The cluster as it is now, from its partition; from the registry if it is INACTIVE; empty if there never was one. */
    CompletableFuture<Optional<Cluster>> describe(String name) {
        return entry(name).thenCompose(entry -> {
            if (entry.isEmpty() || entry.get().cluster().status() != ClusterStatus.ACTIVE) {
                return CompletableFuture.completedFuture(entry.map(RegisteredCluster::cluster));
            }
            return loop(name).submit(new DescribeCluster()).thenApply(Optional::of);
        });
    }

    private CompletableFuture<Optional<RegisteredCluster>> entry(String name) {
        return registry.submit(new ClusterEntry(name));
    }

    /**
     * Hands an operation to a cluster.
     *
     * @param cluster by name or ARN; null means {@code default}
     */
    <T> CompletableFuture<T> submit(@Nullable String cluster, ClusterOperation<T> operation) {
        String name = ClusterNames.of(cluster, arnPrefix);
        return loopOf(name).thenCompose(loop -> loop.submit(operation));
    }

    private CompletableFuture<ClusterLoop> loopOf(String name) {
        ClusterLoop known = known(name);
        return known != null
                ? CompletableFuture.completedFuture(known)
                : entry(name)
                        .thenCompose(entry -> entry.isPresent() && !inactive(entry.get())
                                ? CompletableFuture.completedFuture(loop(name))
                                : CompletableFuture.failedFuture(ClusterNames.notFound(name)));
    }

    /** The same; what a read answers is no older than this call. */
    <T> CompletableFuture<T> submitNow(@Nullable String cluster, ClusterOperation<T> operation) {
        String name = ClusterNames.of(cluster, arnPrefix);
        return loopOf(name).thenCompose(loop -> loop.submitNow(operation));
    }

    private synchronized List<String> names() {
        return new ArrayList<>(loops.keySet());
    }

    private synchronized @Nullable ClusterLoop known(String name) {
        return loops.get(name);
    }

    private synchronized ClusterLoop loop(String name) {
        ClusterLoop known = loops.get(name);
        if (known != null) {
            return known;
        }
        if (closed) {
            throw new ServerException("cluster " + name + ": the engine is closed; nothing was changed");
        }
        if (ending.containsKey(name)) {
            throw new ServerException(
                    "cluster " + name + ": this engine is letting go of the deleted cluster of that name;"
                            + " nothing was changed: try again");
        }
        ClusterLoop loop = newLoop.apply(name);
        loops.put(name, loop);
        loop.start();
        return loop;
    }

    /** The loops that are open, in the order of their clusters' names. */
    synchronized List<ClusterLoop> open() {
        return new ArrayList<>(loops.values());
    }

    /** The names of the clusters that this engine leads, in their order. */
    List<String> led() {
        List<String> led = names();
        led.removeIf(name -> {
            ClusterLoop loop = known(name);
            return loop == null || loop.health().role() != PartitionRole.LEADER;
        });
        return led;
    }

    /**
     * Ends the loops.
     *
     * @return completes when all leases are given back, or can't be
     */
    CompletableFuture<Void> close() {
        List<CompletableFuture<Void>> ended = new ArrayList<>();
        synchronized (this) {
            closed = true;
            ended.addAll(ending.values());
        }
        open().forEach(loop -> ended.add(loop.close()));
        return CompletableFuture.allOf(ended.toArray(CompletableFuture<?>[]::new));
    }
}
