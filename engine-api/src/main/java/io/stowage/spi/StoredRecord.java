package io.stowage.spi;

/**
 * One record of a partition.
 *
 * @param kind what it is, for example {@code task}: letters, digits and {@code -}, at most 32
 * @param id its name within the kind: printable ASCII, at most 512 characters
 * @param version 1 for the first, one more with each write; chosen by the engine, kept as given
 * @param payload its content
 */
public record StoredRecord(String kind, String id, long version, Payload payload) {}
