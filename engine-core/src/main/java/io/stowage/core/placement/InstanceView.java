package io.stowage.core.placement;

import io.stowage.core.query.QueryView;
import io.stowage.model.TransportProtocol;
import io.stowage.spi.PlacementInstance;
import org.jspecify.annotations.Nullable;

/** What placement sees of a container instance. Cheap to ask; nothing here scans. */
public interface InstanceView extends QueryView, PlacementInstance {

    /** The id in the instance's ARN: ties break by it. */
    @Override
    String id();

    @Override
    @Nullable
    String attribute(String name);

    @Override
    int runningTasksCount();

    @Override
    int tasksOfGroup(String group);

    /** What it was when it was last described: the same object for as long as its status, its agent and its attributes stay the same. */
    Object description();

    /** The name of the capacity provider that it belongs to; null for none. It stays the same for as long as the description does. */
    @Nullable
    String capacityProviderName();

    /**
     * Its machine was launched for one task, which it is given and no other: placement leaves it alone. It stays the same for as long as the description
     * does.
     */
    default boolean forOneTask() {
        return false;
    }

    /** The instance takes new tasks: its status is ACTIVE. */
    boolean active();

    /** How many more host ports the instance may reserve: at most 100 are. */
    int remainingPortReservations();

    /** Whether an unreleased task holds this host port, or the instance keeps it for itself. */
    boolean portTaken(TransportProtocol protocol, int port);
}
