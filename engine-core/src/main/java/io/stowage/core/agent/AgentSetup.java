package io.stowage.core.agent;

import io.stowage.spi.ContainerRuntimeProvider;
import io.stowage.spi.EnvironmentFileSource;
import io.stowage.spi.RuntimeTarget;
import io.stowage.spi.SecretResolver;
import io.stowage.spi.WorkloadPolicy;

/**
 * What an agent works with.
 *
 * @param clusterName the cluster, as it is part of names and labels
 * @param clusterArn the cluster, in full
 * @param containerInstanceId the instance that the agent supervises, as it is part of labels
 * @param containerInstanceArn the instance, in full
 * @param provider connects to the instance's host
 * @param target what to connect to
 * @param ports what the host application fills, guarded
 * @param settings how patient the agent is
 */
public record AgentSetup(
        String clusterName,
        String clusterArn,
        String containerInstanceId,
        String containerInstanceArn,
        ContainerRuntimeProvider provider,
        RuntimeTarget target,
        Ports ports,
        AgentSettings settings) {

    /** What is asked right before a container is created. */
    public record Ports(SecretResolver secrets, EnvironmentFileSource environmentFiles, WorkloadPolicy policy) {}
}
