package io.stowage.core.operation;

import io.stowage.core.capacity.Launch;
import io.stowage.core.capacity.LaunchDecider;
import io.stowage.core.state.Ids;
import io.stowage.core.state.MachineLaunch;
import io.stowage.error.InvalidParameterException;
import io.stowage.model.ContainerInstance;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A launch's machine becomes a container instance of the capacity provider, in the same turn in which the launch has come to its goal. One that
 * isn't wanted any more doesn't: it is being terminated, and no task may come to it. Again for the same machine it is what registering again is.
 */
public record RegisterMachine(String launchId, String machineId, RegisterContainerInstance registration)
        implements ClusterOperation<ContainerInstance> {

    @Override
    public ContainerInstance apply(OperationTurn turn) {
        MachineLaunch launch = turn.state().launch(launchId);
        if (launch == null || !isAwaited(launch.launch()) || isDeregistered(launch, turn)) {
            throw new InvalidParameterException("The machine " + machineId + " is not awaited by launch " + launchId
                    + ": it is given up, and is terminated. There is nothing to do.");
        }
        String id = Ids.shortId(registration.apply(turn).containerInstanceArn());
        ContainerInstance registered =
                Objects.requireNonNull(turn.state().instance(id)).record();
        if (!launch.capacityProvider().equals(registered.capacityProviderName())) {
            turn.transaction()
                    .putInstance(registered.toBuilder()
                            .capacityProviderName(launch.capacityProvider())
                            .build());
        }
        new Launches(turn).put(launch, launch.with(LaunchDecider.registered(launch.launch(), turn.now())));
        return Objects.requireNonNull(turn.state().instance(id)).described();
    }

    /** Then its id has been given, and its machine ends. */
    private static boolean isDeregistered(MachineLaunch launch, OperationTurn turn) {
        return launch.launch().phase() == Launch.Phase.REGISTERED
                && turn.state().instanceNamed(launch.instanceName()) == null;
    }

    private boolean isAwaited(Launch launch) {
        boolean inTime = launch.phase() == Launch.Phase.BOOTING || launch.phase() == Launch.Phase.REGISTERED;
        Launch.@Nullable Held held = launch.machine();
        return inTime && held != null && held.id().equals(machineId);
    }
}
