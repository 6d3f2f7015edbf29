package io.stowage.testkit.provider;

import io.stowage.spi.InstanceProvider.Access;
import java.util.Map;

/** What machines of a simulated cloud are to whoever reaches them: for example hosts of the simulated runtime. */
public interface MachineHosts {

    /** Machines that nobody is told of; the access names the runtime {@code simulated} and a host with the machine's id. */
    MachineHosts NONE = new MachineHosts() {
        @Override
        public void began(SimulatedMachine machine) {
            // Nobody has to know.
        }

        @Override
        public void ended(SimulatedMachine machine) {
            // Nobody has to know.
        }
    };

    /** A machine runs from now on. */
    void began(SimulatedMachine machine);

    /** A machine that ran doesn't any more. */
    void ended(SimulatedMachine machine);

    /** How the machine's runtime is reached. */
    default Access access(SimulatedMachine machine) {
        return new Access("simulated", Map.of("host", machine.id()));
    }
}
