package io.stowage.spi;

import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a record holds: an immutable object of the engine, or the JSON text it stands for. Each is made from the other on
 * demand, with the codec of the engine, at most once.
 *
 * <p>A store in memory keeps the payload as it is and never asks for {@link #text()}, so nothing is serialised. A store in a
 * database writes {@link #text()} and gives back {@link #ofText(String)} with the very same characters: a column that rewrites JSON,
 * such as PostgreSQL's {@code jsonb}, is the wrong one. A store needs to know nothing else of it.
 *
 * <p>Thread-safe: both forms are immutable, and making one twice is harmless.
 */
public final class Payload {

    private final @Nullable Function<Object, String> writer;
    private volatile @Nullable Object object;
    private volatile @Nullable String text;

    private Payload(@Nullable Object object, @Nullable String text, @Nullable Function<Object, String> writer) {
        this.object = object;
        this.text = text;
        this.writer = writer;
    }

    /** A payload around an immutable object; {@code writer} makes its JSON text when a store asks for it. */
    public static Payload ofObject(Object object, Function<Object, String> writer) {
        return new Payload(Objects.requireNonNull(object), null, Objects.requireNonNull(writer));
    }

    /** A payload as a store read it back. */
    public static Payload ofText(String json) {
        return new Payload(null, Objects.requireNonNull(json), null);
    }

    /** The JSON text. Does not block; costs a serialisation the first time if the payload was made from an object. */
    public String text() {
        String present = text;
        if (present == null) {
            present = Objects.requireNonNull(writer).apply(Objects.requireNonNull(object));
            text = present;
        }
        return present;
    }

    /**
     * The object; {@code reader} makes it from the text the first time. Only the engine calls this.
     *
     * @throws ClassCastException if the object is not a {@code type}
     */
    public <T> T object(Class<T> type, Function<String, ? extends T> reader) {
        Object present = object;
        if (present == null) {
            present = reader.apply(Objects.requireNonNull(text));
            object = present;
        }
        return type.cast(present);
    }
}
