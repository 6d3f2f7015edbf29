package io.stowage.core.service;

import io.stowage.core.placement.InstanceView;
import io.stowage.model.Service;
import java.util.List;
import java.util.Map;
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

    /** How many of the service's tasks are on each container instance that has any, by its ARN. */
    Map<String, Integer> tasksByInstance();

    /** Where it is to have tasks, if it is a DAEMON service; else null. */
    @Nullable
    DaemonView daemon();

    /** The container instance with this ARN; null if it isn't there. */
    @Nullable
    InstanceView instance(String containerInstanceArn);
}
