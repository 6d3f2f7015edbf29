package io.stowage.core.placement;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * ECS's two capacity providers whose instances nobody sees. Their tasks run on hosts that were registered under the same name and on no others, and
 * no other tasks run there.
 */
public final class Fargate {

    /** The one that is meant by the launch type, too. */
    public static final String NAME = "FARGATE";

    /** Both, in the order of their names. */
    public static final List<String> NAMES = List.of(NAME, "FARGATE_SPOT");

    private Fargate() {}

    /** Whether the capacity provider is one of them; null is none. */
    public static boolean is(@Nullable String capacityProvider) {
        return capacityProvider != null && NAMES.contains(capacityProvider);
    }
}
