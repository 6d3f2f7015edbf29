package io.stowage.core.placement;

import org.jspecify.annotations.Nullable;

/**
 * Why a container instance can't take a task, in the order in which it is asked. {@code reason} is ECS's word for it in a failure, and
 * {@code event} what its service event says of the closest instance.
 */
enum Misfit {
    /** ECS has words only for a capacity provider that has no instance at all. */
    FOREIGN(1 << 0, "CAPACITY PROVIDER", "is not of the capacity provider of your task."),
    INACTIVE(1 << 1, "INACTIVE", "encountered error \"INACTIVE\"."),
    AGENT(1 << 2, "AGENT", "encountered error \"AGENT\"."),
    CPU(1 << 3, "RESOURCE:CPU", "has insufficient CPU units available."),
    MEMORY(1 << 4, "RESOURCE:MEMORY", "has insufficient memory available."),
    GPU(1 << 5, "RESOURCE:GPU", "encountered error \"RESOURCE:GPU\"."),
    PORT_TAKEN(1 << 6, "RESOURCE:PORTS", "is already using a port required by your task."),
    TOO_MANY_PORTS(1 << 7, "RESOURCE:PORTS", "encountered error \"RESOURCE:PORTS\"."),
    ATTRIBUTE(1 << 8, "ATTRIBUTE", "is missing an attribute required by your task."),
    NOT_DISTINCT(
            1 << 9,
            "DistinctInstance placement constraint unsatisfied.",
            "encountered error \"DistinctInstance placement constraint unsatisfied.\"."),
    NOT_MEMBER(
            1 << 10,
            "MemberOf placement constraint unsatisfied",
            "encountered error \"MemberOf placement constraint unsatisfied\"."),
    /** By a filter of the host application's: ECS has no word for it. */
    REFUSED(
            1 << 11,
            "PlacementFilter placement constraint unsatisfied",
            "encountered error \"PlacementFilter placement constraint unsatisfied\".");

    private static final Misfit[] ALL = values();

    private final int bit;
    private final String reason;
    private final String event;

    Misfit(int bit, String reason, String event) {
        this.bit = bit;
        this.reason = reason;
        this.event = event;
    }

    /** Its place in a set of misfits that is an int, so that asking ten thousand instances allocates nothing. What is asked first is least. */
    int bit() {
        return bit;
    }

    /** The first of a set; null if it is empty. */
    static @Nullable Misfit first(int misfits) {
        return misfits == 0 ? null : ALL[Integer.numberOfTrailingZeros(misfits)];
    }

    String reason() {
        return reason;
    }

    String event() {
        return event;
    }
}
