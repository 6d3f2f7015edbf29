package io.stowage.testkit;

import io.stowage.CreateServiceRequest;
import io.stowage.Engine;
import io.stowage.RegisterTaskDefinitionRequest;
import io.stowage.SteadyState;
import io.stowage.model.ContainerDefinition;
import io.stowage.model.Task;
import io.stowage.model.TaskStatus;
import io.stowage.testkit.invariant.ClusterMirror;
import io.stowage.testkit.invariant.Invariant;
import io.stowage.testkit.invariant.InvariantViolation;
import io.stowage.testkit.invariant.Invariants;
import io.stowage.testkit.runtime.Behaviour;
import io.stowage.testkit.runtime.SimulatedRuntimeProvider;
import io.stowage.testkit.world.Simulation;
import io.stowage.testkit.world.SimulationRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What is asked of a cluster that is at rest, one thing after the other: L5 to L10. Each has a bound in virtual time, and afterwards the
 * cluster is at rest again.
 */
final class Aftermath {

    /** The lease of the one before has to run out, and is asked for every two seconds. */
    private static final Duration TO_LEAD = Duration.ofSeconds(15);

    private static final Duration TO_ADOPT = Duration.ofMinutes(1);
    private static final Duration TO_START = Duration.ofMinutes(2);
    private static final Duration TO_SAY_WHY = Duration.ofMinutes(1);
    /** The longest stop time-out, and a minute. */
    private static final Duration TO_DELETE = Duration.ofSeconds(90);

    private static final Duration TO_DRAIN = Duration.ofMinutes(15);
    /** What a follower sees late, and what makes no event. */
    private static final Duration TO_TELL = Duration.ofSeconds(30);

    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final List<Behaviour> HOPELESS =
            List.of(Behaviour.pulled(Behaviour.Pull.FAILS), Behaviour.neverCreated(), Behaviour.exitingAtOnce());

    private final String cluster;
    private final Simulation simulation;
    private final Invariants invariants;
    private final SimulatedRuntimeProvider runtime;
    private final EngineHosts engines;
    private final Fleet fleet;
    private final SimulationRandom random;

    Aftermath(
            String cluster,
            Simulation simulation,
            Invariants invariants,
            SimulatedRuntimeProvider runtime,
            EngineHosts engines,
            Fleet fleet) {
        this.cluster = cluster;
        this.simulation = simulation;
        this.invariants = invariants;
        this.runtime = runtime;
        this.engines = engines;
        this.fleet = fleet;
        this.random = simulation.random("aftermath");
    }

    void ask() {
        exactlyOneLeads();
        leaderDies();
        hopelessBesideSound();
        try (EndpointWatches watches = new EndpointWatches(cluster, engines, mirror())) {
            told(watches);
            drain();
            told(watches);
        }
    }

    /** L5. */
    void exactlyOneLeads() {
        if (engines.leaders() != 1) {
            throw invariants.violation(Invariant.L5, "There are " + engines.leaders() + " leaders.");
        }
    }

    /** L5 and L8: the leader is killed, and started again at once. */
    private void leaderDies() {
        EngineHost leader =
                engines.all().stream().filter(EngineHost::leads).findFirst().orElseThrow();
        long activity = runtime.truth().activity();
        leader.crashAfter(Duration.ZERO, Duration.ofSeconds(1));
        simulation.runFor(Duration.ofMillis(1));
        within(TO_LEAD, Invariant.L5, () -> engines.leaders() == 1, "There is no leader");
        within(TO_ADOPT, Invariant.L8, this::atRest, "It is not at rest");
        if (runtime.truth().activity() != activity) {
            throw invariants.violation(
                    Invariant.L8,
                    (runtime.truth().activity() - activity)
                            + " things were done to containers though only the leader was killed.");
        }
    }

