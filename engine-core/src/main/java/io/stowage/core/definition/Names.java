package io.stowage.core.definition;

import static io.stowage.core.definition.Findings.quote;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Rules about names, which many fields share. */
final class Names {

    private static final int LONGEST = 255;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+");

    private Names() {}

    /** A family, a container or a volume: up to 255 letters, digits, underscores and hyphens. */
    static void check(Findings findings, String field, String name) {
        if (name.isEmpty()) {
            findings.error(field, "\"\" is no name; give 1 to 255 letters, digits, _ and -.");
        } else if (name.length() > LONGEST) {
            findings.error(field, quote(name) + " has " + name.length() + " characters; use at most 255.");
        } else if (!NAME.matcher(name).matches()) {
            findings.error(field, quote(name) + " has other characters than letters, digits, _ and -; remove them.");
        }
    }

    /** The text must say something. */
    static void notBlank(Findings findings, String field, @Nullable String text) {
        findings.errorIf(
                text != null && text.isBlank(), field, "an empty text says nothing; give a value, or no field.");
    }

    /** Names that occur more than once are errors at their later places; {@code suffix} leads from the list to the name. */
    static void unique(Findings findings, String list, String suffix, List<String> names) {
        Set<String> seen = new LinkedHashSet<>();
        for (int i = 0; i < names.size(); i++) {
            if (!seen.add(names.get(i))) {
                findings.error(
                        list + "[" + i + "]" + suffix,
                        quote(names.get(i)) + " occurs more than once in " + list + "; use each only once.");
            }
        }
    }
}
