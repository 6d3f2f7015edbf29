package io.stowage.core.engine;

import io.stowage.core.capacity.Collector.Sightings;
import io.stowage.core.capacity.OwnTags;
import io.stowage.core.capacity.ScalingRules;
import io.stowage.core.operation.CapacityWork.Ask;
import io.stowage.core.operation.CapacityWork.Place;
import io.stowage.core.operation.NoteLaunch;
import io.stowage.core.operation.NoteMachines;
import io.stowage.core.world.Outcome;
import io.stowage.spi.InstanceProvider.LaunchResult;
import io.stowage.spi.InstanceProvider.Machine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a cluster has to do with the machines of one place: asks for them, looks at them, ends them, and tells the cluster what came of it. Nothing new
 * begins while something is under way. Belongs to its strand.
 */
final class PlaceWork {

    private static final Logger LOG = LoggerFactory.getLogger(PlaceWork.class);

    private final Led cluster;
    private final Place place;
    private final ProviderCalls calls;
    private final Arrivals arrivals;
    private Sightings sightings = Sightings.NONE;
    private boolean busy;

    /**
     * A cluster that this engine leads.
     *
     * @param strand where everything of it runs
     * @param scaleIn how fast its machines are given back
     */
    record Led(String name, String arn, ClusterDirectory clusters, Executor strand, ScalingRules.Pace scaleIn) {}

    /**
     * What is to be done now.
     *
     * @param lookAt when the look begins, by the cluster's time; null for no look
     * @param ends ids of machines
     */
    record Todo(@Nullable Instant lookAt, List<Ask> asks, Collection<String> ends) {}

    PlaceWork(Led cluster, Place place, ProviderCalls calls, Arrivals arrivals) {
        this.cluster = cluster;
        this.place = place;
        this.calls = calls;
        this.arrivals = arrivals;
    }

    boolean isBusy() {
        return busy;
    }

    /** Begins; everything at once, as far as the provider may be called. A look goes before: a notice doesn't wait. */
    void begin(Todo todo) {
        busy = true;
        List<CompletableFuture<?>> all = new ArrayList<>();
        if (todo.lookAt() != null) {
            all.add(look(todo.lookAt()));
        }
        todo.ends().forEach(machine -> all.add(end(machine)));
        todo.asks().forEach(ask -> all.add(ask(ask)));
        CompletableFuture<Void> unused = all(all).whenCompleteAsync(this::ended, cluster.strand());
    }

    private static CompletableFuture<Void> all(List<CompletableFuture<?>> each) {
        return CompletableFuture.allOf(each.toArray(CompletableFuture<?>[]::new));
    }

    private void ended(@Nullable Void done, @Nullable Throwable failed) {
        busy = false;
        if (failed != null) {
            LOG.debug(
                    "cluster/{}: not all that came of {} could be told; it is seen again",
                    cluster.name(),
                    place,
                    failed);
        }
    }

    private CompletableFuture<?> look(Instant at) {
        return calls.call(
                        "describe",
                        provider -> own(provider.describe(OwnTags.ofCluster(cluster.arn()), place.properties())))
                .thenCompose(outcome -> outcome instanceof Outcome.Success<List<Machine>> seen && seen.value() != null
                        ? note(seen.value(), at)
                        : CompletableFuture.completedFuture(null));
    }

    /** Whatever else a provider shows is nothing to us. */
    private List<Machine> own(List<Machine> machines) {
        return machines.stream()
                .filter(machine -> cluster.arn().equals(machine.tags().get(OwnTags.CLUSTER)))
                .toList();
    }

    private CompletableFuture<Void> note(List<Machine> machines, Instant at) {
        NoteMachines note = new NoteMachines(place.instanceProvider(), place.properties(), machines, at, sightings);
        return cluster.clusters().submit(cluster.name(), note).thenComposeAsync(this::follow, cluster.strand());
    }

    private CompletableFuture<Void> follow(NoteMachines.Answer answer) {
        sightings = answer.sightings();
        answer.arrivals().forEach(arrival -> arrivals.register(cluster.name(), arrival));
        return endAll(answer.terminate());
    }

    private CompletableFuture<Void> endAll(List<String> machines) {
        List<CompletableFuture<?>> all = new ArrayList<>();
        machines.forEach(machine -> all.add(end(machine)));
        return all(all);
    }

    /** Whether it has come about is seen, whatever the answer. */
    private CompletableFuture<?> end(String machine) {
        return calls.call("terminate", provider -> {
            provider.terminate(machine, place.properties());
            return true;
        });
    }

    private CompletableFuture<Void> ask(Ask ask) {
        return calls.call("launch", provider -> provider.launch(ask.request()))
                .thenCompose(outcome -> cluster.clusters().submit(cluster.name(), answer(ask, outcome)))
                .thenComposeAsync(this::endAll, cluster.strand());
    }

    private static NoteLaunch answer(Ask ask, Outcome<LaunchResult> outcome) {
        String token = ask.request().clientToken();
        LaunchResult result = outcome instanceof Outcome.Success<LaunchResult> success ? success.value() : null;
        if (result instanceof LaunchResult.Launched launched) {
            return new NoteLaunch(ask.launchId(), token, launched.machine(), null, null);
        }
        if (result instanceof LaunchResult.Refused refused) {
            return new NoteLaunch(ask.launchId(), token, null, refused.refusal(), refused.reason());
        }
        return new NoteLaunch(ask.launchId(), token, null, null, null);
    }
}
