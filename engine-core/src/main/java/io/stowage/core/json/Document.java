package io.stowage.core.json;

import org.jspecify.annotations.Nullable;

/**
 * A record as it was stored, together with what its type does not know: fields of a newer engine, which are written back as
 * they were. Immutable; made by {@link RecordCodec}.
 */
public final class Document<T extends Record> {

    private final T value;
    private final @Nullable UnknownFields unknown;

    Document(T value, @Nullable UnknownFields unknown) {
        this.value = value;
        this.unknown = unknown;
    }

    /** A document of this engine's making: nothing in it is unknown. */
    public static <T extends Record> Document<T> of(T value) {
        return new Document<>(value, null);
    }

    /** The record. */
    public T value() {
        return value;
    }

    /** The document with another value of the same record, and the unknown fields it had. */
    public Document<T> with(T newValue) {
        return new Document<>(newValue, unknown);
    }

    /** The same for a value whose type is not known here. */
    public Document<T> withAny(Object newValue) {
        @SuppressWarnings("unchecked")
        Class<T> type = (Class<T>) value.getClass();
        return with(type.cast(newValue));
    }

    @Nullable
    UnknownFields unknown() {
        return unknown;
    }
}
