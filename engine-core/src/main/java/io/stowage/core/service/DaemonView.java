package io.stowage.core.service;

import java.util.Collection;

/** Where a DAEMON service is to have tasks, at one moment. Kept as the state changes: asking costs no more than what is answered. */
public interface DaemonView {

    /** How many container instances are to have a task of the service. */
    int instances();

    /** The ids of those that have none that isn't STOPPED, and where there may be room for one; in their order. */
    Collection<String> vacant();

    /** On how many of them the only task is one that is stopping. */
    int clearing();

    /** Whether the last task of the service that has stopped on the instance was one of the deployment. */
    boolean tried(String instanceId, String deploymentId);
}
