package io.stowage.runtime.docker;

/** When an image is asked of its registry: what ECS's agent calls {@code ECS_IMAGE_PULL_BEHAVIOR}. */
public enum PullBehavior {
    /** Each time; where that fails, the image that is on the host is taken. */
    DEFAULT,

    /** Each time; where that fails, the container fails. */
    ALWAYS,

    /** Once for each connection to the host, as long as the image stays there. */
    ONCE,

    /** Only if the image is not on the host. */
    PREFER_CACHED
}
