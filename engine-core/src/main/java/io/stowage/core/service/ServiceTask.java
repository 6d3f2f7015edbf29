package io.stowage.core.service;

import io.stowage.core.placement.Demand;
import io.stowage.model.Task;

/** A task of a service, for the choice of who leaves. */
public interface ServiceTask {

    Task task();

    /** What it takes of its container instance. */
    Demand demand();

    /** Whether it is protected now: what has expired by the time of the view is no protection. */
    boolean isProtected();
}
