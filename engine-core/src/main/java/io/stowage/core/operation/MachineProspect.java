package io.stowage.core.operation;

import io.stowage.core.query.QueryView;
import io.stowage.spi.InstanceProvider.MachineType;
import java.time.Instant;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The container instance that a machine would become: nothing is on it, and of its attributes are known those of its type and its zone.
 *
 * @param zone empty if it isn't known
 */
record MachineProspect(MachineType type, String zone) implements QueryView {

    @Override
    public boolean connected() {
        return true;
    }

    @Override
    public @Nullable String agentVersion() {
        return null;
    }

    @Override
    public @Nullable String attribute(String name) {
        return switch (name) {
            case "ecs.availability-zone" -> zone.isEmpty() ? null : zone;
            case "ecs.instance-type" -> type.name();
            default -> type.attributes().get(name);
        };
    }

    @Override
    public @Nullable String ec2InstanceId() {
        return null;
    }

    @Override
    public @Nullable Instant registeredAt() {
        return null;
    }

    @Override
    public int runningTasksCount() {
        return 0;
    }

    @Override
    public int tasksOfGroup(String group) {
        return 0;
    }

    @Override
    public boolean anyGroup(Predicate<String> test) {
        return false;
    }
}
