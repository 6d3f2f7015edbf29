package io.stowage.core.loop;

import io.stowage.core.agent.AgentAnswer;
import io.stowage.core.agent.AgentWord;
import io.stowage.core.inbox.Replies;
import io.stowage.core.loop.SetAside.Kind;
import io.stowage.core.operation.OperationTurn;
import io.stowage.core.state.ClusterState;
import io.stowage.core.state.Reply;
import io.stowage.core.state.Transaction;
import io.stowage.error.EcsException;
import io.stowage.error.ServerException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One turn: folds what has come in, applies operations, and lets the service scheduler and the retention decide. It changes the
 * state in memory and collects what is to be committed, and what is to be said to whom afterwards; it does nothing else.
 *
 * <p>It is made of parts: each report, each operation, each service. A part that throws is undone by itself, and the others go on.
 */
final class Turn {

    /** One turn applies at most so many operations, so that a flood of them doesn't keep observations waiting. */
    static final int OPERATIONS_PER_TURN = 256;

    private final OperationTurn turn;
    private final Transaction transaction;
    private final ClusterState state;
    private final LoopSettings settings;
    private final SetAside setAside;
    private final TakeBy takeBy;
    /** What is said to the agents that were heard. */
    private final List<Answered> answered = new ArrayList<>();

    private final List<Runnable> answers = new ArrayList<>();
    private final List<CompletableFuture<?>> waiting = new ArrayList<>();
    private final List<String> requests = new ArrayList<>();

    /** What is said to the agent that runs for one attachment. */
    record Answered(String containerInstanceId, long epoch, AgentAnswer answer) {}

    Turn(OperationTurn turn, LoopSettings settings, SetAside setAside, TakeBy takeBy) {
        this.turn = turn;
        this.transaction = turn.transaction();
        this.state = turn.state();
        this.settings = settings;
        this.setAside = setAside;
        this.takeBy = takeBy;
    }

    void run(Mailbox mailbox) {
        mailbox.takeWords().forEach(this::hear);
        operations(mailbox.takeOperations(OPERATIONS_PER_TURN));
        state.wakeDue(transaction.now());
        loseInstances();
        new ServiceScheduler(turn, settings, setAside).run();
        retain();
        if (!setAside.isEmpty()) {
            setAside.forgetGone(state);
        }
    }

    private void loseInstances() {
        Duration lostAfter = settings.services().lostAfter();
        if (lostAfter != null) {
            transaction.loseInstances(lostAfter);
        }
    }

    private void retain() {
        if (setAside.until(Kind.RETENTION, "", transaction.now()) != null) {
            return;
        }
        transaction.savepoint();
        try {
            Retention.run(transaction, settings.retention(), settings.limits().maxActionsPerTurn());
            setAside.succeeded(Kind.RETENTION, "");
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError bug) {
            setAside.failed(Kind.RETENTION, "", bug, transaction.now());
            transaction.rollback();
        }
    }

    private void hear(AgentWord word) {
        answered.add(new Answered(
                word.containerInstanceId(), word.epoch(), turn.agents().hear(word)));
    }

    private void operations(List<Mailbox.Waiting<?>> operations) {
        for (Mailbox.Waiting<?> operation : operations) {
            if (operation.requestId() == null) {
                waiting.add(operation.answer());
            } else {
                requests.add(operation.requestId());
            }
        }
        operations.forEach(this::operation);
    }

    private <T> void operation(Mailbox.Waiting<T> operation) {
        String requestId = operation.requestId();
        Reply known = requestId == null ? null : state.reply(requestId);
        if (known == null) {
            apply(operation, requestId);
        } else {
            answers.add(() -> answerAgain(operation, known));
        }
    }

    private <T> void apply(Mailbox.Waiting<T> operation, @Nullable String requestId) {
        CompletableFuture<T> future = operation.answer();
        transaction.savepoint();
        try {
            requireInTime(operation);
            T answer = operation.operation().apply(turn);
            if (requestId != null) {
                Replies.record(requestId, operation.operation(), answer, transaction);
            }
            answers.add(() -> future.complete(answer));
        } catch (EcsException refused) {
            refuse(operation, refused);
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError bug) {
            setAside.operationFailed(operation.operation(), bug);
            refuse(operation, new ServerException("the engine failed at this: " + bug + "; nothing was changed", bug));
        }
    }

    /** What was asked for since by others, or by who asked and gave up, counts for more. */
    private void requireInTime(Mailbox.Waiting<?> operation) {
        Instant latest = takeBy.of(operation);
        if (transaction.now().isAfter(latest)) {
            throw new ServerException("the leader came to it at " + transaction.now()
                    + " by the cluster's time, and it had to be taken by " + latest + "; nothing was changed");
        }
    }

    private void refuse(Mailbox.Waiting<?> operation, EcsException refused) {
        transaction.rollback();
        if (operation.requestId() != null) {
            Replies.record(operation.requestId(), refused, transaction);
        }
        answers.add(() -> operation.answer().completeExceptionally(refused));
    }

    /** The request was done with before; only its removal from the inbox was not. */
    private static <T> void answerAgain(Mailbox.Waiting<T> operation, Reply reply) {
        try {
            operation.answer().complete(Replies.read(operation.operation(), reply));
        } catch (EcsException refused) {
            operation.answer().completeExceptionally(refused);
        }
    }

    /** The requests from the inbox that are in it. */
    List<String> requests() {
        return requests;
    }

    /** Those who wait for an answer on this engine. */
    List<CompletableFuture<?>> waiting() {
        return waiting;
    }

    Transaction transaction() {
        return transaction;
    }

    /** What is said to the agents that were heard, in the order in which they were. */
    List<Answered> answered() {
        return answered;
    }

    /** Answers to operations, in their order. */
    List<Runnable> answers() {
        return answers;
    }
}
