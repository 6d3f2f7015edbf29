package io.stowage.runtime.docker.spec;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HealthCheck;
import com.github.dockerjava.api.model.HostConfig;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that the daemon is told when it creates a container.
 *
 * <p>It has no secret's value in any text form of it; the command that it was {@linkplain #applyTo applied} to has, and must not be logged.
 *
 * <p>Two requests are not equal because they say the same: docker-java compares some of its values by identity.
 *
 * @param name the container's name
 * @param image the image
 * @param process what runs in it, and what it finds there
 * @param labels the labels
 * @param exposedPorts the ports that are published; may be empty
 * @param healthCheck never null: an image's own one is replaced or disabled
 * @param hostConfig everything else; not to be changed
 */
public record ContainerRequest(
        String name,
        String image,
        ProcessRequest process,
        Map<String, String> labels,
        List<ExposedPort> exposedPorts,
        HealthCheck healthCheck,
        HostConfig hostConfig) {

    public ContainerRequest {
        labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
        exposedPorts = List.copyOf(exposedPorts);
    }

    /** The same with more labels, which win: a runtime's own. */
    public ContainerRequest withLabels(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(labels);
        all.putAll(more);
        return new ContainerRequest(name, image, process, all, exposedPorts, healthCheck, hostConfig);
    }

    /** Tells a command all of this, and returns it. Nothing is decided here. */
    public CreateContainerCmd applyTo(CreateContainerCmd command) {
        process.applyTo(command);
        return command.withName(name)
                .withImage(image)
                .withLabels(labels)
                .withExposedPorts(exposedPorts)
                .withHealthcheck(healthCheck)
                .withHostConfig(hostConfig);
    }
}
