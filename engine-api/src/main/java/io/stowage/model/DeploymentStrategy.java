package io.stowage.model;

/** How a new deployment replaces the one before. */
public enum DeploymentStrategy {
    /** A few tasks at a time, within minimumHealthyPercent and maximumPercent. */
    ROLLING,

    /** All at once, beside the old one. */
    BLUE_GREEN,

    /** Traffic moves in equal steps. */
    LINEAR,

    /** A small part of the traffic first, then all of it. */
    CANARY
}
