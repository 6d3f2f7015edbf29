package io.stowage.core.definition;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An absent list has no elements. */
final class Lists {

    private Lists() {}

    static <T> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }

    /** A visitor of elements together with their place. */
    interface Visitor<T> {
        void visit(String field, T element);
    }

    /** Visits all elements; the place is {@code field[index]}. */
    static <T> void each(String field, @Nullable List<T> list, Visitor<T> visitor) {
        List<T> elements = orEmpty(list);
        for (int i = 0; i < elements.size(); i++) {
            visitor.visit(field + "[" + i + "]", elements.get(i));
        }
    }
}
