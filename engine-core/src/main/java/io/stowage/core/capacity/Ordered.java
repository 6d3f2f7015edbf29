package io.stowage.core.capacity;

import com.google.common.collect.ImmutableSortedMap;
import java.util.Map;

/** Copies of maps by the order of their keys: no hash order can reach a decision through them. A copy is not copied again. */
public final class Ordered {

    private Ordered() {}

    /** Of a map without nulls. */
    public static <V> Map<String, V> copy(Map<String, V> map) {
        return ImmutableSortedMap.copyOf(map);
    }
}
