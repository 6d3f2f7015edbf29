package io.stowage.testkit;

import io.stowage.testkit.invariant.ClusterMirror;
import io.stowage.testkit.invariant.Invariant;
import io.stowage.testkit.invariant.Invariants;
import io.stowage.testkit.runtime.SimulatedRuntimeProvider;
import io.stowage.testkit.store.RecordingStateStore;
import io.stowage.testkit.world.LaneModel;
import io.stowage.testkit.world.Simulation;
import io.stowage.testkit.world.SimulationRandom;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One run of the whole engine over virtual time, with every invariant checked on the way.
 *
 * <p>First the part in which anything may happen: services come, change and go, tasks are run and stopped, machines are drained and
 * replaced, and faults strike. Whatever happens, the safety invariants hold at every instant. Then the faults end, and the cluster has
 * to come to rest where it is wanted, within {@link #BOUND}, and to stay there.
 */
public final class SimulationRun {

    /**
     * How long the cluster may take to come to rest once the faults are over: the longest back-off of a deployment, 27 minutes, and what
     * a rollout takes after it.
     */
    public static final Duration BOUND = Duration.ofMinutes(45);

    private static final String CLUSTER = "simulated";
    private static final Duration LOOK_EVERY = Duration.ofSeconds(15);
    private static final Duration QUIET = Duration.ofMinutes(15);
    /** After it all tasks have run long enough to count as healthy, and what counts failures has heard of it. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(90);

    /** The longest time in which nobody does anything: a busy run, an ordinary one, and one that mostly runs by itself. */
    private static final List<Duration> LONGEST_GAPS =
            List.of(Duration.ofMinutes(2), Duration.ofMinutes(4), Duration.ofMinutes(8));

    private final SimulationSettings settings;
    private final Simulation simulation;
    private final Counts counts = new Counts();
    private final SimulationRandom random;
    private final Duration longestGap;
    private final SimulatedRuntimeProvider runtime;
    private final Invariants invariants;
    private final EngineHost engine;
    private final Fleet fleet;
    private final Workload workload;
    private final Mishaps mishaps;

    private SimulationRun(SimulationSettings settings, EngineFactory engines) {
        this.settings = settings;
        this.simulation = new Simulation(settings.seed());
        this.random = simulation.random("driver");
        this.longestGap = LONGEST_GAPS.get((int) simulation.random("pace").below(LONGEST_GAPS.size()));
        this.runtime = new SimulatedRuntimeProvider(simulation);
        RecordingStateStore store = new RecordingStateStore(simulation);
        this.invariants = Invariants.watch(simulation, store, runtime);
        this.engine = new EngineHost(simulation, store, runtime, engines, counts);
        Supplier<ClusterMirror> mirror = () -> invariants.mirror(CLUSTER);
        this.fleet = new Fleet(CLUSTER, simulation, runtime, engine, mirror, simulation.random("fleet"));
        this.mishaps =
                new Mishaps(simulation, engine, fleet, runtime.applications(), simulation.random("mishaps"), counts);
        this.workload = new Workload(
                CLUSTER,
                engine,
                mirror,
                runtime.applications(),
                mishaps::drawBehaviour,
                simulation.random("workload"),
                settings);
    }

    /** Runs a seed to its end, or to the first violation. */
    public static SimulationResult run(SimulationSettings settings, EngineFactory engines) {
        SimulationRun run = new SimulationRun(settings, engines);
        String violation = run.violation();
        return new SimulationResult(
                settings,
                run.simulation.nanos() / (double) Duration.ofHours(1).toNanos(),
                run.simulation.steps(),
                run.simulation.trace().digest(),
                violation,
                run.counts.byName());
    }

    /** Null if everything held. Whatever the engine throws at the driver or lets escape is a violation, too. */
    private @Nullable String violation() {
        try {
            setUp();
            anythingMayHappen();
            comeToRest();
            return null;
        } catch (RuntimeException | AssertionError | StackOverflowError broken) {
            StringWriter text = new StringWriter();
            broken.printStackTrace(new PrintWriter(text));
            return "Seed " + settings.seed() + " failed at " + simulation.time() + ", with faults " + mishaps.kinds()
                    + ". Run it again with: " + settings.replayCommand() + System.lineSeparator() + text;
        }
    }

    private void setUp() {
        engine.start();
        if (engine.ask("CreateCluster", asked -> asked.clusters().create(CLUSTER))
                .isEmpty()) {
            throw new IllegalStateException("The cluster could not be created: " + counts.byName());
        }
        for (int i = 0; i < settings.machines(); i++) {
            fleet.buy();
        }
        simulation.runFor(Duration.ofSeconds(30));
        workload.fill();
    }

    private void anythingMayHappen() {
        long end = simulation.nanos() + settings.duration().toNanos();
        while (simulation.nanos() < end) {
            simulation.runFor(Duration.ofNanos(random.between(Duration.ofMillis(10), longestGap)));
            if (!engine.isUp()) {
                simulation.runFor(Duration.ofNanos(random.between(Duration.ZERO, Duration.ofSeconds(40))));
                engine.start();
                fleet.registerAll();
            }
            act();
            if (random.below(3) == 0) {
                mishaps.strike(workload.images());
            }
        }
    }

    private void act() {
        switch ((int) random.below(16)) {
            case 0, 1, 2 -> workload.scale();
            case 3, 4, 5 -> workload.deploy();
            case 6 -> workload.redeploy();
            case 7 -> workload.delete();
            case 8, 9 -> workload.runTask();
            case 10, 11 -> workload.stopTask();
            case 12, 13 -> fleet.drainOrReactivate();
            case 14 -> fleet.replaceOne();
            default -> workload.fill();
        }
    }

    /** L1, L2 and S20. */
    private void comeToRest() {
        engine.laneModel(LaneModel.SOUND);
        // What was struck before still has its own end; an engine that is to crash within seconds does so first.
        simulation.runFor(Duration.ofSeconds(20));
        engine.start();
        runtime.applications().heal();
        simulation.runFor(Duration.ofSeconds(30));
        fleet.heal();
        workload.settle(random.below(2) == 0);
        long limit = simulation.nanos() + BOUND.toNanos();
        while (!isAtRest()) {
            if (simulation.nanos() >= limit) {
                throw invariants.violation(
                        Invariant.L1, "After " + BOUND + " without faults: " + String.join(" ", shortcomings()));
            }
            simulation.runFor(LOOK_EVERY);
        }
        staysAtRest();
    }

    private boolean isAtRest() {
        return invariants.isAtRest(CLUSTER) && workload.brokenPromises().isEmpty();
    }

    private List<String> shortcomings() {
        List<String> shortcomings = invariants.shortcomings(CLUSTER);
        shortcomings.addAll(workload.brokenPromises());
        return shortcomings;
    }

    private void staysAtRest() {
        simulation.runFor(LAST_WORDS);
        long commits = invariants.tellingCommits();
        long activity = runtime.truth().activity();
        simulation.runFor(QUIET);
        if (invariants.tellingCommits() != commits) {
            throw invariants.violation(
                    Invariant.S20,
                    (invariants.tellingCommits() - commits)
                            + " commits changed tasks, services or container instances in " + QUIET
                            + " in which nothing happened. The last one: " + invariants.lastTellingCommit());
        }
        List<String> shortcomings = shortcomings();
        if (runtime.truth().activity() != activity || !shortcomings.isEmpty()) {
            throw invariants.violation(
                    Invariant.L2,
                    (runtime.truth().activity() - activity) + " things were done to containers in " + QUIET
                            + " in which nothing happened. Now: " + String.join(" ", shortcomings));
        }
    }
}
