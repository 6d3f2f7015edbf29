package io.stowage.benchmarks;

import io.stowage.core.query.QueryView;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A container instance to ask queries of.
 *
 * @param text its id, the value of all its attributes, and the group of its one task; null for an instance that has none of these
 */
record QueriedInstance(@Nullable String text, @Nullable String agentVersion) implements QueryView {

    /** With the longest values, with short ones, and with none. */
    static final List<QueriedInstance> ALL = List.of(
            new QueriedInstance("a".repeat(255), "1.14.5"),
            new QueriedInstance("t2.small", "1.9"),
            new QueriedInstance(null, null));

    @Override
    public boolean connected() {
        return text != null;
    }

    @Override
    public @Nullable String attribute(String name) {
        return text;
    }

    @Override
    public @Nullable String ec2InstanceId() {
        return text;
    }

    @Override
    public @Nullable Instant registeredAt() {
        return text == null ? null : Instant.EPOCH;
    }

    @Override
    public int runningTasksCount() {
        return text == null ? 0 : 1;
    }

    @Override
    public int tasksOfGroup(String group) {
        return group.equals(text) ? 1 : 0;
    }

    @Override
    public boolean anyGroup(Predicate<String> test) {
        return text != null && test.test(text);
    }
}
