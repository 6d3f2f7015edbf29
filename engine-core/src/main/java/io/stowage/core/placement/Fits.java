package io.stowage.core.placement;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one answer to whether a task fits on a container instance. Placement plans with it, and what is planned is checked with it again
 * before it is committed.
 */
public final class Fits {

    private Fits() {}

    /** ECS's word for the first thing that is in the way; empty if the task fits. Constraints are not asked here. */
    public static Optional<String> whyNot(Demand demand, InstanceView instance) {
        Misfit first = Misfit.first(misfits(demand, instance));
        return first == null ? Optional.empty() : Optional.of(first.reason());
    }

    /** Everything that is in the way, as a set of {@link Misfit#bit}; 0 if the task fits. */
    static int misfits(Demand demand, InstanceView instance) {
        int misfits = instance.active() ? 0 : Misfit.INACTIVE.bit();
        misfits |= instance.connected() ? 0 : Misfit.AGENT.bit();
        misfits |= demand.cpu() <= instance.remainingCpu() ? 0 : Misfit.CPU.bit();
        misfits |= demand.memory() <= instance.remainingMemory() ? 0 : Misfit.MEMORY.bit();
        misfits |= demand.gpus() <= instance.remainingGpus() ? 0 : Misfit.GPU.bit();
        Misfit ports = portMisfit(demand, instance);
        return ports == null ? misfits : misfits | ports.bit();
    }

    private static @Nullable Misfit portMisfit(Demand demand, InstanceView instance) {
        if (demand.ports().isEmpty()) {
            return null;
        }
        for (HostPort port : demand.ports()) {
            if (instance.portTaken(port.protocol(), port.port())) {
                return Misfit.PORT_TAKEN;
            }
        }
        return demand.ports().size() <= instance.remainingPortReservations() ? null : Misfit.TOO_MANY_PORTS;
    }
}
