package io.stowage.core.placement;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * ECS's two capacity providers whose instances nobody sees. Their tasks run on hosts that were registered under the same name, or each on a machine that
 * was launched for it, and on no others, and no other tasks run there.
 */
public final class Fargate {

    /** The one that is meant by the launch type, too. */
    public static final String NAME = "FARGATE";

    /** The one whose tasks may be interrupted. */
    public static final String SPOT = "FARGATE_SPOT";

    /** Both, in the order of their names. */
    public static final List<String> NAMES = List.of(NAME, SPOT);

    private Fargate() {}

    /** Whether the capacity provider is one of them; null is none. */
    public static boolean is(@Nullable String capacityProvider) {
        return capacityProvider != null && NAMES.contains(capacityProvider);
    }
}
