package io.stowage.core.loop;

import io.stowage.core.follow.Follower;
import io.stowage.core.operation.AgentHearing;
import io.stowage.core.operation.OperationTurn;
import io.stowage.core.placement.PlacementRules;
import io.stowage.core.state.ClusterState;
import io.stowage.core.state.Transaction;
import io.stowage.core.world.World;
import io.stowage.error.EcsException;
import io.stowage.error.ServerException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers reads from the state that a follower keeps: at once if that is new enough, else after the follower has caught up with what the store
 * has. Many that wait share one look. Belongs to the loop's strand.
 */
final class FollowedReads {

    private static final Logger LOG = LoggerFactory.getLogger(FollowedReads.class);

    private final World world;
    private final PlacementRules rules;
    private final Follower follower;
    private final Set<Mailbox.Waiting<?>> waiting = new LinkedHashSet<>();

    FollowedReads(World world, PlacementRules rules, Follower follower) {
        this.world = world;
        this.rules = rules;
        this.follower = follower;
    }

    /** @param readAge how old the state may be that the answer comes from; zero means no older than this call */
    void answer(Mailbox.Waiting<?> read, Duration readAge) {
        if (follower.state() != null && age().compareTo(readAge) < 0) {
            apply(read);
        } else {
            waiting.add(read);
            follower.catchUp(() -> {
                if (waiting.remove(read)) {
                    apply(read);
                }
            });
        }
    }

    private Duration age() {
        return Duration.ofNanos(world.monotonicNanos() - follower.seenAtNanos());
    }

    /** Time goes on while nothing is committed: tasks become healthy by it, and protection ends. */
    private Instant now(ClusterState state) {
        Instant committed = state.meta().now();
        Instant here = world.now();
        return here.isAfter(committed) ? here : committed;
    }

    private <T> void apply(Mailbox.Waiting<T> read) {
        ClusterState state = follower.state();
        if (state == null) {
            // Its look succeeded and another one has failed since: it waits for the next.
            answer(read, Duration.ZERO);
            return;
        }
        Transaction nothing = new Transaction(state, now(state));
        try {
            read.answer()
                    .complete(read.operation()
                            .apply(new OperationTurn(
                                    nothing, world::newId, world::random, AgentHearing.NOBODY, rules)));
        } catch (EcsException refused) {
            read.answer().completeExceptionally(refused);
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError bug) {
            LOG.error("A read failed: {}", read.operation().getClass().getSimpleName(), bug);
            read.answer().completeExceptionally(new ServerException("the engine failed at this: " + bug, bug));
        }
    }

    /** Those that wait, in their order: it follows no more, and somebody else answers them. */
    List<Mailbox.Waiting<?>> takeWaiting() {
        List<Mailbox.Waiting<?>> taken = new ArrayList<>(waiting);
        waiting.clear();
        return taken;
    }
}
