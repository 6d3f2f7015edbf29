package io.stowage.core.state;

import java.time.Instant;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Collects what is wrong with a record that was read: the first of the rules that it breaks. The rules are few, and older than any record:
 * what a record is, not what a caller may ask for. A record that this engine wrote never breaks one.
 */
public final class Plausible {

    /** No clock of an engine tells a time before or after these. */
    private static final Instant FIRST = Instant.EPOCH;

    private static final Instant LAST = Instant.parse("3000-01-01T00:00:00Z");

    private @Nullable String wrong;

    /** What is wrong; null if nothing is. */
    public @Nullable String wrong() {
        return wrong;
    }

    public Plausible that(boolean holds, String field, @Nullable Object value, String rule) {
        if (!holds && wrong == null) {
            wrong = field + " is " + value + ", but " + rule;
        }
        return this;
    }

    /** The same for a rule that takes putting together: nearly all records keep it. */
    public Plausible that(boolean holds, String field, @Nullable Object value, Supplier<String> rule) {
        return holds ? this : that(false, field, value, rule.get());
    }

    /** A field is there. */
    public Plausible has(String field, @Nullable Object value) {
        return that(value != null, field, value, "it has to be there");
    }

    /** A field names the record itself. */
    public Plausible names(String field, @Nullable String value, String id) {
        return that(id.equals(value), field, value, () -> "the record is of " + id);
    }

    public Plausible atLeast(String field, @Nullable Number value, long least) {
        return that(
                value == null || value.longValue() >= least, field, value, () -> "it must be " + least + " or more");
    }

    public Plausible port(String field, @Nullable Integer value) {
        return that(value == null || (value >= 0 && value <= 65535), field, value, "a port is from 0 to 65535");
    }

    public Plausible time(String field, @Nullable Instant value) {
        boolean holds = value == null || (!value.isBefore(FIRST) && value.isBefore(LAST));
        return that(holds, field, value, "no clock tells such a time");
    }

    /** A field names something that has to be there. */
    public Plausible refers(String field, @Nullable String value, Predicate<String> isThere) {
        return that(value != null && isThere.test(value), field, value, "there is no such thing that could be read");
    }
}
