package io.stowage.model;

import org.jspecify.annotations.Nullable;

/**
 * How a capacity provider launches and ends instances by itself. In an answer no component is null.
 *
 * @param status whether it does at all; null means DISABLED
 * @param targetCapacity how many percent of the instances tasks should need, 1 to 100; null means 100. What is less is headroom
 * @param minimumScalingStepSize how many instances are launched at once at least, 1 to 10000; null means 1
 * @param maximumScalingStepSize how many instances are launched at once at most, 1 to 10000; null means 10000
 * @param instanceWarmupPeriod seconds after which a launched instance counts, 0 to 10000; null means 300
 */
public record ManagedScaling(
        @Nullable ManagedScalingStatus status,
        @Nullable Integer targetCapacity,
        @Nullable Integer minimumScalingStepSize,
        @Nullable Integer maximumScalingStepSize,
        @Nullable Integer instanceWarmupPeriod) {}
