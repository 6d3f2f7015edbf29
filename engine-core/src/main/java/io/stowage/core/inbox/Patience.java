package io.stowage.core.inbox;

import java.time.Duration;

/**
 * How long an operation waits, from when it was asked for.
 *
 * <p>Who asked is told after {@link #answerWithin} that no answer came. From then on the operation should better not come about, for what was asked
 * for since counts for more; but a leader may have it already. So each operation also has a time up to which it is taken: a leader that
 * comes to it later refuses it, and whoever asked is told until when it may still come about.
 *
 * <p>That time is the cluster's, which the leader's clock makes, while who asks is another engine. The two are allowed to differ by a margin: if they differ by
 * more, a request may be refused that is not late, and is sent again.
 *
 * @param answerWithin how long who asked waits for the answer
 */
public record Patience(Duration answerWithin) {

    private static final Duration MARGIN = Duration.ofSeconds(10);

    /** How long it may be until a leader takes the operation. */
    public Duration takenWithin() {
        return answerWithin.plus(MARGIN);
    }
}
