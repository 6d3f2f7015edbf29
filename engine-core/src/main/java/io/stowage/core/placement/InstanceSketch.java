package io.stowage.core.placement;

/** An instance to plan on: a copy, which nobody else sees. */
public interface InstanceSketch extends InstanceView {

    /** A task of this group is on it from now on, or is no longer. */
    void sketch(Demand demand, String group, boolean there);
}
