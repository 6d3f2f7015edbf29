package io.stowage.core.operation;

import io.stowage.core.state.Reply;
import java.util.Optional;

/** What a request was answered; empty if it has no answer yet, or none any more. */
public record ReplyTo(String requestId) implements ReadOperation<Optional<Reply>> {

    @Override
    public Optional<Reply> apply(OperationTurn turn) {
        return Optional.ofNullable(turn.state().reply(requestId));
    }
}
