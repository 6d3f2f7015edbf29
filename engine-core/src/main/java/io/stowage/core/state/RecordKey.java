package io.stowage.core.state;

/** Names a record of a cluster partition. */
public record RecordKey(Kind kind, String id) {}
