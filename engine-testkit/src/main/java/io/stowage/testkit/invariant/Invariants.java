package io.stowage.testkit.invariant;

import io.stowage.core.state.Kind;
import io.stowage.event.EcsEvent;
import io.stowage.model.Service;
import io.stowage.model.ServiceStatus;
import io.stowage.model.Task;
import io.stowage.model.TaskStatus;
import io.stowage.spi.Commit;
import io.stowage.spi.PartitionSnapshot;
import io.stowage.spi.Write;
import io.stowage.testkit.provider.CloudHosts;
import io.stowage.testkit.runtime.SimulatedContainer;
import io.stowage.testkit.runtime.SimulatedRuntimeProvider;
import io.stowage.testkit.store.CommitListener;
import io.stowage.testkit.store.DamagedRecords;
import io.stowage.testkit.store.RecordingStateStore;
import io.stowage.testkit.world.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Checks the invariants for a whole run: each commit at the instant it is applied, each thing that happens on a host at the instant it
 * does.
 *
 * <p>Each commit is taken into a mirror of its partition, and only what it changed is looked at. Every {@value #RECOMPUTE_EVERY} events
 * the sums are made from scratch and compared.
 */
public final class Invariants implements CommitListener {

    private static final int RECOMPUTE_EVERY = 4_000;
    private static final String CLUSTER_PARTITION = "cluster/";

    private final Simulation simulation;
    private final RecordingStateStore store;
    private final SimulatedRuntimeProvider runtime;
    private final Map<String, ClusterMirror> byPartition = new LinkedHashMap<>();
    private final Map<String, Versions> versions = new LinkedHashMap<>();
    private final Report report;
    private final Deposed deposed;
    private final ContainersOfTasks containers;
    private final Deeds deeds;
    private final Fencing fencing = new Fencing();
    private final AbsenceClaims absences;
    private final RestartClaims restarts = new RestartClaims();
    private final Impostors impostors;
    private final Revisions revisions = new Revisions();
    private final BackOff backOff = new BackOff();
    private final Breakers breakers = new Breakers();
    private final Moves moves = new Moves();
    private final Completions completions = new Completions();
    private final ClusterTime time = new ClusterTime();
    private final Contacts contacts;
    private final Tenure tenure;
    private final Tidings tidings = new Tidings();
    private final Enlistments enlistments;
    private final Pins pins;
    private final TaskLife lives = new TaskLife();
    private final List<CommitCheck> checks;
    private long recomputedAt;
    private long tellingCommits;
    private final MachinesOfTasks machinesOfTasks = new MachinesOfTasks();
    private List<Write> lastTellingCommit = List.of();

    private Invariants(Simulation simulation, RecordingStateStore store, SimulatedRuntimeProvider runtime) {
        this.simulation = simulation;
        this.store = store;
        this.runtime = runtime;
        this.report = (invariant, details) -> {
            throw violation(invariant, details);
        };
        this.deposed = new Deposed(simulation, runtime::isLocal);
        this.containers = new ContainersOfTasks(this::mirror, simulation, deposed, report);
        this.deeds = new Deeds(this::mirror, containers::isLeftBehind, simulation, report);
        this.absences = new AbsenceClaims(simulation);
        this.impostors = new Impostors(this::mirror, simulation, report);
        this.contacts = new Contacts(simulation);
        this.enlistments = new Enlistments(store.hostTransactions());
        this.tenure = new Tenure(simulation, runtime::isLocal, report);
        this.pins = new Pins(report);
        this.checks = List.of(
                lives,
                new CapacityAndPorts(),
                new Eligibility(),
                machinesOfTasks,
                new Rollouts(),
                completions,
                new ServiceDecisions(),
                new Daemons(),
                new Protection(),
                new Absences(),
                moves,
                new Lifetimes(),
                new Evidence(containers::containersInPlace),
                backOff,
                breakers,
                absences,
                restarts,
                impostors,
                revisions,
                containers,
                deeds,
                pins,
                tidings);
    }

    /** Checks from now on everything that is committed to the store and happens on the runtime's hosts. */
    public static Invariants watch(Simulation simulation, RecordingStateStore store, SimulatedRuntimeProvider runtime) {
        Invariants invariants = new Invariants(simulation, store, runtime);
        store.listen(invariants);
        runtime.truth().listen(invariants.deposed);
        runtime.truth().listen(invariants.containers);
        runtime.truth().listen(invariants.deeds);
        runtime.truth().listen(invariants.absences);
        runtime.truth().listen(invariants.restarts);
        runtime.truth().listen(invariants.impostors);
        runtime.truth().listen(invariants.contacts);
        runtime.truth().listen(invariants.pins);
        runtime.truth().listen(invariants.tenure);
        store.listenToLeases(invariants.deposed);
        store.listenToLeases(invariants.tenure);
        return invariants;
    }

    /** Checks from now on also what engines do with the machines of a cloud. */
    public void watch(CloudHosts hosts) {
        Machines machines =
                new Machines(byPartition::values, containers::isLeftBehind, hosts.cloud()::machines, report);
        store.listen(machines);
        hosts.listen(machines);
    }

    /** What of a cluster's records can't be read: less can be asked of an engine then. */
    public void damaged(String clusterName, DamagedRecords records) {
        Predicate<String> unreadable =
                service -> records.isDamaged(CLUSTER_PARTITION + clusterName, Kind.SERVICE.storedName(), service);
        breakers.unreadable(unreadable);
        moves.unreadable(unreadable);
    }

    @Override
    public void committed(Commit commit, long revision) {
        if (DamagedRecords.isMending(commit)) {
            fencing.mended(commit, revision, report);
            return;
        }
        List<Write> writes = commit.writes();
        fencing.check(commit, revision, report);
        enlistments.check(writes, report);
        versions.computeIfAbsent(commit.partition(), absent -> new Versions()).check(writes, report);
        ClusterMirror mirror = byPartition.computeIfAbsent(commit.partition(), absent -> new ClusterMirror());
        revisions.checkDefinitions(commit, report);
        breakers.noteHistory(writes);
        Change change = mirror.apply(writes, revision);
        if (commit.partition().startsWith(CLUSTER_PARTITION)) {
            time.check(commit.partition(), writes, report);
            contacts.note(writes, commit.lease());
            contacts.check(change, report);
        }
        for (CommitCheck check : checks) {
            check.check(change, mirror, report);
        }
        pins.note(writes);
        if (isTelling(change)) {
            tellingCommits++;
            lastTellingCommit = writes;
        }
        recomputeNowAndThen();
    }

    /** An engine has told a listener of this. What a listener throws ends there, so a violation is told apart from that. */
    public void heard(EcsEvent event) {
        tidings.heard(event, (invariant, details) -> {
            InvariantViolation violation = violation(invariant, details);
            simulation.schedule(Duration.ZERO, "violation", () -> {
                throw violation;
            });
        });
    }

    /** Revisions, versions and epochs go back: what is stored counts from now on, and what is known of containers stays. */
    @Override
    public void failedOver(Function<String, PartitionSnapshot> stored) {
        fencing.forget(stored);
        revisions.forget(stored.apply(Revisions.REGISTRY));
        time.forget();
        contacts.forget();
        enlistments.forget();
        breakers.forget();
        deeds.forget();
        containers.forget();
        pins.forget();
        byPartition.replaceAll((partition, mirror) -> ClusterMirror.of(stored.apply(partition)));
        backOff.forget(byPartition.values());
        tidings.forget(byPartition.values());
        machinesOfTasks.forget(byPartition.values());
        versions.forEach((partition, known) -> known.readAnew(stored.apply(partition)));
    }

    /** The mirror of a cluster; empty as long as nothing of it is committed. */
    public ClusterMirror mirror(String clusterName) {
        return byPartition.computeIfAbsent(CLUSTER_PARTITION + clusterName, absent -> new ClusterMirror());
    }

    /** Whether a task is wanted and runs, and is healthy as far as anybody asks. */
    public boolean isHealthy(String clusterName, Task task) {
        return Convergence.isHealthy(task, mirror(clusterName));
    }

    /** Whether the state that L1 speaks of is reached. */
    public boolean isAtRest(String clusterName) {
        return Convergence.isReached(mirror(clusterName), runtime.hosts())
                && enlistments.unanswered().isEmpty();
    }

    /** What keeps a cluster from being at rest, a sentence each. */
    public List<String> shortcomings(String clusterName) {
        List<String> shortcomings = Convergence.shortcomings(mirror(clusterName), runtime.hosts()).stream()
                .map(Supplier::get)
                .collect(Collectors.toCollection(ArrayList::new));
        shortcomings.addAll(enlistments.unanswered());
        return shortcomings;
    }

    /** What runs though its task is over, or never was, a sentence each. */
    public List<String> strays(String clusterName) {
        return Convergence.strays(mirror(clusterName), runtime.hosts());
    }

    /** How often a deployment was given up, and nothing gone back to. */
    public int deploymentsGivenUp() {
        return breakers.givenUp();
    }

    /** How often a deployment succeeded without all its tasks, or beside older ones. */
    public int earlySuccesses() {
        return completions.early();
    }

    /** How many tasks were placed after they had waited for their capacity provider. */
    public int placedLater() {
        return lives.placedLater();
    }

    /** How many images were pinned. */
    public int imagesPinned() {
        return pins.pinned();
    }

    /** How often a service went back to its last deployment that had completed. */
    public int rollbacks() {
        return breakers.goneBack();
    }

    /** How many commits have changed more than what is tidied up in time: tasks, services or container instances. */
    public long tellingCommits() {
        return tellingCommits;
    }

    /** The writes of the last of them. */
    public String lastTellingCommit() {
        StringBuilder text = new StringBuilder();
        for (Write write : lastTellingCommit) {
            Object content = write instanceof Write.Put put
                    ? ClusterMirror.object(put.record().payload(), Object.class)
                    : "deleted";
            text.append(write.kind())
                    .append(' ')
                    .append(write.id())
                    .append(": ")
                    .append(content)
                    .append("; ");
        }
        return text.toString();
    }

    /** The containers of a task that are there. */
    public List<SimulatedContainer> containersOf(Task task) {
        return List.copyOf(containers.containers(ClusterMirror.idOf(task.taskArn())));
    }

    /** That a rule is broken, for whoever watches from outside. */
    public InvariantViolation violation(Invariant invariant, String details) {
        return new InvariantViolation(invariant, simulation.seed(), simulation.time(), details);
    }

    /** Removing what has been STOPPED or INACTIVE for long enough tells nothing. */
    private static boolean isTelling(Change change) {
        return change.services.stream().anyMatch(service -> service.after() != null || !wasInactive(service.before()))
                || !change.instances.isEmpty()
                || change.tasks.stream().anyMatch(task -> task.after() != null || !wasStopped(task.before()));
    }

    private static boolean wasInactive(@Nullable Service service) {
        return service != null && service.status() == ServiceStatus.INACTIVE;
    }

    private static boolean wasStopped(@Nullable Task task) {
        return task != null && task.lastStatus() == TaskStatus.STOPPED;
    }

    private void recomputeNowAndThen() {
        if (simulation.steps() - recomputedAt >= RECOMPUTE_EVERY) {
            recomputedAt = simulation.steps();
            recompute();
        }
    }

    /** Looks at everything that is stored, from scratch. */
    void recompute() {
        byPartition.forEach((partition, mirror) -> {
            if (partition.startsWith(CLUSTER_PARTITION)) {
                WholeState.check(store.read(partition), mirror, report);
            }
        });
    }
}
