package io.stowage.core.operation;

import io.stowage.core.agent.Attachment;
import io.stowage.core.attachment.AttachmentDecider;
import io.stowage.core.attachment.Claim;
import java.util.List;

/**
 * An engine claims instances of its own place. Which it gets, {@link AttachmentDecider} says; their agents are not connected yet. A claim
 * that is no longer true is passed over: the engine looks again at what is committed.
 */
public record ClaimInstances(List<Claim> claims) implements ClusterOperation<Integer> {

    /** @return how many of the instances are attached to the claimant now */
    @Override
    public Integer apply(OperationTurn turn) {
        int attached = 0;
        for (Claim claim : claims) {
            String id = claim.containerInstanceId();
            Attachment decided = AttachmentDecider.claimed(
                    turn.state().attachment(id), claim, turn.state().leader());
            if (decided != null) {
                turn.transaction().putAttachment(decided);
                AgentsLost.disconnect(turn.transaction(), id, null);
                attached++;
            }
        }
        return attached;
    }
}
