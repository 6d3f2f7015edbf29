package io.stowage.core.world;

/** A place where blocking work runs, made by {@link World#lane}. */
public interface Lane extends AutoCloseable {

    String name();

    /** Takes no more work; what waits is dropped and what runs is left alone. Idempotent. */
    @Override
    void close();
}
