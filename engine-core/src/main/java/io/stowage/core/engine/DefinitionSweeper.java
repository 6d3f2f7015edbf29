package io.stowage.core.engine;

import io.stowage.core.operation.DefinitionsInUse;
import io.stowage.core.registry.ClusterEntries;
import io.stowage.core.registry.DeletedTaskDefinitions;
import io.stowage.core.registry.RegisteredCluster;
import io.stowage.core.registry.Registry;
import io.stowage.core.registry.RemoveTaskDefinitions;
import io.stowage.core.world.World;
import io.stowage.model.Cluster;
import io.stowage.model.ClusterStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the deletion of task definitions: those that are DELETE_IN_PROGRESS and that no cluster uses are removed. Every cluster is asked,
 * and each must have answered: one that doesn't may use any of them. Nothing that is removed can come into use again, for what is not
 * ACTIVE can't be used, and clusters hold copies of what they use.
 */
final class DefinitionSweeper {

    private static final Logger LOG = LoggerFactory.getLogger(DefinitionSweeper.class);
    private static final Duration PERIOD = Duration.ofMinutes(1);

    private final Registry registry;
    private final ClusterDirectory clusters;
    private final Sweeping sweeping;

    DefinitionSweeper(World world, Registry registry, ClusterDirectory clusters) {
        this.registry = registry;
        this.clusters = clusters;
        this.sweeping = new Sweeping(world, "definition-sweeper", PERIOD, this::sweep);
    }

    void start() {
        sweeping.start();
    }

    /** Something was deleted: looks soon, rather than in a minute. */
    void wake() {
        sweeping.wake();
    }

    void close() {
        sweeping.close();
    }

    private void sweep() {
        registry.submit(new DeletedTaskDefinitions())
                .thenCompose(deleted -> deleted.isEmpty()
                        ? CompletableFuture.completedFuture(List.<String>of())
                        : unused(deleted).thenCompose(this::remove))
                .exceptionally(failed -> {
                    LOG.debug("Deleted task definitions were not swept; that is tried again", failed);
                    return List.of();
                });
    }

    private CompletableFuture<List<String>> remove(List<String> unused) {
        return unused.isEmpty()
                ? CompletableFuture.completedFuture(unused)
                : registry.submit(new RemoveTaskDefinitions(unused));
    }

    private CompletableFuture<List<String>> unused(List<String> deleted) {
        return registry.submit(new ClusterEntries()).thenCompose(entries -> {
            List<CompletableFuture<List<String>>> answers = new ArrayList<>();
            for (RegisteredCluster entry : entries) {
                Cluster cluster = entry.cluster();
                if (cluster.status() != ClusterStatus.INACTIVE) {
                    answers.add(clusters.submit(cluster.clusterName(), new DefinitionsInUse(deleted)));
                }
            }
            return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                    .thenApply(all -> {
                        Set<String> unused = new LinkedHashSet<>(deleted);
                        answers.forEach(answer -> answer.join().forEach(unused::remove));
                        return List.copyOf(unused);
                    });
        });
    }
}
