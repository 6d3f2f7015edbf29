package io.stowage.model;

import org.jspecify.annotations.Nullable;

/**
 * How a container shares a GPU with others.
 *
 * @param nvidiaMps a share under NVIDIA MPS
 */
public record SharingStrategy(@Nullable NvidiaMpsAllocation nvidiaMps) {}
