package io.stowage.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Unmodifiable copies for the constructors of records. Order is kept; null elements are refused. */
final class Copies {

    private Copies() {}

    static <T> List<T> list(List<T> list, String component) {
        return List.copyOf(Objects.requireNonNull(list, component + " is required"));
    }

    static <T> @Nullable List<T> optionalList(@Nullable List<T> list) {
        return list == null ? null : List.copyOf(list);
    }

    static <T> List<T> listOrEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : List.copyOf(list);
    }

    static <K, V> @Nullable Map<K, V> optionalMap(@Nullable Map<K, V> map) {
        if (map == null) {
            return null;
        }
        // Not Map.copyOf: its order is neither the given one nor the same in the next process.
        Map<K, V> copy = new LinkedHashMap<>();
        map.forEach((key, value) -> copy.put(
                Objects.requireNonNull(key, "null key"),
                Objects.requireNonNull(value, () -> "null value of key " + key)));
        return Collections.unmodifiableMap(copy);
    }
}
