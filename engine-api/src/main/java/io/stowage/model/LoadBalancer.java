package io.stowage.model;

import org.jspecify.annotations.Nullable;

/**
 * A load balancer's target group that a container's port is registered with.
 *
 * @param targetGroupArn the target group; null for a classic load balancer
 * @param loadBalancerName the classic load balancer; null for a target group
 * @param containerName the container
 * @param containerPort its port
 */
public record LoadBalancer(
        @Nullable String targetGroupArn,
        @Nullable String loadBalancerName,
        @Nullable String containerName,
        @Nullable Integer containerPort) {}
