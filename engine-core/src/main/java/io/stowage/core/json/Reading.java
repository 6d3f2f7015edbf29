package io.stowage.core.json;

import java.util.List;

/** What a text says, and what in it was dropped. */
public record Reading<T>(T value, List<String> warnings) {

    /** Copies the warnings. */
    public Reading {
        warnings = List.copyOf(warnings);
    }
}
