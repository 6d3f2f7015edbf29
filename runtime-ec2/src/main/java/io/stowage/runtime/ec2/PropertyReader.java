package io.stowage.runtime.ec2;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads properties, each by a pattern that its whole value must match, and collects what is wrong with them. */
final class PropertyReader {

    private static final Pattern COMMA = Pattern.compile("\\s*,\\s*");

    private final Map<String, String> properties;
    private final Set<String> read = new TreeSet<>();
    private final List<String> errors = new ArrayList<>();

    PropertyReader(Map<String, String> properties) {
        this.properties = new TreeMap<>(properties);
    }

    /** Null if it isn't there, or is wrong, which is said then. */
    @Nullable
    String optional(String name, Pattern pattern, String advice) {
        read.add(name);
        String value = properties.get(name);
        if (value == null || pattern.matcher(value).matches()) {
            return value;
        }
        wrong(name, value, advice);
        return null;
    }

    /** Null if it is missing or wrong, which is said then. */
    @Nullable
    String required(String name, Pattern pattern, String advice) {
        if (!properties.containsKey(name)) {
            read.add(name);
            errors.add("properties." + name + " is missing: " + advice);
            return null;
        }
        return optional(name, pattern, advice);
    }

    /** What is there between commas; none if it isn't there. */
    List<String> list(String name, Pattern pattern, String advice) {
        read.add(name);
        String value = properties.getOrDefault(name, "").strip();
        List<String> parts = new ArrayList<>();
        if (value.isEmpty()) {
            return parts;
        }
        for (String part : COMMA.split(value, -1)) {
            if (pattern.matcher(part).matches()) {
                parts.add(part);
            } else {
                wrong(name, part, advice);
            }
        }
        return parts;
    }

    /** Whatever begins with this, without it; its name and its value each by a pattern. In alphabetical order. */
    Map<String, String> prefixed(String prefix, Pattern names, Pattern values, String advice) {
        Map<String, String> found = new LinkedHashMap<>();
        properties.forEach((name, value) -> {
            if (!name.startsWith(prefix)) {
                return;
            }
            read.add(name);
            String plain = name.substring(prefix.length());
            if (names.matcher(plain).matches() && values.matcher(value).matches()) {
                found.put(plain, value);
            } else {
                wrong(name, value, advice);
            }
        });
        return found;
    }

    boolean has(String name) {
        return properties.containsKey(name);
    }

    void wrong(String name, String value, String advice) {
        errors.add("properties." + name + " \"" + value + "\" is not right: " + advice);
    }

    void wrong(String message) {
        errors.add(message);
    }

    /** Everything that is wrong, unknown names among it. */
    List<String> errors(String known) {
        List<String> all = new ArrayList<>(errors);
        for (String name : properties.keySet()) {
            if (!read.contains(name)) {
                all.add("properties." + name + " is not known: the ec2 provider takes " + known);
            }
        }
        return all;
    }
}
