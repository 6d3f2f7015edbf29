package io.stowage.testkit;

import static io.stowage.testkit.Spans.between;

import io.stowage.testkit.fault.Fault;
import io.stowage.testkit.invariant.Invariants;
import io.stowage.testkit.provider.Catalog;
import io.stowage.testkit.provider.CloudFault;
import io.stowage.testkit.provider.CloudHosts;
import io.stowage.testkit.provider.SimulatedCloud;
import io.stowage.testkit.provider.SimulatedInstanceProvider;
import io.stowage.testkit.runtime.SimulatedRuntimeProvider;
import io.stowage.testkit.store.DamagedRecords;
import io.stowage.testkit.store.RecordingStateStore;
import io.stowage.testkit.store.UnreliableStateStore;
import io.stowage.testkit.world.LaneModel;
import io.stowage.testkit.world.Simulation;
import io.stowage.testkit.world.SimulationRandom;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Whole engines in virtual time whose machines come and go all the time, from a cloud that fails in every way, while engines crash, stand still and
 * are restarted, and their calls and their store fail: some hundred launches in a few hours. Every invariant is checked on the way.
 *
 * <p>Then the faults end. All tasks have to run; then there are to be none, and no machine may be left, and none may come any more.
 */
public final class ChurnRun {

    private static final String CLUSTER = "churn";
    private static final Duration LONGEST_CALM = Duration.ofSeconds(50);
    /** How long it may take until all tasks run: the longest back-off of a service whose tasks failed, and a machine that never gets ready. */
    private static final Duration TO_RUN = Duration.ofMinutes(45);
    /** Until none is left: machines that no record knows are ended when they are 15 minutes old, three at a time. */
    private static final Duration TO_END = Duration.ofHours(2);

    private static final Duration QUIET = Duration.ofHours(1);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(15);
    private static final int STIRS_A_ROUND = 4;

    private final ChurnSettings settings;
    private final Simulation simulation;
    private final Counts counts = new Counts();
    private final Invariants invariants;
    private final EngineHosts engines;
    private final SimulatedCloud cloud;
    private final CloudMishaps ofCloud;
    private final EngineMishaps ofEngines;
    private final StoreMishaps ofStore;
    private final ChurningServices services;

    private ChurnRun(ChurnSettings settings, EngineFactory factory) {
        this.settings = settings;
        this.simulation = new Simulation(settings.seed());
        SimulatedRuntimeProvider runtime = new SimulatedRuntimeProvider(simulation);
        RecordingStateStore store = new RecordingStateStore(simulation);
        DamagedRecords damaged = new DamagedRecords();
        store.listen(damaged);
        this.invariants = Invariants.watch(simulation, store, runtime);
        CloudHosts hosts = CloudHosts.open(simulation, runtime, Catalog.PLAIN);
        invariants.watch(hosts);
        this.cloud = hosts.cloud();
        HostApplication application = new HostApplication(simulation, invariants::heard);
        EngineHost.Surroundings surroundings = new EngineHost.Surroundings(
                CLUSTER,
                simulation,
                runtime,
                List.of(new SimulatedInstanceProvider(cloud)),
                application,
                factory,
                counts);
        this.engines = new EngineHosts(settings.engines(), number -> {
            String name = "engine-" + number;
            return new EngineHost(name, new UnreliableStateStore(name, store, damaged, simulation), surroundings);
        });
        this.ofCloud = new CloudMishaps(simulation, cloud);
        this.ofEngines = new EngineMishaps(engines);
        this.ofStore = new StoreMishaps(simulation, new StoreMishaps.Scene(CLUSTER, store, damaged), engines);
        this.services = new ChurningServices(CLUSTER, engines);
    }

    /** Runs a seed to its end, or to the first violation. */
    public static ChurnResult run(ChurnSettings settings, EngineFactory engines) {
        ChurnRun run = new ChurnRun(settings, engines);
        String violation = run.violation();
        return new ChurnResult(
                settings,
                run.simulation.nanos() / (double) Duration.ofHours(1).toNanos(),
                run.launched(),
                run.cloud.alive().size(),
                violation,
                run.cloud.hits(),
                run.counts.byName(),
                run.simulation.trace().digest());
    }

