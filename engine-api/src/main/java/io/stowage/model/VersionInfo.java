package io.stowage.model;

import org.jspecify.annotations.Nullable;

/**
 * The versions of what runs on a container instance.
 *
 * @param agentVersion of the agent
 * @param agentHash the agent's source revision
 * @param dockerVersion of the container runtime, whichever it is
 */
public record VersionInfo(
        @Nullable String agentVersion,
        @Nullable String agentHash,
        @Nullable String dockerVersion) {}
