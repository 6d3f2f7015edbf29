package io.stowage.core.operation;

import io.stowage.error.InvalidParameterException;
import io.stowage.error.UnsupportedFeatureException;
import io.stowage.model.Tag;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Rules that many operations share. What breaks one is refused with the field, the value, the rule and what to do. */
public final class Check {

    private static final int MOST_TAGS = 50;
    private static final int LONGEST_KEY = 128;
    private static final int LONGEST_VALUE = 256;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,255}");

    private Check() {}

    /** A cluster or a service: 1 to 255 letters, digits, hyphens and underscores. */
    public static void name(String field, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new InvalidParameterException(
                    field + " is '" + name + "'; use 1 to 255 letters, digits, hyphens and underscores");
        }
    }

    /** A number within bounds; null is left to its default. */
    public static void range(String field, @Nullable Integer value, int least, int most) {
        if (value != null && (value < least || value > most)) {
            throw new InvalidParameterException(field + " is " + value + "; it must be " + least + " to " + most);
        }
    }

    /** A list that names at least one thing and not too many. */
    public static void size(String field, List<?> values, int most) {
        if (values.isEmpty() || values.size() > most) {
            throw new InvalidParameterException(
                    field + " has " + values.size() + " elements; give 1 to " + most + " at a time");
        }
    }

    /** A text that is not too long; null is left to its default. */
    public static void length(String field, @Nullable String text, int most) {
        if (text != null && text.length() > most) {
            throw new InvalidParameterException(field + " has " + text.length() + " characters; use at most " + most);
        }
    }

    /** A client token: printable ASCII without blanks, not too long. */
    public static void clientToken(@Nullable String token, int most) {
        if (token != null && (token.isEmpty() || !token.chars().allMatch(c -> c >= 33 && c <= 126))) {
            throw new InvalidParameterException(
                    "clientToken is '" + token + "'; use 1 to " + most + " characters of ASCII 33 to 126");
        }
        length("clientToken", token, most);
    }

    /** Tags as ECS allows them; null is none. */
    public static void tags(@Nullable List<Tag> tags) {
        if (tags == null) {
            return;
        }
        if (tags.size() > MOST_TAGS) {
            throw new InvalidParameterException(
                    "tags has " + tags.size() + " elements; at most " + MOST_TAGS + " are allowed");
        }
        Set<String> keys = new LinkedHashSet<>();
        for (int i = 0; i < tags.size(); i++) {
            tag("tags[" + i + "]", tags.get(i), keys);
        }
    }

    private static void tag(String field, Tag tag, Set<String> keys) {
        String key = tag.key();
        if (key.isEmpty()) {
            throw new InvalidParameterException(field + ".key is empty; give 1 to " + LONGEST_KEY + " characters");
        }
        length(field + ".key", key, LONGEST_KEY);
        length(field + ".value", tag.value(), LONGEST_VALUE);
        if (key.regionMatches(true, 0, "aws:", 0, 4)) {
            throw new InvalidParameterException(
                    field + ".key is '" + key + "'; the prefix aws: is reserved, use another one");
        }
        if (!keys.add(key)) {
            throw new InvalidParameterException(field + ".key is '" + key + "', which is there already; use it once");
        }
    }

    /** Refuses what ECS has and this engine has not. */
    public static void unsupported(boolean asked, String field, @Nullable Object value, String advice) {
        if (asked) {
            throw new UnsupportedFeatureException(field + " is " + value + ", which is not supported; " + advice);
        }
    }

    /** The same for a list of which only an empty one is supported. */
    public static void unsupported(String field, @Nullable List<?> values) {
        unsupported(values != null && !values.isEmpty(), field, values, "leave it out");
    }
}
