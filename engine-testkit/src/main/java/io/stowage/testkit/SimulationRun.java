package io.stowage.testkit;

import io.stowage.UpdateClusterRequest;
import io.stowage.model.ClusterSetting;
import io.stowage.model.ClusterSettingName;
import io.stowage.testkit.fault.Fault;
import io.stowage.testkit.invariant.ClusterMirror;
import io.stowage.testkit.invariant.Invariant;
import io.stowage.testkit.invariant.Invariants;
import io.stowage.testkit.runtime.SimulatedRuntimeProvider;
import io.stowage.testkit.store.DamagedRecords;
import io.stowage.testkit.store.RecordingStateStore;
import io.stowage.testkit.store.UnreliableStateStore;
import io.stowage.testkit.world.Simulation;
import io.stowage.testkit.world.SimulationRandom;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
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

    /** Each so-manieth pull of a tag finds another content. */
    private static final int TAGS_MOVE_EACH = 5;

    private static final String CLUSTER = "simulated";
    /** Machines that are there from the beginning are numbered from here, those that replace others as the act that does it. */
    private static final int FIRST_MACHINE = 100_000;

    private static final int MOST_ATTEMPTS = 5;
    private static final Duration LOOK_EVERY = Duration.ofSeconds(15);
    /** What one leader left to be removed: until the next one leads, its agents are connected, and a minute. */
    private static final Duration TO_CLEAN_UP = Duration.ofMinutes(4);

    private static final Duration QUIET = Duration.ofMinutes(15);
    /** After it all tasks have run long enough to count as healthy, and what counts failures has heard of it. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(90);

    private final SimulationSettings settings;
    private final Simulation simulation;
    private final Counts counts = new Counts();
    private final List<Act> acts = new ArrayList<>();
    private final Plan plan;
    private final SimulatedRuntimeProvider runtime;
    private final Invariants invariants;
    private final EngineHosts engines;
    private final Fleet fleet;
    private final @Nullable CloudPool cloud;
    private final Workload workload;
    private final Mishaps mishaps;

    private SimulationRun(SimulationSettings settings, EngineFactory factory) {
        this.settings = settings;
        this.simulation = new Simulation(settings.seed());
        this.plan = Plan.of(settings);
        this.runtime = new SimulatedRuntimeProvider(simulation);
        runtime.applications().registry().restless(TAGS_MOVE_EACH);
        RecordingStateStore store = new RecordingStateStore(simulation);
        DamagedRecords damaged = new DamagedRecords();
        store.listen(damaged);
        this.invariants = Invariants.watch(simulation, store, runtime);
        invariants.damaged(CLUSTER, damaged);
        this.cloud = CloudPool.draw(CLUSTER, settings.tasks(), simulation, runtime, invariants);
        HostApplication application = new HostApplication(simulation, invariants::heard);
        EngineHost.Surroundings surroundings = new EngineHost.Surroundings(
                CLUSTER,
                simulation,
                runtime,
                cloud == null ? List.of() : cloud.instances(),
                application,
                factory,
                counts);
        this.engines = new EngineHosts(settings.engines(), number -> {
            String name = "engine-" + number;
            return new EngineHost(name, new UnreliableStateStore(name, store, damaged, simulation), surroundings);
        });
        Supplier<ClusterMirror> mirror = () -> invariants.mirror(CLUSTER);
        this.fleet = new Fleet(CLUSTER, simulation, runtime, engines, mirror);
        this.mishaps = new Mishaps(
                new Mishaps.Scene(
                        simulation,
                        new StoreMishaps.Scene(CLUSTER, store, damaged),
                        engines,
                        fleet,
                        runtime.applications(),
                        application),
                counts,
                plan.faults());
        if (plan.faults().contains(Fault.STORE_FORGETS)) {
            store.keepCopy();
        }
        this.workload = new Workload(
                CLUSTER,
                engines,
                mirror,
                store.hostTransactions(),
                runtime.applications(),
                mishaps::drawBehaviour,
                settings);
        if (cloud != null) {
            workload.askFor(cloud);
        }
    }

    /** Runs a seed to its end, or to the first violation. */
    public static SimulationResult run(SimulationSettings settings, EngineFactory engines) {
        SimulationRun run = new SimulationRun(settings, engines);
        String violation = run.violation();
        run.counts.add("deployment given up", run.invariants.deploymentsGivenUp());
        run.counts.add("deployment succeeded early", run.invariants.earlySuccesses());
        run.counts.add("rollback", run.invariants.rollbacks());
        run.counts.add("image pinned", run.invariants.imagesPinned());
        run.counts.add("task placed later", run.invariants.placedLater());
        run.counts.add("machine launched", run.cloud == null ? 0 : run.cloud.launched());
        return new SimulationResult(
                settings,
                run.simulation.nanos() / (double) Duration.ofHours(1).toNanos(),
                run.simulation.steps(),
                run.simulation.trace().digest(),
                violation,
                run.counts.byName(),
                run.acts,
                run.simulation.cells());
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
            return "Seed " + settings.seed() + " failed at " + simulation.time() + ", with faults " + plan.faults()
                    + ". Run it again with: " + settings.replayCommand() + System.lineSeparator() + text;
        }
    }

    private void setUp() {
        engines.startAll();
        SimulationRandom random = simulation.random("set up");
        int attempts = 0;
        // Among several engines it takes a while until it is settled who leads.
        while (engines.ask("CreateCluster", asked -> asked.clusters().create(CLUSTER))
                .isEmpty()) {
            attempts++;
            if (attempts == MOST_ATTEMPTS) {
                throw new IllegalStateException("The cluster could not be created: " + counts.byName());
            }
            engines.turnTo(random);
        }
        engines.turnTo(random);
        for (int number = 1; number <= settings.machines(); number++) {
            fleet.buy(FIRST_MACHINE + number);
        }
    }

    private void anythingMayHappen() {
        long begin = simulation.nanos();
        for (Plan.Step step : plan.steps()) {
            simulation.runUntil(
                    Math.max(simulation.nanos(), begin + step.act().at().toNanos()));
            acts.add(step.act());
            engines.turnTo(step.random());
            if (step.deed() != null) {
                fleet.registerAll();
                stir(step.random());
                act(step.deed(), step.random(), step.act().number());
            } else if (step.fault() != null) {
                mishaps.strike(step.fault(), step.random(), workload);
            }
        }
        // Whatever is left out of a run, rest begins at the same time: what was about to fail still has the time to.
        simulation.runUntil(
                Math.max(simulation.nanos(), begin + settings.duration().toNanos()));
    }

    private void stir(SimulationRandom random) {
        if (cloud != null) {
            cloud.attach(engines);
            cloud.stir(random.derive("cloud"));
        }
    }

    private void act(Deed deed, SimulationRandom random, int number) {
        switch (deed) {
            case CREATE_SERVICE -> workload.create(random, number);
            case SCALE -> {
                workload.protect(random.derive("protect"));
                workload.scale(random);
                workload.limitLifetime(random.derive("lifetime"));
            }
            case DEPLOY -> {
                workload.protect(random.derive("protect"));
                workload.alarm(random.derive("alarm"));
                workload.deploy(random, number);
            }
            case FORCE_DEPLOYMENT -> workload.redeploy(random);
            case DELETE_SERVICE -> workload.delete(random);
            case RUN_TASK -> workload.runTask(random);
            case STOP_TASK -> {
                workload.alarm(random.derive("alarm"));
                workload.stopTask(random);
            }
            case DRAIN_OR_REACTIVATE -> {
                fleet.drainOrReactivate(random);
                workload.rebalance(random.derive("rebalance"));
            }
            case REPLACE_HOST -> {
                fleet.replaceOne(random, number);
                workload.rebalance(random.derive("rebalance"));
            }
        }
    }

    /** L1, L2, L4 and S20; then the rest. */
    private void comeToRest() {
        SimulationRandom random = simulation.random("rest");
        // What was struck before still has its own end; an engine that is to crash within seconds does so first.
        simulation.runFor(Duration.ofSeconds(20));
        mishaps.heal();
        if (cloud != null) {
            cloud.heal();
        }
        engines.startAll();
        simulation.runFor(Duration.ofSeconds(30));
        engines.turnTo(random);
        fleet.settle();
        if (mishaps.storeForgot()) {
            giveUpWhatIsLost(random);
        }
        workload.settle(random.below(2) == 0);
        long cleanBy = simulation.nanos() + TO_CLEAN_UP.toNanos();
        long limit = simulation.nanos() + BOUND.toNanos();
        long sidecarsStay = simulation.nanos() + Workload.LONGEST_SIDECAR.toNanos();
        awaitRest(cleanBy, limit);
        simulation.runUntil(Math.max(simulation.nanos(), sidecarsStay));
        staysAtRest(cleanBy, limit);
        if (workload.redeployGivenUp()) {
            staysAtRest(cleanBy, simulation.nanos() + BOUND.toNanos());
        }
        requireNoStrays();
        new Aftermath(CLUSTER, simulation, invariants, runtime, engines, fleet).ask();
        counts.add(
                "service shared out anew", new SharedServices(CLUSTER, simulation, invariants, engines, cloud).ask());
    }

    private void awaitRest(long cleanBy, long limit) {
        // A registration may be refused without any fault, if its leader finds what happened before it led; so it is
        // tried again.
        while (!fleet.registerAll() || !isAtRest()) {
            if (cloud != null) {
                cloud.attach(engines);
            }
            if (simulation.nanos() >= cleanBy) {
                requireNoStrays();
            }
            if (simulation.nanos() >= limit && !onlyShrinks(limit)) {
                throw invariants.violation(
                        Invariant.L1, "After " + BOUND + " without faults: " + String.join(" ", shortcomings()));
            }
            simulation.runFor(LOOK_EVERY);
        }
    }

    /** Whether nothing is under way any more but machines that go, and they have the time for it. */
    private boolean onlyShrinks(long limit) {
        return cloud != null
                && simulation.nanos() < limit + CloudPool.TO_SHRINK.toNanos()
                && invariants.isAtRest(CLUSTER)
                && workload.brokenPromises().isEmpty();
    }

    /** What runs that the store has lost is kept until somebody says that the store won't be restored. */
    private void giveUpWhatIsLost(SimulationRandom random) {
        UpdateClusterRequest request = new UpdateClusterRequest(
                CLUSTER, List.of(new ClusterSetting(ClusterSettingName.LOST_TASKS, ClusterSettingName.STOP)));
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            if (engines.ask("lostTasks", asked -> asked.clusters().update(request))
                    .isPresent()) {
                return;
            }
            engines.turnTo(random);
        }
    }

    /** L4. */
    private void requireNoStrays() {
        List<String> strays = invariants.strays(CLUSTER);
        if (!strays.isEmpty()) {
            throw invariants.violation(Invariant.L4, String.join(" ", strays));
        }
    }

    private boolean isAtRest() {
        return invariants.isAtRest(CLUSTER)
                && workload.brokenPromises().isEmpty()
                && machinesMissing().isEmpty();
    }

    private List<String> shortcomings() {
        List<String> shortcomings = invariants.shortcomings(CLUSTER);
        shortcomings.addAll(workload.brokenPromises());
        shortcomings.addAll(machinesMissing());
        return shortcomings;
    }

    private List<String> machinesMissing() {
        return cloud == null ? List.of() : cloud.shortcomings(invariants.mirror(CLUSTER));
    }

    /** That the last tasks have proved healthy may set something going that waited for it, as evening out over availability zones does. */
    private void staysAtRest(long cleanBy, long limit) {
        do {
            awaitRest(cleanBy, limit);
            simulation.runFor(LAST_WORDS);
        } while (!isAtRest());
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
