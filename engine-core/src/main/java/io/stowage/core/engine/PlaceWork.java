package io.stowage.core.engine;

import io.stowage.core.capacity.Collector.Sightings;
import io.stowage.core.capacity.OwnTags;
import io.stowage.core.capacity.ScalingRules;
import io.stowage.core.engine.ProviderCalls.Matter;
import io.stowage.core.operation.CapacityWork.Ask;
import io.stowage.core.operation.CapacityWork.Place;
import io.stowage.core.operation.NoteLaunch;
import io.stowage.core.operation.NoteMachines;
import io.stowage.core.world.Outcome;
import io.stowage.spi.InstanceProvider.LaunchResult;
import io.stowage.spi.InstanceProvider.Machine;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a cluster has to do with the machines of one place: asks for them, looks at them, ends them, and tells the cluster what came of it. One look
 * is under way at a time, and so is one call for each launch and machine: what is slow keeps nothing else waiting. Belongs to its strand.
 */
final class PlaceWork {

    private static final Logger LOG = LoggerFactory.getLogger(PlaceWork.class);
    /** Launches that are being asked for, or next. The others wait as records: what is decided of them meanwhile isn't too late. */
    private static final int MOST_ASKS = 20;

    private final Led cluster;
    private final Place place;
    private final ProviderCalls calls;
    private final Arrivals arrivals;
    private Sightings sightings = Sightings.NONE;
    private boolean looking;
    /** By the token. */
    private final Set<String> asking = new TreeSet<>();
    /** Ids of machines. */
    private final Set<String> ending = new TreeSet<>();
    /** Whether there were more launches to ask for than may be at once. */
    private boolean more;

    /**
     * A cluster that this engine leads.
     *
     * @param strand where everything of it runs
     * @param scaleIn how fast its machines are given back
     * @param wake begins a round soon
     */
    record Led(
            String name,
            String arn,
            ClusterDirectory clusters,
            Executor strand,
            ScalingRules.Pace scaleIn,
            Runnable wake) {}

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

    boolean isLooking() {
        return looking;
    }

    boolean isBusy() {
        return looking || !asking.isEmpty() || !ending.isEmpty();
    }

    /** Begins what isn't under way yet; everything at once, as far as the provider may be called. */
    void begin(Todo todo) {
        if (todo.lookAt() != null && !looking) {
            looking = true;
            whenDone(look(todo.lookAt()), () -> looking = false);
        }
        endAll(todo.ends());
        List<Ask> asks = todo.asks().stream()
                .filter(ask -> !asking.contains(ask.request().clientToken()))
                .toList();
        int now = Math.max(0, Math.min(asks.size(), MOST_ASKS - asking.size()));
        asks.subList(0, now).forEach(this::begin);
        more = asks.size() > now;
    }

    private void begin(Ask ask) {
        String token = ask.request().clientToken();
        asking.add(token);
        whenDone(ask(ask), () -> {
            asking.remove(token);
            if (more && asking.isEmpty()) {
                more = false;
                cluster.wake().run();
            }
        });
    }

    private void whenDone(CompletableFuture<Void> work, Runnable then) {
        CompletableFuture<Void> unused = work.whenCompleteAsync(
                (done, failed) -> {
                    then.run();
                    if (failed != null) {
                        LOG.debug(
                                "cluster/{}: what came of a call to {} could not be told; it is seen again",
                                cluster.name(),
                                place,
                                failed);
                    }
                },
                cluster.strand());
    }

    private CompletableFuture<Void> look(Instant at) {
        return calls.call(
                        Matter.LOOK,
                        place,
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
        return cluster.clusters().submit(cluster.name(), note).thenAcceptAsync(this::follow, cluster.strand());
    }

    private void follow(NoteMachines.Answer answer) {
        sightings = answer.sightings();
        answer.arrivals().forEach(arrival -> arrivals.register(cluster.name(), arrival));
        endAll(answer.terminate());
    }

    private void endAll(Collection<String> machines) {
        machines.stream().filter(ending::add).forEach(this::end);
    }

    /** Whether it has come about is seen, whatever the answer. */
    private void end(String machine) {
        CompletableFuture<Void> unused = calls.call(Matter.END, this, "terminate", provider -> {
                    provider.terminate(machine, place.properties());
                    return true;
                })
                .thenAccept(outcome -> ending.remove(machine));
    }

    private CompletableFuture<Void> ask(Ask ask) {
        return calls.call(Matter.ASK, this, "launch", provider -> provider.launch(ask.request()))
                .thenCompose(outcome -> cluster.clusters().submit(cluster.name(), answer(ask, outcome)))
                .thenAcceptAsync(this::endAll, cluster.strand());
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