    /** L7, L9 and L6: a service that can't ever work, one that can beside it, and the end of both. */
    private void hopelessBesideSound() {
        engines.turnTo(random);
        runtime.applications().define("hopeless", HOPELESS.get((int) random.below(HOPELESS.size())));
        create("hopeless");
        create("sound");
        SteadyState sound = steady("sound", TO_START);
        if (!sound.reached()) {
            throw invariants.violation(
                    Invariant.L7, "Beside one that can't work, service sound is not steady: " + sound.reasons());
        }
        SteadyState hopeless = steady("hopeless", TO_SAY_WHY);
        if (hopeless.reached() || hopeless.reasons().isEmpty()) {
            throw invariants.violation(Invariant.L9, "A service that can't work says: " + hopeless);
        }
        asked("delete", engine -> engine.services().forceDelete(cluster, "hopeless"));
        asked("delete", engine -> engine.services().forceDelete(cluster, "sound"));
        within(TO_DELETE, Invariant.L6, () -> isOver("hopeless") && isOver("sound"), "There are tasks of deleted ones");
    }

    private void create(String name) {
        asked(
                "create",
                engine -> engine.taskDefinitions()
                        .register(RegisterTaskDefinitionRequest.builder()
                                .family(name)
                                .containerDefinitions(List.of(ContainerDefinition.builder()
                                        .name("app")
                                        .image(name)
                                        .cpu(64)
                                        .memory(64)
                                        .build()))
                                .build()));
        asked(
                "create",
                engine -> engine.services()
                        .create(CreateServiceRequest.builder()
                                .cluster(cluster)
                                .serviceName(name)
                                .taskDefinition(name)
                                .desiredCount(2)
                                .build()));
    }

    private SteadyState steady(String name, Duration within) {
        return asked("await", engine -> engine.services().awaitSteadyState(cluster, name, within));
    }

    private boolean isOver(String service) {
        for (Task task : mirror().tasks()) {
            if (task.group().equals("service:" + service) && task.lastStatus() != TaskStatus.STOPPED) {
                return false;
            }
        }
        return true;
    }

    /** L6: a machine is drained, and taken into use again. */
    private void drain() {
        String arn = fleet.any(random).instanceArn;
        if (arn == null) {
            throw invariants.violation(Invariant.L1, "A machine is not registered.");
        }
        asked("drain", engine -> engine.containerInstances().drain(cluster, arn));
        within(TO_DRAIN, Invariant.L6, () -> isEmpty(arn) && settled(), "Not drained is " + arn);
        asked("reactivate", engine -> engine.containerInstances().reactivate(cluster, arn));
        within(TO_DRAIN, Invariant.L2, this::atRest, "It is not at rest after a drain");
    }

    /** L10: whatever else happens, each watch on each engine tells what is so. */
    private void told(EndpointWatches watches) {
        within(
                TO_TELL,
                () -> watches.wrong(mirror()).isEmpty(),
                () -> invariants.violation(Invariant.L10, String.join(" ", watches.wrong(mirror()))));
    }

    private boolean isEmpty(String instanceArn) {
        for (Task task : mirror().tasks()) {
            if (instanceArn.equals(task.containerInstanceArn()) && task.lastStatus() != TaskStatus.STOPPED) {
                return false;
            }
        }
        return true;
    }

    private boolean settled() {
        return invariants.shortcomings(cluster).isEmpty();
    }

    private boolean atRest() {
        return invariants.isAtRest(cluster);
    }

    private ClusterMirror mirror() {
        return invariants.mirror(cluster);
    }

    private <T> T asked(String operation, Function<Engine, T> request) {
        Optional<T> answer = engines.ask("afterwards " + operation, request);
        return answer.orElseThrow(() -> invariants.violation(
                Invariant.L7, "Nothing is wrong, and yet this was not answered: " + operation + "."));
    }

    private void within(Duration bound, Invariant invariant, BooleanSupplier reached, String otherwise) {
        within(
                bound,
                reached,
                () -> invariants.violation(
                        invariant,
                        otherwise + " after " + bound + ": " + String.join(" ", invariants.shortcomings(cluster))));
    }

    private void within(Duration bound, BooleanSupplier reached, Supplier<InvariantViolation> otherwise) {
        long limit = simulation.nanos() + bound.toNanos();
        while (!reached.getAsBoolean()) {
            if (simulation.nanos() >= limit) {
                throw otherwise.get();
            }
            simulation.runFor(LOOK_EVERY);
        }
    }
}
