package io.stowage.core.agent;

import io.stowage.spi.PulledImage;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What is under way for a container, and how often in a row that has failed. */
final class Attempts {

    /** How often a clear but curable "no" is taken before the container is given up. */
    private static final int MOST_REFUSALS = 3;

    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(30);

    private @Nullable Verb underway;
    private boolean pulling;
    private boolean pulled;
    private @Nullable PulledImage image;
    private Retry retry = Retry.NONE;
    private int refusals;

    /** Whether a call is under way, so that no other may be sent. A pull or a check is no such call. */
    boolean busy() {
        return underway != null;
    }

    /** Whether a call is under way that may change the container. */
    boolean mayChange() {
        return underway != null && underway != Verb.INSPECT;
    }

    /** Whether a call is under way that shows what became of the container when it ends. */
    boolean endWithALook() {
        return underway == Verb.CREATE || underway == Verb.START || underway == Verb.REMOVE;
    }

    boolean pulling() {
        return pulling;
    }

    boolean pulled() {
        return pulled;
    }

    @Nullable
    PulledImage image() {
        return image;
    }

    /** When the next verb may be sent. */
    long notBefore() {
        return retry.notBefore();
    }

    void began(Verb verb) {
        if (verb == Verb.PULL) {
            pulling = true;
        } else if (!verb.checks()) {
            underway = verb;
        }
    }

    /** The call that was under way has ended. */
    void ended() {
        underway = null;
    }

    void pulled(@Nullable PulledImage found) {
        pulling = false;
        pulled = true;
        image = found;
    }

    /** A container was made of the image: there is no need to pull it. */
    void imageIsThere() {
        pulled = true;
    }

    /** A clear "no". Returns whether it was one too many. */
    boolean refused(Verb verb, Moment now) {
        refusals++;
        unanswered(verb, now);
        return refusals >= MOST_REFUSALS;
    }

    void unanswered(Verb verb, Moment now) {
        retry = retry.again(now, FIRST_RETRY, LONGEST_RETRY);
        if (verb == Verb.PULL) {
            pulling = false;
        } else {
            underway = null;
        }
    }

    void forgetFailures() {
        retry = Retry.NONE;
        refusals = 0;
    }
}
