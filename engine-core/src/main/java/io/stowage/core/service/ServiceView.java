package io.stowage.core.service;

import io.stowage.model.Service;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A service, at one moment. */
public interface ServiceView {

    /** As stored: counts that can be derived are null in it. */
    Service service();

    /** PRIMARY first, then the older ones, newest first. At least one while the service is ACTIVE. */
    List<? extends DeploymentView> deployments();

    /** The text of the service's newest event; null if there is none. */
    @Nullable
    String lastEvent();

    /** How many of the service's tasks are on this instance, for the choice of whom to stop. */
    int tasksOnInstance(String containerInstanceArn);

    /** The instance's availability zone; empty if it has none. */
    String zoneOf(String containerInstanceArn);

    /** How many tasks of the service are in the zone. */
    int tasksInZone(String zone);
}
