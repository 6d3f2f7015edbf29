package io.stowage.runtime.docker.spec;

import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks at every string of a definition, whatever its field: no process can be given a NUL or half of a character, and a line end in what
 * ends up in a file of lines, or in an option of a mount, would be another line or option.
 */
final class Texts {

    /** Text that may be of several lines, and all that is below these fields. */
    private static final Set<String> LINES = Set.of(
            "command",
            "entryPoint",
            "environment",
            "dockerLabels",
            "healthCheck",
            "readinessCheck",
            "options",
            "driverOpts",
            "labels",
            "workingDirectory",
            "value");

    private Texts() {}

    /** Checks a record and all below it. */
    static void check(Report report, String field, @Nullable Object value) {
        check(report, field, value, false);
    }

    private static void check(Report report, String field, @Nullable Object value, boolean lines) {
        if (value instanceof String text) {
            checkText(report, field, text, lines);
        } else if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                check(report, field + "[" + i + "]", list.get(i), lines);
            }
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((key, each) -> {
                check(report, field, key, lines);
                check(report, field + "[" + Report.shown(String.valueOf(key)) + "]", each, lines);
            });
        } else if (value instanceof Record record) {
            for (RecordComponent component : record.getClass().getRecordComponents()) {
                String name = component.getName();
                String below = field.isEmpty() ? name : field + "." + name;
                check(report, below, get(component, record), lines || LINES.contains(name));
            }
        }
    }

    private static @Nullable Object get(RecordComponent component, Record record) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(component + " can't be read", e);
        }
    }

    /** One text; {@code lines} says whether it may be of several. */
    static void checkText(Report report, String field, String text, boolean lines) {
        report.refuseIf(
                text.indexOf('\0') >= 0,
                field,
                text,
                "holds a NUL character, which no process can be given: take it out");
        report.refuseIf(
                !StandardCharsets.UTF_8.newEncoder().canEncode(text),
                field,
                text,
                "holds half of a surrogate pair, which is no character: take it out");
        report.refuseIf(
                !lines && text.indexOf('\0') < 0 && text.chars().anyMatch(Character::isISOControl),
                field,
                text,
                "holds a line end or another control character: take it out");
    }

    /** Whether a text is absent or empty. */
    static boolean isEmpty(@Nullable String text) {
        return text == null || text.isEmpty();
    }

    /** The text, empty where there is none. */
    static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    /** The list, empty where there is none. */
    static <T> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }

    /** The map, empty where there is none. */
    static <K, V> Map<K, V> orEmpty(@Nullable Map<K, V> map) {
        return map == null ? Map.of() : map;
    }
}
