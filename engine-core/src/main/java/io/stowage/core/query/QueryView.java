package io.stowage.core.query;

import java.time.Instant;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What a cluster query sees of a container instance. Cheap to ask. */
public interface QueryView {

    /** Its agent is connected. */
    boolean connected();

    /** The version of its agent; null if the agent hasn't said. */
    @Nullable
    String agentVersion();

    /** The value of an attribute; null if the instance lacks it, empty if it has it without a value. */
    @Nullable
    String attribute(String name);

    /** The provider's id of the host; null if no provider launched it. */
    @Nullable
    String ec2InstanceId();

    /** When it was registered; null if that isn't known. */
    @Nullable
    Instant registeredAt();

    /** How many tasks that are to run do run on it. */
    int runningTasksCount();

    /** How many tasks of this group whose desired status is RUNNING are on the instance. */
    int tasksOfGroup(String group);

    /** Whether a task whose desired status is RUNNING is on the instance and its group passes the test. */
    boolean anyGroup(Predicate<String> test);
}
