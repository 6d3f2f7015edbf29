package io.stowage.core.capacity;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * ECS's managed scaling: how many machines a capacity provider launches or gives back now.
 *
 * <p>Its measure is {@link #reservation}: how many machines are needed for a hundred that there are. More than {@code targetCapacity} is a
 * scale-out, at once and by what is missing, in steps. A scale-in waits until fewer machines would have been enough at each minute of 15, and
 * leaves as many as were needed at the worst of them: so noise within that time moves nothing. A minute that nobody looked at breaks the row; so
 * does any look at which no machine could have gone. Machines that are still coming count as there: what they are for is not launched twice.
 */
public final class ManagedScaling {

    private static final Duration STEP = Duration.ofMinutes(1);
    private static final double PERCENT = 100;
    private static final double OF_NONE = 200;

    /**
     * The machines of a capacity provider.
     *
     * @param running container instances of it that take tasks; those that are on their way out are not among them
     * @param coming machines whose launch is decided and that take no tasks yet
     * @param needed running ones with a task that is no daemon's, coming ones that are {@linkplain Needed#awaited awaited}, and those that are
     *     {@linkplain Needed#machines to launch}
     * @param missing how many of these are to launch: what they are for fits on nothing that is there or coming, however much of that is idle
     * @param postponed how many of the coming ones wait until some may be had again: nobody knows when, and nothing is kept for their sake
     */
    public record Fleet(int running, int coming, int needed, int missing, int postponed) {

        /** Where all that are coming are on their way. */
        public Fleet(int running, int coming, int needed, int missing) {
            this(running, coming, needed, missing, 0);
        }

        /** With more that are postponed, and that nothing needs by itself. */
        public Fleet withSpare(int more) {
            return new Fleet(running, coming + more, needed, missing, postponed + more);
        }

        /** How many there are, or will be. */
        public int size() {
            return running + coming;
        }
    }

    /**
     * What follows.
     *
     * @param state to be stored
     * @param launch how many machines to launch; 0 or more
     * @param release how many machines may go; 0 or more, and 0 if some are launched. {@link ScaleInChoice} says which
     * @param lookAgainAt when the next point is due, or the next step; null if nothing happens by itself
     */
    public record Decision(
            ScalingState state,
            int launch,
            int release,
            @Nullable Instant lookAgainAt) {}

    private ManagedScaling() {}

    /** ECS's {@code CapacityProviderReservation}, in percent: 100 if there is nothing and nothing is needed, 200 if something is. */
    public static double reservation(int needed, int machines) {
        if (machines == 0) {
            return needed == 0 ? PERCENT : OF_NONE;
        }
        return PERCENT * needed / machines;
    }

    /** Decides. Asked at any time; at least when the last decision said so. */
    public static Decision decide(ScalingRules rules, ScalingState state, Fleet fleet, Instant now) {
        int wanted = wanted(rules, fleet);
        if (wanted > fleet.size()) {
            return scaleOut(rules, state, fleet, wanted, now);
        }
        if (fleet.size() > rules.maximumSize()) {
            return release(state, fleet, fleet.size() - rules.maximumSize(), now);
        }
        return wanted < fleet.size() ? below(rules, state, fleet, wanted, now) : rest(state);
    }

    /** How many machines are wanted beyond those that are there, coming or missing: for headroom, and for the least size that is allowed. */
    public static int spare(ScalingRules rules, Fleet fleet) {
        return Math.max(0, wanted(rules, fleet) - fleet.size() - fleet.missing());
    }

    /** The size that keeps what is needed at the target, within the sizes that are allowed. */
    private static int wanted(ScalingRules rules, Fleet fleet) {
        long enough = rules.enabled()
                ? ((long) fleet.needed() * 100 + rules.targetCapacity() - 1) / rules.targetCapacity()
                : fleet.size();
        if (rules.enabled() && fleet.missing() > 0) {
            enough = Math.max(enough, (long) fleet.size() + fleet.missing());
        }
        return (int) Math.max(rules.minimumSize(), Math.min(rules.maximumSize(), enough));
    }

    private static Decision scaleOut(ScalingRules rules, ScalingState state, Fleet fleet, int wanted, Instant now) {
        boolean newStep = state.stepAt() == null || !now.isBefore(state.stepAt().plus(STEP));
        int left = rules.maximumStep() - (newStep ? 0 : state.launched());
        int missing = wanted - fleet.size();
        int step = Math.min(Math.max(missing, rules.minimumStep()), Math.min(left, rules.maximumSize() - fleet.size()));
        if (step <= 0) {
            return new Decision(state.withoutPoints(), 0, 0, nextStep(state, now));
        }
        ScalingState after = state.scaledOut(now, newStep, step);
        return new Decision(after, step, 0, step < missing ? nextStep(after, now) : null);
    }

    private static Instant nextStep(ScalingState state, Instant now) {
        return (state.stepAt() == null ? now : state.stepAt()).plus(STEP);
    }

    private static Decision below(ScalingRules rules, ScalingState state, Fleet fleet, int wanted, Instant now) {
        ScalingState after = state.point(minute(now), wanted);
        if (isHeld(rules, state, fleet, now)
                || after.pointsBelow() < rules.pace().points()) {
            return new Decision(after, 0, 0, nextPoint(now));
        }
        int most = (int) Math.max(1, (long) fleet.size() * rules.pace().share() / 100);
        return release(after, fleet, Math.min(most, fleet.size() - after.mostNeeded()), now);
    }

    /** What is coming can't be given back yet: nothing goes in its stead. */
    private static boolean isHeld(ScalingRules rules, ScalingState state, Fleet fleet, Instant now) {
        return fleet.coming() > fleet.postponed()
                || (state.scaledOutAt() != null
                        && now.isBefore(state.scaledOutAt().plus(rules.pace().hold())));
    }

    private static Decision release(ScalingState state, Fleet fleet, int machines, Instant now) {
        int released = Math.max(0, Math.min(machines, fleet.running()));
        return new Decision(state.withoutPoints(), 0, released, nextPoint(now));
    }

    private static Decision rest(ScalingState state) {
        return new Decision(state.withoutPoints(), 0, 0, null);
    }

    private static long minute(Instant now) {
        return Math.floorDiv(now.getEpochSecond(), STEP.toSeconds());
    }

    private static Instant nextPoint(Instant now) {
        return Instant.ofEpochSecond((minute(now) + 1) * STEP.toSeconds());
    }
}
