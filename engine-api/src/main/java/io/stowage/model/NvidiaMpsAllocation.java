package io.stowage.model;

import org.jspecify.annotations.Nullable;

/**
 * A container's share of a GPU under NVIDIA MPS.
 *
 * @param memory GPU memory, in MiB
 * @param maxComputePercent the largest share of the GPU's threads, in percent
 */
public record NvidiaMpsAllocation(int memory, @Nullable Integer maxComputePercent) {}
