package io.stowage.core.engine;

import io.stowage.core.operation.CapacityWork;
import io.stowage.core.operation.CapacityWork.Ask;
import io.stowage.core.operation.CapacityWork.End;
import io.stowage.core.operation.CapacityWork.Place;
import io.stowage.core.operation.CapacityWork.Types;
import io.stowage.core.operation.DecideCapacity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The machines of one cluster that this engine leads, round by round: decide, see what follows from what is committed, and do what isn't under way
 * yet. No round waits for what instance providers answer. Belongs to its strand.
 */
final class ClusterCapacity {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterCapacity.class);
    /** Where no launch is, only machines that no record knows can be found. */
    private static final Duration LOOK_FOR_STRAYS = Duration.ofMinutes(1);
    /** How long strays are looked for where no launch is any more: they end when they are 15 minutes old. */
    private static final Duration REMEMBER = Duration.ofMinutes(30);

    private final PlaceWork.Led cluster;
    private final Map<String, ProviderCalls> providers;
    private final KnownTypes types;
    private final Map<String, Arrivals> arrivals;
    private final Map<Place, Visited> places = new LinkedHashMap<>();
    /** The providers that aren't there, as far as it was told. */
    private final Set<String> missing = new TreeSet<>();

    private CapacityWork.Answer last = CapacityWork.Answer.NOTHING;
    private boolean underWay;

    /** A place, and when there was last something to do, by the cluster's time. */
    private static final class Visited {
        final PlaceWork work;
        Instant wantedAt;

        @Nullable
        Instant lookedAt;

        Visited(PlaceWork work, Instant wantedAt) {
            this.work = work;
            this.wantedAt = wantedAt;
        }
    }

    ClusterCapacity(
            PlaceWork.Led cluster,
            Map<String, ProviderCalls> providers,
            KnownTypes types,
            Map<String, Arrivals> arrivals) {
        this.cluster = cluster;
        this.providers = providers;
        this.types = types;
        this.arrivals = arrivals;
    }

    /** Begins a round, if none is under way. */
    void begin() {
        if (underWay) {
            return;
        }
        underWay = true;
        CompletableFuture<Void> unused = decide().thenCompose(decided -> cluster.clusters()
                        .submit(cluster.name(), new CapacityWork())
                        .thenAcceptAsync(work -> act(work, decided.ends()), cluster.strand()))
                .whenCompleteAsync((done, failed) -> ended(failed), cluster.strand());
    }

    /** A cluster that has neither capacity providers nor machines costs a look at its state, and no more. */
    private CompletableFuture<DecideCapacity.Answer> decide() {
        boolean nothing = last.types().isEmpty() && last.looks().isEmpty();
        return nothing
                ? CompletableFuture.completedFuture(DecideCapacity.Answer.NONE)
                : cluster.clusters()
                        .submit(cluster.name(), new DecideCapacity(types.known(last.types()), cluster.scaleIn()));
    }

    private void ended(@Nullable Throwable failed) {
        underWay = false;
        if (failed != null) {
            LOG.debug("cluster/{}: its machines could not be looked after; it is tried again", cluster.name(), failed);
        }
    }

    private void act(CapacityWork.Answer work, List<End> decided) {
        last = work;
        Set<Place> wanted = new LinkedHashSet<>(work.looks());
        work.types().stream().map(Types::place).forEach(wanted::add);
        wanted.forEach(place -> want(place, work.at()));
        places.values().removeIf(visited -> isOver(visited, work.at()));
        places.forEach((place, visited) -> begin(place, visited, work, decided));
    }

    private void want(Place place, Instant now) {
        Visited known = places.get(place);
        ProviderCalls calls = providers.get(place.instanceProvider());
        Arrivals arriving = arrivals.get(place.instanceProvider());
        if (known != null) {
            known.wantedAt = now;
        } else if (calls == null || arriving == null) {
            missing(place.instanceProvider());
        } else {
            places.put(place, new Visited(new PlaceWork(cluster, place, calls, arriving), now));
        }
    }

    private void missing(String provider) {
        if (missing.add(provider)) {
            LOG.warn(
                    "cluster/{}: it has machines of instance provider {}, which this engine doesn't have: nothing is done"
                            + " about them. Add the module that has it, or hand it to the builder.",
                    cluster.name(),
                    provider);
        }
    }

    private static boolean isOver(Visited visited, Instant now) {
        return !visited.work.isBusy() && now.isAfter(visited.wantedAt.plus(REMEMBER));
    }

    private void begin(Place place, Visited visited, CapacityWork.Answer work, List<End> decided) {
        boolean due = work.looks().contains(place)
                || visited.lookedAt == null
                || !work.at().isBefore(visited.lookedAt.plus(LOOK_FOR_STRAYS));
        boolean look = due && !visited.work.isLooking();
        if (look) {
            visited.lookedAt = work.at();
        }
        List<Ask> asks = work.asks().stream()
                .filter(ask -> place.equals(
                        new Place(ask.instanceProvider(), ask.request().properties())))
                .toList();
        List<End> ends = new ArrayList<>(work.ends());
        ends.addAll(decided);
        Set<String> machines = new TreeSet<>();
        ends.stream()
                .filter(end -> end.place().equals(place))
                .map(End::machineId)
                .forEach(machines::add);
        visited.work.begin(new PlaceWork.Todo(look ? work.at() : null, asks, machines));
    }
}
