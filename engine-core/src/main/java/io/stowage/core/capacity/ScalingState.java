package io.stowage.core.capacity;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a capacity provider remembers of its scaling. Stored with it.
 *
 * @param minute of the last point below, in minutes since 1970; -1 if there is none
 * @param pointsBelow for how many minutes in a row fewer machines would have done
 * @param mostNeeded machines that would have done at each of these points
 * @param scaledOutAt when machines were last launched; null if never
 * @param stepAt when the step of the last scale-out began; null if never
 * @param launched machines within that step
 */
public record ScalingState(
        long minute,
        int pointsBelow,
        int mostNeeded,
        @Nullable Instant scaledOutAt,
        @Nullable Instant stepAt,
        int launched) {

    /** Nothing has happened. */
    public static final ScalingState NEW = new ScalingState(-1, 0, 0, null, null, 0);

    ScalingState withoutPoints() {
        return new ScalingState(-1, 0, 0, scaledOutAt, stepAt, launched);
    }

    ScalingState point(long at, int needed) {
        if (pointsBelow > 0 && at == minute) {
            return new ScalingState(minute, pointsBelow, Math.max(mostNeeded, needed), scaledOutAt, stepAt, launched);
        }
        boolean follows = pointsBelow > 0 && at == minute + 1;
        return new ScalingState(
                at,
                follows ? pointsBelow + 1 : 1,
                follows ? Math.max(mostNeeded, needed) : needed,
                scaledOutAt,
                stepAt,
                launched);
    }

    ScalingState scaledOut(Instant now, boolean newStep, int machines) {
        return new ScalingState(-1, 0, 0, now, newStep ? now : stepAt, newStep ? machines : launched + machines);
    }
}
