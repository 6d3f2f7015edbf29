package io.stowage.core.loop;

import io.stowage.core.agent.AttachedAgent;
import io.stowage.core.agent.ControlPlane;
import io.stowage.model.ContainerInstance;

/** Makes the agent for a container instance that this engine attaches. */
@FunctionalInterface
public interface AgentFactory {

    /** A new agent, which begins to connect at once. Does not block. What it throws is tried again. */
    AttachedAgent attach(String clusterName, ContainerInstance instance, ControlPlane controlPlane);
}
