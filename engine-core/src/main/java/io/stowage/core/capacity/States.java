package io.stowage.core.capacity;

import io.stowage.spi.InstanceProvider.Machine;
import io.stowage.spi.InstanceProvider.MachineState;

/** What a machine's state says. One that is unknown says nothing: the machine is neither there nor over. */
final class States {

    private States() {}

    static boolean isThere(Machine machine) {
        return switch (machine.state()) {
            case PENDING, RUNNING -> true;
            case STOPPING, TERMINATED, UNKNOWN -> false;
        };
    }

    static boolean isOver(Machine machine) {
        return switch (machine.state()) {
            case STOPPING, TERMINATED -> true;
            case PENDING, RUNNING, UNKNOWN -> false;
        };
    }

    static boolean isReachable(Machine machine) {
        return machine.access() != null && machine.state() == MachineState.RUNNING;
    }
}
