package io.stowage.core.agent;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** An agent as the control plane speaks to it. Thread-safe; no method blocks. */
public interface AttachedAgent extends AutoCloseable {

    /** Gives orders for all tasks of the instance. What they leave out is asked about, and nothing is stopped by being left out. */
    void manifest(List<TaskOrder> orders);

    /** Gives orders that are new or have changed. */
    void orders(List<TaskOrder> orders);

    /** Says which report of each task, by its sequence, is committed. */
    void acknowledge(Map<String, Long> sequences);

    /** Says that there are no such tasks: what the agent has asked about is removed. */
    void confirmUnknown(List<String> taskIds);

    /**
     * The instance was deregistered: everything that its tasks left on the host is killed and removed. What is ordered afterwards is
     * not done.
     */
    void cleanUp();

    /** Completes once the agent was closed and its connection to the host is. */
    CompletableFuture<Void> closed();

    /** Stops acting. Containers go on running. Does not wait; idempotent. */
    @Override
    void close();
}
