package io.stowage.model;

/**
 * The ephemeral storage of a task.
 *
 * @param sizeInGiB its size in GiB, 21 to 200
 */
public record EphemeralStorage(int sizeInGiB) {}
