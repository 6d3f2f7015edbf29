package io.stowage.testkit.invariant;

import io.stowage.model.ContainerInstance;
import io.stowage.spi.Lease;
import io.stowage.spi.Write;
import io.stowage.testkit.runtime.GroundTruthListener;
import io.stowage.testkit.runtime.SimulatedRuntimeProvider;
import io.stowage.testkit.world.CallUnderWay;
import io.stowage.testkit.world.Simulation;
import io.stowage.testkit.world.VirtualWorld;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * S10, what it says of container instances: one becomes connected when the engine that it is attached to has reached its host. What an agent
 * of a former attachment has to say is no evidence of that.
 */
final class Contacts implements GroundTruthListener {

    private static final String ATTACHMENT = "attachment";

    private final Simulation simulation;
    /** By container instance: the engine that it is attached to, and since when. */
    private final Map<String, Attached> attachments = new HashMap<>();
    /** The engines by the names under which they hold leases. */
    private final Map<String, VirtualWorld> engines = new HashMap<>();
    /** When an engine was answered by a host, in nanoseconds. */
    private final Map<VirtualWorld, Map<String, Long>> answered = new HashMap<>();

    private boolean forgot;

    private record Attached(String engine, String epoch, long since) {}

    Contacts(Simulation simulation) {
        this.simulation = simulation;
    }

    /** A commit, before what it changed is looked at. */
    void note(List<Write> writes, @Nullable Lease lease) {
        CallUnderWay call = simulation.callUnderWay();
        if (call != null && lease != null) {
            engines.put(lease.holder(), call.caller());
        }
        for (Write write : writes) {
            if (write.kind().equals(ATTACHMENT)) {
                note(write);
            }
        }
    }

    private void note(Write write) {
        if (write instanceof Write.Put put) {
            String engine = StoredFields.first(put.record().payload(), "engineId");
            String epoch = StoredFields.first(put.record().payload(), "epoch");
            Attached known = attachments.get(write.id());
            if (known == null
                    || !known.engine().equals(engine)
                    || !known.epoch().equals(epoch)) {
                attachments.put(write.id(), new Attached(engine, epoch, simulation.nanos()));
            }
        } else {
            attachments.remove(write.id());
        }
    }

    void check(Change change, Report report) {
        for (Change.OfInstance instance : change.instances) {
            ContainerInstance before = instance.before();
            ContainerInstance after = instance.after();
            if (!forgot && before != null && after != null && !before.agentConnected() && after.agentConnected()) {
                check(instance.id(), after, report);
            }
        }
    }

    private void check(String id, ContainerInstance instance, Report report) {
        Attached attached = attachments.get(id);
        VirtualWorld engine = attached == null ? null : engines.get(attached.engine());
        // An embedding of somebody's own may know its hosts by other properties.
        String host = instance.runtimeProperties().get(SimulatedRuntimeProvider.HOST);
        if (attached == null || engine == null || host == null) {
            return;
        }
        Long reached = answered.getOrDefault(engine, Map.of()).get(host);
        if (reached == null || reached < attached.since()) {
            report.violated(
                    Invariant.S10,
                    "Declared connected: " + instance.containerInstanceArn() + ". But " + attached.engine()
                            + " has not reached " + host + " in the "
                            + Duration.ofNanos(simulation.nanos() - attached.since())
                            + " since it was attached there.");
        }
    }

    /** The store lost attachments: agents that run for them go on, and what they say is taken for what it was. */
    void forget() {
        forgot = true;
    }

    @Override
    public void answered(String host) {
        CallUnderWay call = simulation.callUnderWay();
        if (call != null) {
            answered.computeIfAbsent(call.caller(), absent -> new HashMap<>()).put(host, simulation.nanos());
        }
    }
}
