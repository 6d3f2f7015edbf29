package io.stowage.spi;

import org.jspecify.annotations.Nullable;

/**
 * A container instance as it would be with the tasks that were placed on it just before. Cheap to ask. It is true only while the call lasts that
 * it was given to: don't keep it.
 */
public interface PlacementInstance {

    /** The id in its ARN. */
    String id();

    String arn();

    /** The value of an attribute; null if the instance lacks it, empty if it has it without a value. */
    @Nullable
    String attribute(String name);

    /** CPU units that no task has a claim to. Below zero if the instance shrank. */
    int remainingCpu();

    /** MiB that no task has a claim to. Below zero if the instance shrank. */
    int remainingMemory();

    /** GPUs that no task has a claim to. Below zero if the instance shrank. */
    int remainingGpus();

    /** How many tasks that are to run do run on it. */
    int runningTasksCount();

    /** How many tasks of a group that are to run are on it: {@code service:NAME} for those of a service. */
    int tasksOfGroup(String group);
}
