package io.stowage.core.loop;

import io.stowage.core.agent.AttachedAgent;
import io.stowage.core.agent.ControlPlane;
import io.stowage.core.agent.Licence;
import io.stowage.model.ContainerInstance;
import org.jspecify.annotations.Nullable;

/** Makes the agents of the container instances that are attached to this engine, and knows which hosts only engines of one place reach. */
@FunctionalInterface
public interface AgentFactory {

    /**
     * A new agent, which begins to connect at once. Does not block. What it throws is tried again.
     *
     * @param licence asked before each call with an effect
     */
    AttachedAgent attach(String clusterName, ContainerInstance instance, Licence licence, ControlPlane controlPlane);

    /** The place at which this engine reaches the host of an instance; null if any engine reaches it. Does not block. */
    default @Nullable String place(ContainerInstance instance) {
        return null;
    }
}
