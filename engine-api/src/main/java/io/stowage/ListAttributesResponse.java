package io.stowage;

import io.stowage.model.Attribute;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of attributes.
 *
 * @param attributes each with its target
 * @param nextToken for the next page; null if this is the last one
 */
public record ListAttributesResponse(
        List<Attribute> attributes, @Nullable String nextToken) {

    /** Copies the lists, keeping their order. */
    public ListAttributesResponse {
        attributes = attributes == null ? List.of() : List.copyOf(attributes);
    }
}
