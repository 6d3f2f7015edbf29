package io.stowage.runtime.ec2.fake;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The parameters of a request. Each is taken once; whatever is left in the end was not known, and is refused. */
final class QueryParameters {

    private final String prefix;
    private final Map<String, String> left;

    private QueryParameters(String prefix, Map<String, String> left) {
        this.prefix = prefix;
        this.left = left;
    }

    static QueryParameters parse(String body) {
        Map<String, String> all = new TreeMap<>();
        for (String pair : body.split("&", -1)) {
            int at = pair.indexOf('=');
            if (at < 0) {
                throw Ec2Error.client("MalformedQueryString", "The query string contains a syntax error: " + pair);
            }
            String name = decoded(pair.substring(0, at));
            if (all.put(name, decoded(pair.substring(at + 1))) != null) {
                throw Ec2Error.client("InvalidParameterCombination", "The parameter " + name + " is given twice");
            }
        }
        return new QueryParameters("", all);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** What hasn't been taken yet. */
    Map<String, String> all() {
        return new TreeMap<>(left);
    }

    /** Null if it isn't there. */
    String take(String name) {
        return left.remove(prefix + name);
    }

    String takeRequired(String name) {
        String value = take(name);
        if (value == null) {
            throw Ec2Error.client("MissingParameter", "The request must contain the parameter " + prefix + name);
        }
        return value;
    }

    /** One of some words; null if it isn't there. */
    String takeOneOf(String name, String... words) {
        String value = take(name);
        if (value != null && !List.of(words).contains(value)) {
            throw invalid(name, value);
        }
        return value;
    }

    /** Null if it isn't there. */
    Integer takeNumber(String name, int least, int most) {
        String value = take(name);
        if (value == null) {
            return null;
        }
        if (!value.matches("-?\\d{1,9}") || Integer.parseInt(value) < least || Integer.parseInt(value) > most) {
            throw invalid(name, value);
        }
        return Integer.valueOf(value);
    }

    Ec2Error invalid(String name, String value) {
        return Ec2Error.client(
                "InvalidParameterValue", "Value (" + value + ") for parameter " + prefix + name + " is invalid.");
    }

    /** {@code name.1}, {@code name.2} and so on. */
    List<String> takeList(String name) {
        List<String> values = new ArrayList<>();
        for (String value = take(name + ".1"); value != null; value = take(name + "." + (values.size() + 1))) {
            values.add(value);
        }
        return values;
    }

    /** What is below {@code name.1.}, {@code name.2.} and so on. */
    List<QueryParameters> takeStructures(String name) {
        List<QueryParameters> structures = new ArrayList<>();
        for (int i = 1; hasBelow(name + "." + i + "."); i++) {
            structures.add(below(name + "." + i));
        }
        return structures;
    }

    boolean hasBelow(String name) {
        return left.keySet().stream().anyMatch(key -> key.startsWith(prefix + name));
    }

    /** What is below {@code name.}. */
    QueryParameters below(String name) {
        return new QueryParameters(prefix + name + ".", left);
    }

    /** That nothing is left. */
    void end() {
        if (!left.isEmpty()) {
            throw Ec2Error.client(
                    "UnknownParameter",
                    "The parameter " + left.keySet().iterator().next() + " is not recognized");
        }
    }
}
