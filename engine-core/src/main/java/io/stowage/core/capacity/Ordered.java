package io.stowage.core.capacity;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** Copies of maps by the order of their keys: no hash order can reach a decision through them. */
final class Ordered {

    private Ordered() {}

    static <V> Map<String, V> copy(Map<String, V> map) {
        return Collections.unmodifiableMap(new TreeMap<>(map));
    }
}
