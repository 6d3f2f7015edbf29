package io.stowage.runtime.docker;

import com.github.dockerjava.api.model.Container;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the daemon's list says of a container, as far as a change of it means that there is more to learn. The text of its status is not in it,
 * which says how many minutes ago something was; what stands in parentheses there is: health, exit code, pause.
 */
record Summary(String id, String name, String image, String state, String inParentheses) {

    private static final Pattern EXIT_CODE = Pattern.compile("[0-9]{1,3}");

    static Summary of(Container container) {
        String[] names = container.getNames();
        return new Summary(
                Objects.requireNonNullElse(container.getId(), ""),
                name(names),
                Objects.requireNonNullElse(container.getImageId(), ""),
                Objects.requireNonNullElse(container.getState(), ""),
                inParentheses(Objects.requireNonNullElse(container.getStatus(), "")));
    }

    static Map<String, String> labels(Container container) {
        return Objects.requireNonNullElse(container.getLabels(), Map.of());
    }

    /** The others are those that links give it, {@code /other/alias}. */
    private static String name(String[] names) {
        if (names == null) {
            return "";
        }
        for (String name : names) {
            String plain = name.startsWith("/") ? name.substring(1) : name;
            if (!plain.contains("/")) {
                return plain;
            }
        }
        return "";
    }

    /** Null where it names none. */
    @Nullable
    Integer exitCode() {
        return EXIT_CODE.matcher(inParentheses).matches() ? Integer.valueOf(inParentheses) : null;
    }

    static String inParentheses(String status) {
        int open = status.indexOf('(');
        int close = status.indexOf(')', open + 1);
        return open < 0 || close < 0 ? "" : status.substring(open + 1, close);
    }
}
