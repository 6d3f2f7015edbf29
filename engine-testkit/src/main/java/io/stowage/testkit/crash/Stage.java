package io.stowage.testkit.crash;

import io.stowage.Engine;
import io.stowage.EnlistedOperations;
import io.stowage.error.EcsException;
import io.stowage.error.ServerException;
import io.stowage.spi.InstanceProvider;
import io.stowage.testkit.EngineFactory;
import io.stowage.testkit.invariant.ClusterMirror;
import io.stowage.testkit.invariant.Invariant;
import io.stowage.testkit.invariant.Invariants;
import io.stowage.testkit.provider.Catalog;
import io.stowage.testkit.provider.CloudHosts;
import io.stowage.testkit.provider.SimulatedCloud;
import io.stowage.testkit.provider.SimulatedInstanceProvider;
import io.stowage.testkit.runtime.Applications;
import io.stowage.testkit.runtime.SimulatedRuntimeProvider;
import io.stowage.testkit.store.HostTransactions;
import io.stowage.testkit.store.RecordingStateStore;
import io.stowage.testkit.world.LaneModel;
import io.stowage.testkit.world.Simulation;
import io.stowage.testkit.world.VirtualWorld;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a scenario is played on: engines that may crash or end, hosts and a store that outlive them, the invariants, and a host application
 * that insists on what it asks for until it has an answer.
 */
final class Stage {

    static final String CLUSTER = "harbour";

    private static final Duration TICK = Duration.ofSeconds(1);
    private static final int MOST_ATTEMPTS = 600;
    /** After it all tasks have run long enough to count as healthy, and what counts failures has heard of it. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(60);

    private static final Duration QUIET = Duration.ofMinutes(4);
    /** So slow that something comes in during most commits. */
    private static final LaneModel SLOW = LaneModel.of(Duration.ofMillis(50), Duration.ofMillis(250));

    private final Simulation simulation;
    private final HostTransactions transactions;
    private final SimulatedRuntimeProvider runtime;
    private final Invariants invariants;
    private final CrashPoints points;
    private final @Nullable CloudHosts cloud;
    private final List<Seat> seats = new ArrayList<>();
    private final long downtime;
    private int asked;

    /** @param downtime from a crash to the next engine in the same place */
    Stage(
            CrashRun.Settings settings,
            EngineFactory engines,
            boolean withCloud,
            Collection<CrashPoint> crashes,
            Duration downtime) {
        this.simulation = new Simulation(settings.seed());
        this.runtime = new SimulatedRuntimeProvider(simulation);
        this.points = new CrashPoints(simulation, crashes, this::close);
        this.downtime = downtime.toNanos();
        RecordingStateStore store = new RecordingStateStore(simulation);
        this.invariants = Invariants.watch(simulation, store, runtime);
        this.transactions = store.hostTransactions();
        this.cloud = withCloud ? CloudHosts.open(simulation, runtime, Catalog.PLAIN) : null;
        CrashableStore crashable = new CrashableStore(store, points);
        List<InstanceProvider> instances = instances();
        for (int i = 1; i <= settings.engines(); i++) {
            String name = "engine-" + i;
            CrashableRuntime hosts = new CrashableRuntime(runtime.from(name), points);
            this.seats.add(new Seat(name, simulation, engines, crashable, hosts, instances));
        }
    }

    private List<InstanceProvider> instances() {
        if (cloud == null) {
            return List.of();
        }
        invariants.watch(cloud);
        return List.of(new CrashableInstances(new SimulatedInstanceProvider(cloud.cloud()), points));
    }

    /** Where machines come from, in a scenario that has one. */
    SimulatedCloud cloud() {
        return Objects.requireNonNull(cloud, "the scenario has no cloud").cloud();
    }

    Simulation simulation() {
        return simulation;
    }

    CrashPoints points() {
        return points;
    }

    Applications applications() {
        return runtime.applications();
    }

    SimulatedRuntimeProvider runtime() {
        return runtime;
    }

    ClusterMirror mirror() {
        return invariants.mirror(CLUSTER);
    }

    /** The engine that alone reaches the hosts of its place: where there are several, one that need not lead. */
    String localEngine() {
        return "engine-" + seats.size();
    }

