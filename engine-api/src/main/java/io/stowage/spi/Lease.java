package io.stowage.spi;

/**
 * The right to write one partition.
 *
 * @param partition the partition
 * @param holder who holds it: unique to one engine in one process
 * @param epoch rises with each new holder; every commit under the lease carries it
 */
public record Lease(String partition, String holder, long epoch) {}
