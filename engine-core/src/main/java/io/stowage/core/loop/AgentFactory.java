package io.stowage.core.loop;

import io.stowage.core.agent.Agent;
import io.stowage.core.agent.ControlPlane;
import io.stowage.model.ContainerInstance;

/** Makes the agent for a container instance that this engine attaches. */
@FunctionalInterface
public interface AgentFactory {

    /** A new agent, which begins to connect at once. Does not block and does not throw. */
    Agent attach(String clusterName, ContainerInstance instance, ControlPlane controlPlane);
}
