package io.stowage.core.loop;

import io.stowage.core.state.ClusterState;
import io.stowage.core.world.Strand;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Has agents told everything that may have missed something: after a pause, and after a longer one each time as long as that fails.
 * Only what is committed may be told; while a commit is under way they wait for it. Belongs to the loop's strand.
 */
final class Repairs {

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final Strand strand;
    private final AgentRunner agents;
    private final Supplier<@Nullable ClusterState> committed;
    private Duration pause = FIRST_PAUSE;
    private boolean ahead;
    /** Whether one waits until all of the state is committed. */
    private boolean due;

    /** @param committed the state if all of it is committed, else null */
    Repairs(Strand strand, AgentRunner agents, Supplier<@Nullable ClusterState> committed) {
        this.strand = strand;
        this.agents = agents;
        this.committed = committed;
    }

    /** All of the state is committed, and what follows from it has been tried. */
    void settled() {
        if (due) {
            repair();
        } else {
            soon();
        }
    }

    private void soon() {
        if (!agents.anyOutOfStep()) {
            pause = FIRST_PAUSE;
        } else if (!ahead) {
            ahead = true;
            strand.schedule(pause, () -> {
                ahead = false;
                repair();
            });
            Duration longer = pause.multipliedBy(2);
            pause = longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
        }
    }

    private void repair() {
        ClusterState current = committed.get();
        due = current == null;
        if (current != null) {
            agents.repair(current);
            soon();
        }
    }
}
