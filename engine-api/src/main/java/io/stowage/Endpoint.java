package io.stowage;

import io.stowage.model.NetworkBinding;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A task of a service that takes traffic, and how it is reached.
 *
 * @param taskArn the task
 * @param taskDefinitionArn the revision that it runs
 * @param deploymentId the deployment that it belongs to
 * @param containerInstanceArn where it runs; null on FARGATE
 * @param availabilityZone of its container instance; null if that has none
 * @param address of its container instance: what its attribute {@value #ADDRESS_ATTRIBUTE} says; null if it has none
 * @param networkBindings the ports of its containers on the host, in the order of the task definition; may be empty
 */
public record Endpoint(
        String taskArn,
        String taskDefinitionArn,
        @Nullable String deploymentId,
        @Nullable String containerInstanceArn,
        @Nullable String availabilityZone,
        @Nullable String address,
        List<NetworkBinding> networkBindings) {

    /** The attribute of a container instance that says under which address or name its ports are reached. */
    public static final String ADDRESS_ATTRIBUTE = "stowage.address";

    /** Copies the list, keeping its order; checks what is required for null. */
    public Endpoint {
        Objects.requireNonNull(taskArn, "Endpoint.taskArn is required");
        Objects.requireNonNull(taskDefinitionArn, "Endpoint.taskDefinitionArn is required");
        networkBindings = networkBindings == null ? List.of() : List.copyOf(networkBindings);
    }

    /**
     * The port on the host that leads to a port of a container: of the first container that has it. Empty if none has.
     *
     * @param containerPort as in the task definition; a port within a range is not found
     */
    public OptionalInt hostPort(int containerPort) {
        for (NetworkBinding binding : networkBindings) {
            Integer inContainer = binding.containerPort();
            Integer onHost = binding.hostPort();
            if (inContainer != null && inContainer == containerPort && onHost != null) {
                return OptionalInt.of(onHost);
            }
        }
        return OptionalInt.empty();
    }
}
