package io.stowage.spi;

import io.stowage.model.TaskDefinition;
import java.util.Optional;

/**
 * Says which workloads the host application lets run. Asked before a task definition is registered and again before a container is
 * created, so that a policy that became stricter holds for what was registered before.
 *
 * <p>Does not block; called from any thread. The default asks each runtime plugin for its own ({@link #platformDefault()}).
 */
@FunctionalInterface
public interface WorkloadPolicy {

    /**
     * Whether a definition may be registered.
     *
     * @return empty to allow it; else the reason why not, naming the field, its value and what to do
     */
    Optional<String> refuses(TaskDefinition taskDefinition);

    /**
     * Whether one container may be created on a host. Variables that an environment file gives it are among its {@linkplain ContainerSpec#secrets
     * secrets}, not in its environment: who forbids a name looks in both.
     *
     * @return empty to allow it; else the reason
     */
    default Optional<String> refuses(ContainerSpec spec) {
        return refuses(spec.taskDefinition());
    }

    /** Allows whatever the runtime at hand allows by itself. */
    static WorkloadPolicy platformDefault() {
        return definition -> Optional.empty();
    }
}
