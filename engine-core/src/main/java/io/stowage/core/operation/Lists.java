package io.stowage.core.operation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists that may be absent from a request. */
final class Lists {

    private Lists() {}

    /** A copy; what an older version has stored may lack it. */
    static <T> List<T> copyOrEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : List.copyOf(list);
    }

    static <T> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}
