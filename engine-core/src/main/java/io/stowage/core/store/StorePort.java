package io.stowage.core.store;

import io.stowage.core.world.Lane;
import io.stowage.spi.StateStore;
import java.time.Duration;

/**
 * The store and the way to it.
 *
 * @param callDeadline after which a call's outcome is unknown
 */
public record StorePort(StateStore store, Lane lane, Duration callDeadline) {}
