package io.stowage.core.loop;

import io.stowage.core.agent.Attachment;
import io.stowage.core.attachment.AttachmentDecider;
import io.stowage.core.operation.AgentsLost;
import io.stowage.core.state.Ids;
import io.stowage.core.state.InstanceState;
import io.stowage.core.state.Kind;
import io.stowage.core.state.Transaction;
import io.stowage.model.ContainerInstance;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Has {@link AttachmentDecider} decide, in the transactions of the leader, and writes down what it decides. */
final class Attaching {

    private final String engineId;

    /** @param engineId the engine that leads */
    Attaching(String engineId) {
        this.engineId = engineId;
    }

    /** This engine leads from now on: what any engine reaches is its own. Also what is to be cleaned up. */
    void takeOver(Transaction transaction) {
        for (InstanceState instance : List.copyOf(transaction.state().instances())) {
            lead(transaction, instance.id());
        }
        for (Attachment attachment : List.copyOf(transaction.state().attachments())) {
            if (attachment.former() != null) {
                lead(transaction, attachment.containerInstanceId());
            }
        }
    }

    /** Attaches the instances that the transaction registers and that were nobody's. */
    void attachNew(Transaction transaction) {
        for (ContainerInstance instance : transaction.changed(Kind.INSTANCE, ContainerInstance.class)) {
            lead(transaction, Ids.shortId(instance.containerInstanceArn()));
        }
    }

    private void lead(Transaction transaction, String id) {
        put(transaction, AttachmentDecider.led(id, transaction.state().attachment(id), engineId));
    }

    /** Commits a decision. The agent of a new attachment is not connected yet. */
    private static void put(Transaction transaction, @Nullable Attachment decided) {
        if (decided != null) {
            transaction.putAttachment(decided);
            AgentsLost.disconnect(transaction, decided.containerInstanceId(), null);
        }
    }
}