    void raise() {
        seats.forEach(Seat::start);
    }

    /** Calls to the store take long from now on. */
    void slowStore() {
        seats.forEach(seat -> seat.storeModel(SLOW));
    }

    /** Ends every engine in good order; others take their places at once, but for that of one which crashed at it. */
    void restartEngines() {
        for (Seat seat : seats) {
            int crashes = points.crashes();
            seat.close();
            if (points.crashes() == crashes) {
                seat.start();
            }
        }
    }

    private void close(VirtualWorld victim) {
        seats.stream().filter(seat -> seat.isOf(victim)).forEach(Seat::close);
    }

    /** Time goes by, and places that have been empty for long enough are taken. */
    void pass(Duration time) {
        long end = simulation.nanos() + time.toNanos();
        while (simulation.nanos() < end) {
            simulation.runUntil(Math.min(end, simulation.nanos() + TICK.toNanos()));
            seats.forEach(seat -> seat.look(downtime));
        }
    }

    /**
     * Asks one engine after the other until there is an answer. What the engine can't say for now, or leaves open, is asked again: every
     * request of a scenario is one that may be repeated.
     *
     * @throws EcsException if the request is refused for good
     */
    <T> T insist(Function<Engine, T> request) {
        for (int i = 0; i < MOST_ATTEMPTS; i++) {
            Engine engine = nextEngine();
            if (engine != null) {
                try {
                    return request.apply(engine);
                } catch (ServerException unclear) {
                    simulation.trace().add(String.valueOf(unclear.getMessage()), simulation.nanos());
                }
            }
            pass(TICK);
        }
        throw new IllegalStateException("A request was asked " + MOST_ATTEMPTS + " times and never answered.");
    }

    /**
     * Asks for something in a transaction of the host application's own, which commits; gives the request's id. A transaction in which something was
     * refused is rolled back, and what was asked for in it is asked for in the next one.
     */
    String enlist(Function<EnlistedOperations, String> operation) {
        return insist(engine -> {
            HostTransactions.Pending transaction = transactions.begin();
            String request = operation.apply(engine.enlistedIn(transaction));
            transaction.commit();
            return request;
        });
    }

    /** The same in a transaction that is rolled back. */
    void enlistInVain(Function<EnlistedOperations, String> operation) {
        String unused = insist(engine -> operation.apply(engine.enlistedIn(transactions.begin())));
    }

    private @Nullable Engine nextEngine() {
        asked++;
        return seats.get(asked % seats.size()).engine();
    }

    /** Waits until nothing is missing any more. */
    void await(String what, Duration bound, Supplier<List<String>> shortcomings) {
        long limit = simulation.nanos() + bound.toNanos();
        List<String> missing = shortcomings.get();
        while (!missing.isEmpty()) {
            if (simulation.nanos() >= limit) {
                throw invariants.violation(
                        Invariant.L1, "After " + bound + " " + what + " is not reached: " + String.join(" ", missing));
            }
            pass(TICK);
            missing = shortcomings.get();
        }
    }

    /** What keeps the cluster from being as it is desired, a sentence each. */
    List<String> unrest() {
        return invariants.isAtRest(CLUSTER) ? new ArrayList<>() : invariants.shortcomings(CLUSTER);
    }

    /** S20 and L2: from now on nothing happens by itself, and what was reached stays so. */
    void staysAsItIs(Supplier<List<String>> shortcomings) {
        pass(LAST_WORDS);
        long commits = invariants.tellingCommits();
        long activity = runtime.truth().activity();
        pass(QUIET);
        if (invariants.tellingCommits() != commits || runtime.truth().activity() != activity) {
            throw invariants.violation(
                    Invariant.S20,
                    "In " + QUIET + " in which nothing happened there were "
                            + (invariants.tellingCommits() - commits) + " commits and "
                            + (runtime.truth().activity() - activity) + " things done to containers. The last commit: "
                            + invariants.lastTellingCommit());
        }
        List<String> missing = shortcomings.get();
        if (!missing.isEmpty()) {
            throw invariants.violation(Invariant.L2, String.join(" ", missing));
        }
    }
}
