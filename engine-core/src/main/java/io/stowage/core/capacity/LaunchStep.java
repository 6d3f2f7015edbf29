package io.stowage.core.capacity;

import io.stowage.spi.InstanceProvider.Machine;
import java.time.Instant;
import java.util.List;

/**
 * What follows for a launch.
 *
 * @param launch to be committed
 * @param pauses to be committed
 * @param effects to be carried out after that, each safe to be carried out again. What is to be {@linkplain Launch#ask asked} is not among them
 */
public record LaunchStep(Launch launch, PoolPauses pauses, List<Effect> effects) {

    /** Something to do. */
    public sealed interface Effect {
        /** A machine that nothing stands on is to be terminated. */
        record Terminate(String machineId) implements Effect {}

        /** A machine runs and can be reached: it is to become a container instance. Said at each look until it is. */
        record Register(Machine machine) implements Effect {}

        /** The provider will take the machine back: its container instance drains from now on. */
        record Drain(String machineId, Instant interruption) implements Effect {}

        /** The provider will not take it back after all: its container instance may take tasks again. */
        record Reactivate(String machineId) implements Effect {}

        /** The machine of a container instance is gone, or going: what ran there is lost. */
        record Lost(String machineId) implements Effect {}

        /**
         * Looks have not found the machine of a container instance for an hour. That alone proves nothing: only if its agent is away too it is given
         * up, and what ran there is lost. Said at each look until then.
         */
        record Missing(String machineId) implements Effect {}
    }

    /** Copies the list. */
    public LaunchStep {
        effects = List.copyOf(effects);
    }
}
