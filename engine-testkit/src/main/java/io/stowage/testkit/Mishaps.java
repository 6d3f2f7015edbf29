package io.stowage.testkit;

import io.stowage.testkit.fault.Fault;
import io.stowage.testkit.fault.Rates;
import io.stowage.testkit.runtime.Applications;
import io.stowage.testkit.runtime.Behaviour;
import io.stowage.testkit.runtime.Behaviour.Health;
import io.stowage.testkit.runtime.Behaviour.Pull;
import io.stowage.testkit.world.LaneModel;
import io.stowage.testkit.world.Simulation;
import io.stowage.testkit.world.SimulationRandom;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** What goes wrong in a run: carries out the faults of its plan, and ends them all. */
final class Mishaps {

    private static final List<Behaviour> BAD = List.of(
            Behaviour.slowToStart(),
            Behaviour.crashing(),
            Behaviour.exitingAtOnce(),
            Behaviour.ignoringStopSignal(),
            Behaviour.forking(),
            Behaviour.fillingTheDisk(),
            Behaviour.neverCreated(),
            Behaviour.pulled(Pull.FAILS),
            Behaviour.pulled(Pull.STUMBLES),
            Behaviour.withHealth(Health.NEVER_HEALTHY),
            Behaviour.withHealth(Health.FLAPPING),
            Behaviour.withHealth(Health.HANGING),
            Behaviour.withHealth(Health.ONE_FAMILY));

    private final Simulation simulation;
    private final EngineHosts engines;
    private final Applications applications;
    private final HostApplication hostApplication;
    private final Counts counts;
    private final Set<Fault> faults;
    private final EngineMishaps ofEngines;
    private final StoreMishaps ofStore;
    private final NetworkMishaps ofNetwork;
    private final HostMishaps ofHosts;
    private Rates hostApplicationRates = Rates.NONE;

    /** What there is to go wrong. */
    record Scene(
            Simulation simulation,
            StoreMishaps.Scene store,
            EngineHosts engines,
            Fleet fleet,
            Applications applications,
            HostApplication hostApplication) {}

    Mishaps(Scene scene, Counts counts, Set<Fault> faults) {
        this.simulation = scene.simulation();
        this.engines = scene.engines();
        this.applications = scene.applications();
        this.hostApplication = scene.hostApplication();
        this.counts = counts;
        this.faults = faults;
        this.ofEngines = new EngineMishaps(engines);
        this.ofStore = new StoreMishaps(simulation, scene.store(), engines);
        this.ofNetwork = new NetworkMishaps(simulation, engines, scene.fleet());
        this.ofHosts = new HostMishaps(simulation, scene.fleet());
    }

    /** How a new image behaves: one in four is bad, where there are bad ones. */
    Behaviour drawBehaviour(SimulationRandom random) {
        boolean bad = faults.contains(Fault.BAD_APPLICATIONS) && random.below(4) == 0;
        return bad ? BAD.get((int) random.below(BAD.size())) : Behaviour.SOUND;
    }

    /** One more thing goes wrong. */
    void strike(Fault fault, SimulationRandom random, Workload workload) {
        counts.add("fault " + fault);
        switch (fault) {
            case BAD_APPLICATIONS -> turnAnApplication(workload.images(), random);
            case HOST_VANISHES -> ofHosts.vanish(random);
            case HOST_REBOOTS -> ofHosts.reboot(random);
            case DAEMON_RESTARTS -> ofHosts.restartDaemon(random);
            case ENGINE_CRASHES -> ofEngines.crash(random);
            case ENGINE_RESTARTS -> ofEngines.restart(random);
            case ENGINE_PAUSES -> ofEngines.pause(random);
            case CLOCK_STEPS -> ofEngines.stepClock(random);
            case CLOCK_DRIFTS -> ofEngines.drift(random);
            case CALLS_FAIL -> ofHosts.disturb(random);
            case CALLS_SLOW -> slowDown(random);
            case STORE_FAILS, STORE_ANSWERS_LOST, STORE_HANGS, STORE_SLOW, STORE_STALE, STORE_CONFLICTS ->
                ofStore.disturb(fault, random);
            case RECORDS_DAMAGED -> ofStore.damage(random);
            case STORE_FORGETS -> ofStore.forget(random, workload::doubt);
            case DATABASE_CLOCK_STEPS -> ofStore.stepClock(random);
            case STORE_PARTITIONED -> ofNetwork.cutStore(random);
            case HOST_PARTITIONED -> ofNetwork.cutHost(random);
            case SWIZZLE_CLOG -> ofNetwork.swizzle(random);
            case LISTS_LIE -> ofHosts.lie(random);
            case CONTAINERS_VANISH -> ofHosts.vanishContainers(random);
            case EVENTS_UNRELIABLE -> ofHosts.confuseEvents(random);
            case FOREIGN_INTERFERENCE -> ofHosts.interfere(random);
            case LOOKALIKES -> ofHosts.lookAlike(random);
            case PORTS_TAKEN -> ofHosts.takePort(workload.fixedPorts(), random);
            case LISTENERS_FAIL, PORTS_FAIL -> disturbHostApplication(fault, random);
        }
    }

    /** An image's next runs behave differently: bad, or well again. */
    private void turnAnApplication(List<String> images, SimulationRandom random) {
        if (!images.isEmpty()) {
            Behaviour next = random.below(2) == 0 ? Behaviour.SOUND : BAD.get((int) random.below(BAD.size()));
            applications.define(Objects.requireNonNull(random.choose(images, image -> image)), next);
        }
    }

    private void slowDown(SimulationRandom random) {
        engines.laneModel(LaneModel.SOUND
                .withSlow((int) random.below(200_000), Spans.between(Spans.SHORT, Duration.ofSeconds(90), random))
                .withLost((int) random.below(20_000)));
        simulation.schedule(Spans.trouble(random), "relief", () -> engines.laneModel(LaneModel.SOUND));
    }

    private void disturbHostApplication(Fault fault, SimulationRandom random) {
        setHostApplication(fault, Spans.rateAboveNone(random));
        simulation.schedule(Spans.trouble(random), "relief", () -> setHostApplication(fault, 0));
    }

    private void setHostApplication(Fault fault, int rate) {
        hostApplicationRates = hostApplicationRates.with(fault, rate);
        hostApplication.rates(hostApplicationRates);
    }

    /** Whether the store has failed over to a copy that lacks something. */
    boolean storeForgot() {
        return ofStore.forgot();
    }

    /** Everything works from now on, but what was to happen within seconds still does. */
    void heal() {
        engines.laneModel(LaneModel.SOUND);
        hostApplicationRates = Rates.NONE;
        hostApplication.rates(Rates.NONE);
        ofEngines.heal();
        ofStore.heal();
        ofNetwork.heal();
        ofHosts.heal();
        applications.heal();
    }
}
