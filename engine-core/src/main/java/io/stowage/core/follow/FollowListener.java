package io.stowage.core.follow;

import io.stowage.core.state.ClusterState;
import io.stowage.core.state.FoldedChanges;

/** Hears what a follower sees. */
@FunctionalInterface
public interface FollowListener {

    /**
     * The state is another one than at the last call, or has changed: all of it is committed. Called on the loop's strand, in the order of the
     * commits, one at a time; not called while this engine leads. The first call after it began to follow, and any after which the store
     * could not say what had changed, is {@linkplain FoldedChanges#isAnother with another state}.
     *
     * @param state belongs to the follower, which changes it after this call: to be read, and not kept
     * @param changes what changed since the last call; several commits may be one change here
     */
    void changed(ClusterState state, FoldedChanges changes);
}
