package io.stowage.spi;

import java.util.AbstractMap;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An unmodifiable copy of a map, in its order. A copy is not copied again: the labels of a container pass through many hands, each of
 * which has to be sure of them.
 */
final class OrderedCopy extends AbstractMap<String, String> {

    private final Map<String, String> entries;

    private OrderedCopy(Map<String, String> given) {
        this.entries = Collections.unmodifiableMap(new LinkedHashMap<>(given));
    }

    static Map<String, String> of(Map<String, String> given) {
        return given instanceof OrderedCopy ? given : new OrderedCopy(given);
    }

    @Override
    public @Nullable String get(Object key) {
        return entries.get(key);
    }

    @Override
    public boolean containsKey(Object key) {
        return entries.containsKey(key);
    }

    @Override
    public int size() {
        return entries.size();
    }

    @Override
    public Set<Entry<String, String>> entrySet() {
        return entries.entrySet();
    }
}
