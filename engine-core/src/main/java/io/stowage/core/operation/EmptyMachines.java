package io.stowage.core.operation;

import io.stowage.core.capacity.Launch.Phase;
import io.stowage.core.capacity.LaunchDecider;
import io.stowage.core.state.InstanceState;
import io.stowage.core.state.MachineLaunch;
import java.util.List;

/** The end of machines whose container instances have left. A machine ends only when nothing is on it. */
final class EmptyMachines {

    private final OperationTurn turn;
    private final Launches launches;

    EmptyMachines(OperationTurn turn, Launches launches) {
        this.turn = turn;
        this.launches = launches;
    }

    /** Of what was to leave and is empty the machine ends, and so it does where somebody has deregistered the container instance. */
    void end(List<MachineLaunch> own) {
        for (MachineLaunch launch : own) {
            if (launch.launch().phase() != Phase.REGISTERED || launches.isInstanceAside(launch)) {
                continue;
            }
            InstanceState instance = launches.instance(launch);
            if (instance == null) {
                end(launch);
            } else if (launch.leaving() != null && instance.draining() && isEmpty(instance)) {
                DeregisterContainerInstance.deregister(instance, turn.transaction());
                end(launch);
            }
        }
    }

    static boolean isEmpty(InstanceState instance) {
        return instance.unreleasedCount() + instance.tasksAside() == 0;
    }

    private void end(MachineLaunch launch) {
        launches.put(launch, launch.with(LaunchDecider.end(launch.launch(), turn.now())));
    }
}
