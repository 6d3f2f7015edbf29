package io.stowage.core.query;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/**
 * Regular expressions that come from outside. ECS takes those of {@code java.util.regex}, which can take time exponential in the length of
 * a value; here they are matched in time linear in it, by RE2/J. {@link PatternRules} refuses by name what Java's have and these can't, and
 * what these would silently understand otherwise.
 */
final class Patterns {

    private Patterns() {}

    /**
     * The pattern; it is to match whole values.
     *
     * @throws BadValueException if it is none, has what is not supported, or is too large
     */
    static Pattern compile(String pattern) {
        PatternRules.check(pattern);
        try {
            return Pattern.compile(pattern);
        } catch (PatternSyntaxException malformed) {
            String part = malformed.getPattern();
            String where = part.isEmpty() ? "" : ": " + Malformed.quoted(part);
            throw new BadValueException(
                    0,
                    Math.max(0, pattern.indexOf(part)),
                    "no regular expression: " + malformed.getDescription() + where);
        }
    }
}
