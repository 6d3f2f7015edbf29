package io.stowage.spi;

import org.jspecify.annotations.Nullable;

/**
 * How a command in a container ended.
 *
 * @param exitCode null if it was killed at its time-out
 * @param output what it printed, cut to the last few KiB; may be empty
 */
public record CommandResult(@Nullable Integer exitCode, String output) {
    /** Whether it ended by itself, with 0. */
    public boolean succeeded() {
        return exitCode != null && exitCode == 0;
    }
}
