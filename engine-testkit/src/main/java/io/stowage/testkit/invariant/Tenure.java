package io.stowage.testkit.invariant;

import io.stowage.spi.Commit;
import io.stowage.spi.Lease;
import io.stowage.testkit.runtime.GroundTruthListener;
import io.stowage.testkit.runtime.SimulatedContainer;
import io.stowage.testkit.store.LeaseListener;
import io.stowage.testkit.world.CallUnderWay;
import io.stowage.testkit.world.Simulation;
import io.stowage.testkit.world.VirtualWorld;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * S18, what it says of time: who acts does so under a lease that is not over.
 *
 * <p>The store refuses what is written under a lease that is over, and nobody refuses what is done to a container. So an engine asks itself
 * before each commit and before each call of a host, and what it trusts runs out before the lease does. Whoever sends a commit later than
 * that, or touches a container, has not asked.
 *
 * <p>Time is true time here: a lease lives as long as it was promised since it was renewed last, whatever becomes of the store's clock
 * meanwhile. An engine whose monotonic clock is slower than its margin can't know better, and is left out.
 */
final class Tenure implements LeaseListener, GroundTruthListener {

    private static final String CLUSTER_PARTITION = "cluster/";
    private static final String ENGINE_PARTITION = "engine/";
    private static final String OWN = "own/";
    /** Trusted for 6 s of 10: at this speed of its clock an engine trusts a lease to its very end. */
    private static final int SLOWEST_PER_MILLE = 600;

    private final Simulation simulation;
    private final Predicate<String> local;
    private final Report report;
    /** The latest leases, by who holds or held them, and what they are for. */
    private final Map<VirtualWorld, Map<String, Tenancy>> tenancies = new HashMap<>();

    /** A lease, and until when it is honoured, in nanoseconds. */
    private record Tenancy(Lease lease, long until) {}

    /** @param local whether a host is reached by engines of one place only */
    Tenure(Simulation simulation, Predicate<String> local, Report report) {
        this.simulation = simulation;
        this.local = local;
        this.report = report;
    }

    @Override
    public void held(Lease lease, Duration timeToLive) {
        CallUnderWay call = simulation.callUnderWay();
        if (call != null) {
            tenancies
                    .computeIfAbsent(call.caller(), absent -> new HashMap<>())
                    .put(purpose(lease), new Tenancy(lease, simulation.nanos() + timeToLive.toNanos()));
        }
    }

    /** Without effect where another one was taken since. */
    @Override
    public void released(Lease lease) {
        CallUnderWay call = simulation.callUnderWay();
        if (call != null) {
            tenancies
                    .getOrDefault(call.caller(), new HashMap<>())
                    .computeIfPresent(
                            purpose(lease),
                            (purpose, known) ->
                                    known.lease().equals(lease) ? new Tenancy(lease, simulation.nanos()) : known);
        }
    }

    /** A cluster's lease is for the cluster. The lease by which an engine shows that it is there is for the hosts of its own place. */
    private static String purpose(Lease lease) {
        String partition = lease.partition();
        int end = partition.lastIndexOf('/');
        boolean own = partition.startsWith(ENGINE_PARTITION)
                && lease.holder().startsWith(partition.substring(ENGINE_PARTITION.length(), end));
        return own ? OWN + partition.substring(end + 1) : partition;
    }

    @Override
    public void arrived(Commit commit) {
        CallUnderWay call = simulation.callUnderWay();
        if (call != null && commit.lease() != null) {
            long late = call.sentAt() - until(call.caller(), purpose(commit.lease()));
            if (late > 0 && knowsBetter(call.caller())) {
                report.violated(
                        Invariant.S18,
                        "A commit to " + commit.partition() + " was sent " + Duration.ofNanos(late)
                                + " after the end of " + commit.lease() + ".");
            }
        }
    }

    private void acts(SimulatedContainer container, String how) {
        CallUnderWay call = simulation.callUnderWay();
        if (call == null || !knowsBetter(call.caller())) {
            return;
        }
        String cluster = container.labels().getOrDefault(ContainersOfTasks.CLUSTER_LABEL, "");
        long until = until(call.caller(), CLUSTER_PARTITION + cluster);
        if (local.test(container.host())) {
            until = Math.max(until, until(call.caller(), OWN + cluster));
        }
        long late = simulation.nanos() - until;
        if (late > 0) {
            report.violated(
                    Invariant.S18,
                    container + " was " + how + " by " + call.caller().engine() + " " + Duration.ofNanos(late)
                            + " after the end of its lease.");
        }
    }

    private static boolean knowsBetter(VirtualWorld engine) {
        return engine.clockRate() > SLOWEST_PER_MILLE;
    }

    private long until(VirtualWorld engine, String purpose) {
        Tenancy tenancy = tenancies.getOrDefault(engine, Map.of()).get(purpose);
        return tenancy == null ? 0 : tenancy.until();
    }

    @Override
    public void created(SimulatedContainer container) {
        acts(container, "created");
    }

    @Override
    public void started(SimulatedContainer container) {
        acts(container, "started");
    }

    @Override
    public void signalled(SimulatedContainer container) {
        acts(container, "told to stop");
    }

    @Override
    public void removed(SimulatedContainer container) {
        acts(container, "removed");
    }
}
