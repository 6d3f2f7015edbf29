package io.stowage.runtime.docker.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Gathers why a definition is refused: the field, its value, the rule, and how a host application would allow it. */
final class Refusals {

    private static final int LONGEST_VALUE = 200;

    private final List<String> reasons = new ArrayList<>();

    /**
     * Refuses a field if so.
     *
     * @param way what the host application would call to allow it, or what else to do
     */
    void refuseIf(boolean refused, String field, @Nullable Object value, String why, String way) {
        if (refused) {
            reasons.add(field + " \"" + shown(value) + "\" is refused by the default policy for Docker: " + why + ". "
                    + way);
        }
    }

    private static String shown(@Nullable Object value) {
        StringBuilder shown = new StringBuilder();
        String.valueOf(value)
                .codePoints()
                .limit(LONGEST_VALUE)
                .forEach(each -> shown.appendCodePoint(isPlain(each) ? each : '?'));
        return shown.toString();
    }

    private static boolean isPlain(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    Optional<String> first() {
        return reasons.stream().findFirst();
    }
}
