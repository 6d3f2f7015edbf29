package io.stowage.spi;

import java.util.Map;

/**
 * What a runtime is connected for.
 *
 * @param clusterName the cluster
 * @param containerInstanceId the id of the container instance, unique for ever
 * @param properties what the instance was registered with ({@code runtimeProperties}); never null, may be empty
 * @param policy the host application's policy, which the runtime asks where it can judge better than the engine
 */
public record RuntimeTarget(
        String clusterName, String containerInstanceId, Map<String, String> properties, WorkloadPolicy policy) {
    public RuntimeTarget {
        properties = OrderedCopy.of(properties);
    }
}
