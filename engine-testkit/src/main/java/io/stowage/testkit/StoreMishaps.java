package io.stowage.testkit;

import static io.stowage.testkit.Spans.between;

import io.stowage.testkit.fault.Component;
import io.stowage.testkit.fault.Fault;
import io.stowage.testkit.fault.Rates;
import io.stowage.testkit.store.DamagedRecords;
import io.stowage.testkit.store.RecordingStateStore;
import io.stowage.testkit.world.Simulation;
import io.stowage.testkit.world.SimulationRandom;
import java.time.Duration;

/** What goes wrong with the store. */
final class StoreMishaps {

    private static final Duration LARGEST_STEP = Duration.ofSeconds(60);
    private static final Duration LONGEST_BETWEEN_STEPS = Duration.ofSeconds(20);
    private static final int MOST_STEPS = 15;
    private static final Duration LONGEST_STORM = Duration.ofMinutes(2);
    private static final int MOST_FORGOTTEN = 50;

    private final Simulation simulation;
    private final RecordingStateStore store;
    private final Damage damage;
    private final EngineHosts engines;
    private boolean over;
    private boolean forgot;

    /** The store, and what of the cluster's records in it is damaged. */
    record Scene(String cluster, RecordingStateStore store, DamagedRecords damaged) {}

    StoreMishaps(Simulation simulation, Scene scene, EngineHosts engines) {
        this.simulation = simulation;
        this.store = scene.store();
        this.damage = new Damage(simulation, scene);
        this.engines = engines;
    }

    /** Calls of one engine go wrong in this way for a while; for one in eight, nearly all of them. */
    void disturb(Fault fault, SimulationRandom random) {
        EngineHost engine = engines.any(random);
        int rate = random.below(8) == 0 ? 900_000 : Spans.rateAboveNone(random);
        set(engine, fault, rate);
        // After each conflict everything is read anew: minutes of that are as good as hours, and cost less.
        Duration longest = fault == Fault.STORE_CONFLICTS ? LONGEST_STORM : Spans.LONG;
        simulation.schedule(between(Spans.SHORT, longest, random), "relief", () -> set(engine, fault, 0));
    }

    private static void set(EngineHost engine, Fault fault, int rate) {
        engine.store().rates(engine.store().rates().with(fault, rate));
    }

    /** One of the cluster's records can't be read for a while. */
    void damage(SimulationRandom random) {
        damage.strike(random);
    }

    /** Whether anything was lost. */
    boolean forgot() {
        return forgot;
    }

    /** @param lostSome runs when something is lost */
    void forget(SimulationRandom random, Runnable lostSome) {
        int lost = random.between(1, MOST_FORGOTTEN);
        simulation.schedule(between(Duration.ZERO, Duration.ofSeconds(5), random), "fail-over", () -> {
            if (!over && store.failOver(lost)) {
                forgot = true;
                lostSome.run();
                simulation.cells().hit(Fault.STORE_FORGETS, Component.STORE);
                simulation.cells().hit(Fault.STORE_FORGETS, Component.LEASE);
            }
        });
    }

    /** Once; or, for a while, every few seconds anew: then leases run out while they are renewed, and are taken by one engine after the other. */
    void stepClock(SimulationRandom random) {
        if (random.below(4) != 0) {
            stepClockTo(random);
            return;
        }
        Duration at = Duration.ZERO;
        for (int steps = random.between(2, MOST_STEPS); steps > 0; steps--) {
            simulation.schedule(at, "clock step", () -> {
                if (!over) {
                    stepClockTo(random);
                }
            });
            at = at.plus(between(Spans.SHORT, LONGEST_BETWEEN_STEPS, random));
        }
    }

    private void stepClockTo(SimulationRandom random) {
        store.clockOffset(
                between(Duration.ZERO, LARGEST_STEP.multipliedBy(2), random).minus(LARGEST_STEP));
        simulation.cells().hit(Fault.DATABASE_CLOCK_STEPS, Component.LEASE);
    }

    void heal() {
        over = true;
        damage.heal();
        engines.all().forEach(engine -> engine.store().rates(Rates.NONE));
    }
}
