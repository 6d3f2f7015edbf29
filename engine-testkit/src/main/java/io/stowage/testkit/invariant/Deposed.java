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
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which engines act that have been deposed already, and which containers were made by such: the store's clock jumped over its lease, somebody else took it, and
 * a call that was under way took effect all the same, or one that it was right to make by its own clock.
 *
 * <p>On a host that engines of one place only reach, nobody else acts, so nobody is deposed there.
 */
final class Deposed implements LeaseListener, GroundTruthListener {

    private static final String CLUSTER_PARTITION = "cluster/";

    private final Simulation simulation;
    private final Predicate<String> local;
    /** Who took a cluster's lease last. */
    private final Map<String, VirtualWorld> leaders = new HashMap<>();

    private final Set<SimulatedContainer> late = Collections.newSetFromMap(new IdentityHashMap<>());

    /** @param local whether a host is reached by engines of one place only */
    Deposed(Simulation simulation, Predicate<String> local) {
        this.simulation = simulation;
        this.local = local;
    }

    boolean hasMade(SimulatedContainer container) {
        return late.contains(container);
    }

    @Override
    public void held(Lease lease, Duration timeToLive) {
        CallUnderWay call = simulation.callUnderWay();
        if (call != null) {
            leaders.put(lease.partition(), call.caller());
        }
    }

    @Override
    public void released(Lease lease) {
        // Whoever gave it back is the last one all the same, until somebody takes it.
    }

    @Override
    public void arrived(Commit commit) {
        // The store tells an old lease from a new one.
    }

    /** Whether what is done to a container right now is done by one. */
    boolean acts(SimulatedContainer container) {
        CallUnderWay call = simulation.callUnderWay();
        if (call == null || local.test(container.host())) {
            return false;
        }
        String cluster = container.labels().getOrDefault(ContainersOfTasks.CLUSTER_LABEL, "");
        VirtualWorld leader = leaders.get(CLUSTER_PARTITION + cluster);
        return leader != null && leader != call.caller();
    }

    @Override
    public void created(SimulatedContainer container) {
        if (acts(container)) {
            late.add(container);
        }
    }

    @Override
    public void removed(SimulatedContainer container) {
        late.remove(container);
    }
}
