package io.stowage.runtime.docker.spec;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Ports from {@code first} to {@code last}, both included. */
public record PortRange(int first, int last) {

    /** Where ECS's agent takes dynamic host ports from if the host doesn't say. */
    public static final PortRange DYNAMIC = new PortRange(49_153, 65_535);

    private static final int MOST = 65_535;
    private static final Pattern TEXT = Pattern.compile("([0-9]{1,5})-([0-9]{1,5})");

    /**
     * A range.
     *
     * @throws IllegalArgumentException if it is no range of ports
     */
    public PortRange {
        if (first < 1 || last < first || last > MOST) {
            throw new IllegalArgumentException("the ports " + first + " to " + last
                    + " are no range: give a first and a last one from 1 to " + MOST);
        }
    }

    /** Reads {@code first-last}; empty if it is none. */
    static Optional<PortRange> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int first = Integer.parseInt(matcher.group(1));
        int last = Integer.parseInt(matcher.group(2));
        return first < 1 || last < first || last > MOST ? Optional.empty() : Optional.of(new PortRange(first, last));
    }

    int size() {
        return last - first + 1;
    }

    /** As ECS writes it. */
    @Override
    public String toString() {
        return first + "-" + last;
    }
}
