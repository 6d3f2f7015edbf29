package io.stowage.core.placement;

/**
 * What an instance has to give, whatever may be on it now.
 *
 * @param id the instance's
 */
public record Room(String id, int cpu, int memory, int gpus) {}
