package io.stowage.testkit;

import io.stowage.Engine;

/** Makes the engines of a simulation: those at the beginning, and one after each crash. */
@FunctionalInterface
public interface EngineFactory {

    /** An engine that has begun. */
    Engine start(EngineParts parts);
}