    /** Null if everything held. Whatever the engine throws at the driver or lets escape is a violation, too. */
    private @Nullable String violation() {
        try {
            churn();
            comeToRest();
            return null;
        } catch (RuntimeException | AssertionError | StackOverflowError broken) {
            StringWriter text = new StringWriter();
            broken.printStackTrace(new PrintWriter(text));
            return "Seed " + settings.seed() + " failed at " + simulation.time() + ". Run it again with: "
                    + settings.replayCommand() + System.lineSeparator() + text;
        }
    }

    private int launched() {
        return (int) cloud.machines().stream()
                .filter(machine -> !machine.isStrangers())
                .count();
    }

    private void churn() {
        engines.startAll();
        simulation.runFor(Duration.ofSeconds(30));
        SimulationRandom random = simulation.random("churn");
        long end = simulation.nanos() + settings.duration().toNanos();
        for (int round = 0; simulation.nanos() < end; round++) {
            SimulationRandom ofRound = random.derive("round " + round);
            boolean asked = false;
            for (int stir = 0; stir < STIRS_A_ROUND; stir++) {
                engines.turnTo(ofRound);
                asked = asked || services.scale(round % 2 == 0, ofRound.derive("scale"));
                stir(ofRound.derive("stir " + stir));
                simulation.runFor(between(Spans.SHORT, LONGEST_CALM, ofRound));
            }
        }
    }

    private void stir(SimulationRandom random) {
        engines.turnTo(random);
        switch ((int) random.below(10)) {
            case 0, 1, 2, 3 -> ofCloud.strike(random);
            case 4 -> ofEngines.crash(random);
            case 5 -> ofEngines.pause(random);
            case 6 -> ofEngines.restart(random);
            case 7 -> ofStore.disturb(random.below(2) == 0 ? Fault.STORE_ANSWERS_LOST : Fault.STORE_FAILS, random);
            case 8 -> slowDown(random);
            default -> services.meddle(random);
        }
    }

    /** Calls take long, or are not heard of any more. */
    private void slowDown(SimulationRandom random) {
        engines.laneModel(LaneModel.SOUND
                .withSlow((int) random.below(200_000), between(Spans.SHORT, Duration.ofSeconds(90), random))
                .withLost((int) random.below(20_000)));
        simulation.schedule(Spans.trouble(random), "relief", () -> engines.laneModel(LaneModel.SOUND));
    }

    private void comeToRest() {
        // What was struck before still has its own end.
        simulation.runFor(Duration.ofSeconds(20));
        engines.laneModel(LaneModel.SOUND);
        ofEngines.heal();
        ofStore.heal();
        ofCloud.heal();
        engines.startAll();
        await("all tasks run, each on a machine that is there", TO_RUN, () -> services.settle(true) && isFull());
        await("no machine is left", TO_END, () -> services.settle(false) && isEmpty());
        int launched = launched();
        simulation.runFor(QUIET);
        require(isEmpty() && launched() == launched, "Machines came when nothing was to run: " + cloud.alive());
        List<String> strays = invariants.strays(CLUSTER);
        require(strays.isEmpty(), "Containers are left: " + strays);
        require(
                !cloud.hits().containsKey(CloudFault.STRANGER_ENDED),
                "Somebody else's machine was ended: " + cloud.hits());
        require(
                !cloud.hits().containsKey(CloudFault.TOKEN_REUSED),
                "A token was used for another request: " + cloud.hits());
    }

    private boolean isFull() {
        return services.allRun(invariants.mirror(CLUSTER));
    }

    private boolean isEmpty() {
        return cloud.alive().isEmpty() && invariants.mirror(CLUSTER).instances().isEmpty();
    }

    private void await(String what, Duration atMost, BooleanSupplier so) {
        long limit = simulation.nanos() + atMost.toNanos();
        while (!so.getAsBoolean()) {
            require(
                    simulation.nanos() < limit,
                    "Within " + atMost + " without faults it did not come about that " + what + ". There are "
                            + cloud.alive() + ", "
                            + List.copyOf(invariants.mirror(CLUSTER).instances()) + " and "
                            + List.copyOf(invariants.mirror(CLUSTER).services()));
            simulation.runFor(LOOK_EVERY);
        }
    }

    private static void require(boolean so, String otherwise) {
        if (!so) {
            throw new AssertionError(otherwise);
        }
    }
}
