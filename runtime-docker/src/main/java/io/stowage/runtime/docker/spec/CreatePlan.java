package io.stowage.runtime.docker.spec;

import io.stowage.model.NetworkBinding;
import java.util.List;
import java.util.Optional;

/**
 * What has to be there before a container can be created, and the container. In the order in which it is needed.
 *
 * @param networks the names of networks that must exist; the daemon's own ones are not among them
 * @param volumes named volumes
 * @param holder the container that holds the namespaces that the task's containers share; empty if they share none
 * @param secretFiles files to copy into the holder; empty if secrets are environment variables, or there are none
 * @param container the container
 * @param bindings the host ports that it will have; may be empty
 * @param warnings what of the definition has no effect on this host, a sentence each that begins with the field; may be empty
 */
public record CreatePlan(
        List<String> networks,
        List<VolumeRequest> volumes,
        Optional<ContainerRequest> holder,
        Optional<SecretFiles> secretFiles,
        ContainerRequest container,
        List<NetworkBinding> bindings,
        List<String> warnings) {

    public CreatePlan {
        networks = List.copyOf(networks);
        volumes = List.copyOf(volumes);
        bindings = List.copyOf(bindings);
        warnings = List.copyOf(warnings);
    }
}
