package io.stowage.spi;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An unmodifiable copy of a map, in its order: keys and values in turn in one array, looked through from its beginning. A container has
 * a handful of labels and variables, and there are a hundred thousand containers: this takes a quarter of the memory of a hash table. A
 * copy is not copied again: the labels of a container pass through many hands, each of which has to be sure of them.
 */
final class OrderedCopy extends AbstractMap<String, String> {

    private final String[] words;

    private OrderedCopy(Map<String, String> given) {
        this.words = new String[2 * given.size()];
        int next = 0;
        for (Entry<String, String> entry : given.entrySet()) {
            words[next] = Objects.requireNonNull(entry.getKey(), "null key");
            words[next + 1] = Objects.requireNonNull(entry.getValue(), () -> "null value of key " + entry.getKey());
            next += 2;
        }
    }

    static Map<String, String> of(Map<String, String> given) {
        return given instanceof OrderedCopy ? given : new OrderedCopy(given);
    }

    @Override
    public @Nullable String get(Object key) {
        for (int i = 0; i < words.length; i += 2) {
            if (words[i].equals(key)) {
                return words[i + 1];
            }
        }
        return null;
    }

    @Override
    public boolean containsKey(Object key) {
        return get(key) != null;
    }

    @Override
    public int size() {
        return words.length / 2;
    }

    @Override
    public Set<Entry<String, String>> entrySet() {
        return new Entries();
    }

    private final class Entries extends AbstractSet<Entry<String, String>> {

        @Override
        public int size() {
            return OrderedCopy.this.size();
        }

        @Override
        public Iterator<Entry<String, String>> iterator() {
            return new Iterator<>() {
                private int next;

                @Override
                public boolean hasNext() {
                    return next < words.length;
                }

                @Override
                public Entry<String, String> next() {
                    if (!hasNext()) {
                        throw new NoSuchElementException();
                    }
                    next += 2;
                    return new SimpleImmutableEntry<>(words[next - 2], words[next - 1]);
                }
            };
        }
    }
}
