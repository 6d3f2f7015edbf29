package io.stowage.core.store;

import io.stowage.core.world.Outcome;
import io.stowage.core.world.Strand;
import io.stowage.spi.Commit;
import io.stowage.spi.CommitResult;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Commits, and finds out what became of a commit whose answer was lost.
 *
 * <p>A commit that threw or didn't answer may have been applied. It is never sent again blindly: the store is asked by the commit's
 * id. If it was applied, it ends as {@link CommitResult.Committed}. If it was not, the same commit is sent again under the same id and
 * at the same revision: at most one of the two can be applied, for the first one that is moves the revision on. This goes on, with
 * growing pauses, until there is an answer or {@code goOn} says to stop.
 *
 * <p>Belongs to one strand, on which the result is handed over.
 */
public final class Committer {

    private final StorePort port;
    private final Strand strand;
    private final Predicate<Commit> goOn;
    private final Consumer<String> onTrouble;

    /**
     * A committer for one partition.
     *
     * @param goOn asked before each further attempt whether that commit is still wanted; once it says no, it is given up without a result
     * @param onTrouble is told why an attempt had no known outcome, for health
     */
    public Committer(StorePort port, Strand strand, Predicate<Commit> goOn, Consumer<String> onTrouble) {
        this.port = port;
        this.strand = strand;
        this.goOn = goOn;
        this.onTrouble = onTrouble;
    }

    /** Commits; {@code onResult} hears how it ended. */
    public void commit(Commit commit, Consumer<CommitResult> onResult) {
        send(commit, 0, onResult);
    }

    private void send(Commit commit, int attempt, Consumer<CommitResult> onResult) {
        strand.call(port.lane(), port.callDeadline(), () -> port.store().commit(commit), outcome -> {
            if (outcome instanceof Outcome.Success<CommitResult> success) {
                onResult.accept(Objects.requireNonNull(success.value()));
            } else {
                onTrouble.accept(describe("commit", outcome));
                later(commit, attempt, () -> ask(commit, attempt + 1, onResult));
            }
        });
    }

    private void ask(Commit commit, int attempt, Consumer<CommitResult> onResult) {
        strand.call(
                port.lane(),
                port.callDeadline(),
                () -> port.store().outcome(commit.partition(), commit.commitId()),
                outcome -> {
                    if (outcome instanceof Outcome.Success<Optional<CommitResult.Committed>> success) {
                        Optional<CommitResult.Committed> applied = Objects.requireNonNull(success.value());
                        if (applied.isPresent()) {
                            onResult.accept(applied.get());
                        } else if (goOn.test(commit)) {
                            send(commit, attempt, onResult);
                        }
                    } else {
                        onTrouble.accept(describe("outcome", outcome));
                        later(commit, attempt, () -> ask(commit, attempt + 1, onResult));
                    }
                });
    }

    private void later(Commit commit, int attempt, Runnable next) {
        strand.schedule(Retry.delay(attempt), () -> {
            if (goOn.test(commit)) {
                next.run();
            }
        });
    }

    /** What to tell people of a call that had no answer. */
    public static String describe(String call, Outcome<?> outcome) {
        if (outcome instanceof Outcome.Failure<?> failure) {
            return "store." + call + " failed: " + failure.exception();
        }
        if (outcome instanceof Outcome.Unknown<?> unknown) {
            return "store." + call + " did not answer: " + unknown.reason();
        }
        return "store." + call + " answered";
    }
}
