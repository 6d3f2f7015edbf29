package io.stowage.core.operation;

import io.stowage.core.agent.Attachment;
import io.stowage.core.state.InstanceState;
import io.stowage.core.state.Transaction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An engine is gone, and with it the agents of the instances that only engines of its place reach. They are not connected until an engine
 * of that place is there again. What became of their tasks is not known, and nothing is concluded from it.
 */
public record AgentsLost(String engineId) implements ClusterOperation<Integer> {

    /** @return of how many instances the agent was lost */
    @Override
    public Integer apply(OperationTurn turn) {
        int lost = 0;
        for (Attachment attachment : List.copyOf(turn.state().attachments())) {
            if (attachment.local()
                    && attachment.engineId().equals(engineId)
                    && !engineId.equals(turn.state().leader())
                    && disconnect(
                            turn.transaction(),
                            attachment.containerInstanceId(),
                            "the engine " + engineId + ", which ran the agent, is gone")) {
                lost++;
            }
        }
        return lost;
    }

    /** The agent of an instance is not connected. Yields whether it was. */
    public static boolean disconnect(Transaction transaction, String instanceId, @Nullable String why) {
        InstanceState instance = transaction.state().instance(instanceId);
        if (instance == null || !instance.connected()) {
            return false;
        }
        transaction.putInstance(instance.record().toBuilder()
                .agentConnected(false)
                .statusReason(why == null ? instance.record().statusReason() : why)
                .build());
        return true;
    }
}
