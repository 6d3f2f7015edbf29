package io.stowage.spi;

import java.time.Instant;

/**
 * What a container has used. Counters only grow while the container runs; what a host does not count is 0.
 *
 * @param measuredAt when, by the host's clock
 * @param cpuNanos the cpu time used since the start, in nanoseconds, over all cores
 * @param memoryBytes the memory in use now, without what the kernel may drop at once
 * @param memoryLimitBytes what it may use at most: the host's memory where it has no limit
 * @param networkReceivedBytes received over all of its networks since the start
 * @param networkSentBytes sent over all of its networks since the start
 * @param blockReadBytes read from block devices since the start
 * @param blockWrittenBytes written to block devices since the start
 */
public record ContainerMeasurement(
        Instant measuredAt,
        long cpuNanos,
        long memoryBytes,
        long memoryLimitBytes,
        long networkReceivedBytes,
        long networkSentBytes,
        long blockReadBytes,
        long blockWrittenBytes) {}
