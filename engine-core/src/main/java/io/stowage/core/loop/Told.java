package io.stowage.core.loop;

import io.stowage.core.state.StateDifference;
import org.jspecify.annotations.Nullable;

/**
 * What listeners know of the cluster while this engine has no state of it: left by who had the state last, leading or following, for who
 * has it next, so that listeners are told what changed in between. Belongs to the loop's strand.
 */
final class Told {

    private StateDifference.@Nullable Known known;

    void leave(StateDifference.@Nullable Known what) {
        known = what;
    }

    /** What was left, once; null if nothing is known. */
    StateDifference.@Nullable Known take() {
        StateDifference.Known taken = known;
        known = null;
        return taken;
    }
}
