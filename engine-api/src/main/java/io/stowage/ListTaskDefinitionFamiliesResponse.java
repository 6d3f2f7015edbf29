package io.stowage;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of families.
 *
 * @param families by name
 * @param nextToken for the next page; null if this is the last one
 */
public record ListTaskDefinitionFamiliesResponse(
        List<String> families, @Nullable String nextToken) {

    /** Copies the lists, keeping their order. */
    public ListTaskDefinitionFamiliesResponse {
        families = families == null ? List.of() : List.copyOf(families);
    }
}
