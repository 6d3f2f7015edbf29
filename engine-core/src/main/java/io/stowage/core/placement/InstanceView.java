package io.stowage.core.placement;

import io.stowage.model.TransportProtocol;
import org.jspecify.annotations.Nullable;

/** What placement sees of a container instance. Cheap to ask; nothing here scans. */
public interface InstanceView {

    /** The id in the instance's ARN: ties break by it. */
    String id();

    String arn();

    /** The instance takes new tasks: its status is ACTIVE. */
    boolean active();

    /** Its agent is connected. */
    boolean connected();

    /** Cpu units, MiB and GPUs that no unreleased task has a claim to. Below zero if the instance shrank. */
    int remainingCpu();

    int remainingMemory();

    int remainingGpus();

    /** How many more host ports the instance may reserve: at most 100 are. */
    int remainingPortReservations();

    /** Whether an unreleased task holds this host port, or the instance keeps it for itself. */
    boolean portTaken(TransportProtocol protocol, int port);

    /** The value of an attribute; null if the instance lacks it, empty if it has it without a value. */
    @Nullable
    String attribute(String name);

    /** How many tasks of this group whose desired status is RUNNING are on the instance. */
    int tasksOfGroup(String group);
}
