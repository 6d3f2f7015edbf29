package io.stowage.runtime.ec2.fake;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Filters of a request: all of them must hold, and of each one value must match. {@code *} and {@code ?} stand for any characters. */
final class FakeFilters {

    private static final int MOST_VALUES = 200;

    private record Filter(String name, List<Pattern> values) {}

    private final List<Filter> filters = new ArrayList<>();

    /** The filters of a request; {@code names} is which there are: one that ends with a colon begins the names of others. */
    static FakeFilters take(QueryParameters parameters, String... names) {
        FakeFilters filters = new FakeFilters();
        int values = 0;
        for (QueryParameters structure : parameters.takeStructures("Filter")) {
            String name = structure.takeRequired("Name");
            boolean isKnown = List.of(names).stream()
                    .anyMatch(known -> known.endsWith(":")
                            ? name.startsWith(known) && name.length() > known.length()
                            : known.equals(name));
            if (!isKnown) {
                throw Ec2Error.client("InvalidParameterValue", "The filter '" + name + "' is invalid");
            }
            List<String> texts = structure.takeList("Value");
            values += texts.size();
            if (texts.isEmpty() || texts.contains("")) {
                throw Ec2Error.client("InvalidParameterValue", "The filter '" + name + "' has no value");
            }
            filters.filters.add(
                    new Filter(name, texts.stream().map(FakeFilters::pattern).toList()));
        }
        if (values > MOST_VALUES) {
            throw Ec2Error.client("FilterLimitExceeded", "The request has more than " + MOST_VALUES + " filter values");
        }
        return filters;
    }

    private static Pattern pattern(String value) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\' && i + 1 < value.length()) {
                i++;
                regex.append(Pattern.quote(String.valueOf(value.charAt(i))));
            } else if (c == '*') {
                regex.append(".*");
            } else if (c == '?') {
                regex.append('.');
            } else {
                regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }

    /** Whether a thing passes; {@code valuesOf} is what it has under a filter's name. */
    boolean hold(Function<String, Collection<String>> valuesOf) {
        return filters.stream()
                .allMatch(filter -> valuesOf.apply(filter.name()).stream()
                        .anyMatch(value -> filter.values().stream()
                                .anyMatch(pattern -> pattern.matcher(value).matches())));
    }

    static Collection<String> tagValues(Map<String, String> tags, String filter) {
        if (filter.equals("tag-key")) {
            return tags.keySet();
        }
        String value = tags.get(filter.substring("tag:".length()));
        return value == null ? List.of() : List.of(value);
    }
}
