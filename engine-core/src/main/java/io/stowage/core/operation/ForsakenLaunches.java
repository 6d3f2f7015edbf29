package io.stowage.core.operation;

import io.stowage.core.capacity.LaunchDecider;
import io.stowage.core.state.MachineLaunch;
import io.stowage.core.state.MachineLaunch.Leaving;
import java.util.List;
import java.util.function.Supplier;

/**
 * Launches whose capacity provider isn't the cluster's any more: no machine comes to be a container instance, and those that are it leave, each as
 * soon as it is empty. A launch of which nobody knows whether it has a machine goes on until that is known.
 */
final class ForsakenLaunches {

    private final OperationTurn turn;
    private final Launches launches;

    ForsakenLaunches(OperationTurn turn, Launches launches) {
        this.turn = turn;
        this.launches = launches;
    }

    /** Brings them nearer to their end. */
    void end(Supplier<List<MachineLaunch>> own) {
        own.get().forEach(this::end);
        new EmptyMachines(turn, launches).end(own.get());
    }

    private void end(MachineLaunch launch) {
        switch (launch.launch().phase()) {
            case ASKING, UNSURE ->
                launches.step(
                        launch,
                        LaunchDecider.due(
                                launch.launch(),
                                launch.terms(turn.state().ids().cluster()),
                                launches.pauses(launch),
                                turn.now()));
            case WAITING, BOOTING, FAILED ->
                launches.put(launch, launch.with(LaunchDecider.end(launch.launch(), turn.now())));
            case REGISTERED -> launches.put(launch, launches.leave(launch, Leaving.SCALE_IN));
            case ENDING, OVER -> {}
        }
    }
}
