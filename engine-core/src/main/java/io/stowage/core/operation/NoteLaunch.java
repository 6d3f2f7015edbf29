package io.stowage.core.operation;

import io.stowage.core.capacity.LaunchDecider;
import io.stowage.core.state.MachineLaunch;
import io.stowage.spi.InstanceProvider.LaunchResult;
import io.stowage.spi.InstanceProvider.Machine;
import io.stowage.spi.InstanceProvider.Refusal;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an instance provider answered when it was asked for a launch's machine. Yields the ids of machines to terminate. Nothing happens where it
 * is known already, or the launch is gone: then the machine has no record, and is found by its tags.
 *
 * @param token that it was asked with
 * @param machine that it has launched; null if none, or nobody knows
 * @param refusal why it has launched none; null if it has, or nobody knows
 * @param reason for people; null if there was no refusal
 */
public record NoteLaunch(
        String launchId,
        String token,
        @Nullable Machine machine,
        @Nullable Refusal refusal,
        @Nullable String reason) implements ClusterOperation<List<String>> {

    @Override
    public List<String> apply(OperationTurn turn) {
        MachineLaunch known = turn.state().launch(launchId);
        if (known == null) {
            return List.of();
        }
        Launches launches = new Launches(turn);
        LaunchResult result = result();
        if (result == null) {
            launches.put(known, known.with(LaunchDecider.unanswered(known.launch(), token, turn.now())));
        } else {
            launches.step(
                    known,
                    LaunchDecider.answered(
                            known.launch(), token, result, launches.terms(known), launches.pauses(known), turn.now()));
        }
        return launches.terminate();
    }

    private @Nullable LaunchResult result() {
        if (machine != null) {
            return new LaunchResult.Launched(machine);
        }
        return refusal == null
                ? null
                : new LaunchResult.Refused(refusal, Objects.requireNonNullElse(reason, refusal.toString()));
    }
}
