package io.stowage.core.placement;

import io.stowage.core.query.QueryView;
import io.stowage.model.TransportProtocol;

/** What placement sees of a container instance. Cheap to ask; nothing here scans. */
public interface InstanceView extends QueryView {

    /** The id in the instance's ARN: ties break by it. */
    String id();

    String arn();

    /** What it was when it was last described: the same object for as long as its status, its agent and its attributes stay the same. */
    Object description();

    /** The instance takes new tasks: its status is ACTIVE. */
    boolean active();

    /** Cpu units, MiB and GPUs that no unreleased task has a claim to. Below zero if the instance shrank. */
    int remainingCpu();

    int remainingMemory();

    int remainingGpus();

    /** How many more host ports the instance may reserve: at most 100 are. */
    int remainingPortReservations();

    /** Whether an unreleased task holds this host port, or the instance keeps it for itself. */
    boolean portTaken(TransportProtocol protocol, int port);
}
