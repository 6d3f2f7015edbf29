package io.stowage.core.attachment;

import org.jspecify.annotations.Nullable;

/**
 * The engine that took the call which registers an instance.
 *
 * @param place where the instance's host is, if only engines of this place reach it; null if any engine does
 */
public record Registrar(String engineId, @Nullable String place) {}
