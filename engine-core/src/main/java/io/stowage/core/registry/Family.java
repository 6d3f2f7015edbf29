package io.stowage.core.registry;

/**
 * A family of task definitions. It stays when its revisions are deleted: no number is used twice.
 *
 * @param lastRevision the number that was given out last
 */
public record Family(String name, int lastRevision) {}
