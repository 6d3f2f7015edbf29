package io.stowage.core.placement;

import io.stowage.model.Attribute;
import java.util.Optional;

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

    /** Whether nothing is in the way. */
    public static boolean fits(Demand demand, InstanceView instance) {
        return misfits(demand, instance) == 0;
    }

    /** Everything that is in the way, as a set of {@link Misfit#bit}; 0 if the task fits. */
    static int misfits(Demand demand, InstanceView instance) {
        return amounts(demand, instance.remainingCpu(), instance.remainingMemory(), instance.remainingGpus())
                | described(demand, instance)
                | ports(demand, instance);
    }

    /** What is too little. */
    static int amounts(Demand demand, int cpu, int memory, int gpus) {
        int misfits = demand.cpu() <= cpu ? 0 : Misfit.CPU.bit();
        misfits |= demand.memory() <= memory ? 0 : Misfit.MEMORY.bit();
        return demand.gpus() <= gpus ? misfits : misfits | Misfit.GPU.bit();
    }

    /** What is in the way for as long as the instance's {@linkplain InstanceView#description description} is the same. */
    static int described(Demand demand, InstanceView instance) {
        int misfits = isOfProvider(demand, instance) ? 0 : Misfit.FOREIGN.bit();
        misfits |= instance.active() ? 0 : Misfit.INACTIVE.bit();
        misfits |= instance.connected() ? 0 : Misfit.AGENT.bit();
        return hasAttributes(demand, instance) ? misfits : misfits | Misfit.ATTRIBUTE.bit();
    }

    private static boolean isOfProvider(Demand demand, InstanceView instance) {
        String provider = demand.capacityProvider();
        String its = instance.capacityProviderName();
        return provider == null ? !Fargate.is(its) : provider.equals(its);
    }

    private static boolean hasAttributes(Demand demand, InstanceView instance) {
        for (Attribute required : demand.attributes()) {
            if (!hasAttribute(required, instance)) {
                return false;
            }
        }
        return true;
    }

    static boolean hasAttribute(Attribute required, InstanceView instance) {
        String value = instance.attribute(required.name());
        return value != null && (required.value() == null || required.value().equals(value));
    }

    /** What is wrong with the ports. */
    static int ports(Demand demand, InstanceView instance) {
        if (demand.ports().isEmpty()) {
            return 0;
        }
        for (HostPort port : demand.ports()) {
            if (instance.portTaken(port.protocol(), port.port())) {
                return Misfit.PORT_TAKEN.bit();
            }
        }
        return demand.ports().size() <= instance.remainingPortReservations() ? 0 : Misfit.TOO_MANY_PORTS.bit();
    }
}
