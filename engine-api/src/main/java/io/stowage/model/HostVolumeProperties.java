package io.stowage.model;

import org.jspecify.annotations.Nullable;

/**
 * A bind mount of the host.
 *
 * @param sourcePath the path on the host; null leaves it to the runtime, and the data to chance
 */
public record HostVolumeProperties(@Nullable String sourcePath) {}
