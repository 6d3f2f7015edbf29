package io.stowage.core.definition;

import io.stowage.error.ClientException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the rules find in one registration: errors refuse it, warnings go with it. Filled by one check, in order. */
final class Findings {

    private static final int MOST_NAMED = 10;
    private static final int LONGEST_VALUE = 64;

    private final List<String> errors = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    /** The field breaks a rule; {@code rule} names the value, the rule and what to do. */
    void error(String field, String rule) {
        errors.add(field + ": " + rule);
    }

    /** As {@link #error}, where ECS's own text says it all. */
    void error(String text) {
        errors.add(text);
    }

    void errorIf(boolean broken, String field, String rule) {
        if (broken) {
            error(field, rule);
        }
    }

    void warn(String field, String remark) {
        warnings.add(field + ": " + remark);
    }

    /** The number is outside of what the field may be. */
    void range(String field, @Nullable Integer value, int least, int most) {
        if (value != null && (value < least || value > most)) {
            String rule = most == Integer.MAX_VALUE ? "at least " + least : "from " + least + " to " + most;
            error(field, value + " is out of range; give a number " + rule + ".");
        }
    }

    /** Takes over what another check found, but for what is known already. */
    void addErrorsOf(Findings other) {
        other.errors.stream().filter(error -> !errors.contains(error)).forEach(errors::add);
    }

    boolean isClean() {
        return errors.isEmpty();
    }

    List<String> warnings() {
        return List.copyOf(warnings);
    }

    /**
     * Refuses the registration if there are errors.
     *
     * @throws ClientException that names them
     */
    void throwIfAny() {
        if (errors.isEmpty()) {
            return;
        }
        String named = String.join("\n", errors.subList(0, Math.min(errors.size(), MOST_NAMED)));
        int more = errors.size() - MOST_NAMED;
        throw new ClientException(more > 0 ? named + "\n(and " + more + " more)" : named);
    }

    /** A value for a message, in quotes and not too long. */
    static String quote(String value) {
        String clipped = value.length() <= LONGEST_VALUE ? value : value.substring(0, LONGEST_VALUE) + "...";
        return "\"" + clipped + "\"";
    }
}
