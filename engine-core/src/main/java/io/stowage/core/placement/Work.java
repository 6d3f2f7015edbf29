package io.stowage.core.placement;

/** How much a plan may still cost: so that its answer comes in time, if need be with what was found until then. */
final class Work {

    private long left;

    Work(long most) {
        this.left = most;
    }

    void spend(long cost) {
        left -= cost;
    }

    /** Whether so much may be spent still. */
    boolean allows(long cost) {
        return cost <= left;
    }

    boolean spent() {
        return left < 0;
    }
}
