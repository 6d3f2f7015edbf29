package io.stowage.runtime.docker.spec;

import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.RestartPolicy;
import io.stowage.model.ContainerDefinition;
import io.stowage.model.IpcMode;
import io.stowage.model.LinuxParameters;
import io.stowage.model.NetworkBinding;
import io.stowage.model.NetworkMode;
import io.stowage.model.PidMode;
import io.stowage.model.TaskDefinition;
import io.stowage.spi.ContainerSpec;
import io.stowage.spi.SecretValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The container that holds what the containers of one task share: the network of {@code awsvpc}, the process and IPC namespaces of mode {@code
 * task}, and the file systems of secrets. It is the same whichever of the task's containers is created first, and does nothing.
 */
final class Holder {

    private static final long MIB = 1024L * 1024;
    private static final String SECRETS = "/stowage-secrets/";

    private final Conventions conventions;
    private final TaskNames names;

    Holder(Conventions conventions, TaskNames names) {
        this.conventions = conventions;
        this.names = names;
    }

    /** Whether this container needs one. */
    static boolean isNeeded(Conventions conventions, ContainerSpec spec) {
        TaskDefinition task = spec.taskDefinition();
        return task.networkModeOrDefault() == NetworkMode.AWSVPC
                || task.pidMode() == PidMode.TASK
                || task.ipcMode() == IpcMode.TASK
                || (conventions.secretsAsFiles() && !withSecrets(spec).isEmpty());
    }

    /** The containers of the task that have secrets. */
    static Set<String> withSecrets(ContainerSpec spec) {
        Set<String> containers = new LinkedHashSet<>();
        for (ContainerDefinition each : spec.taskDefinition().containerDefinitions()) {
            if (!Texts.orEmpty(each.secrets()).isEmpty()) {
                containers.add(each.name());
            }
        }
        if (!secretsOf(spec).isEmpty()) {
            containers.add(spec.definition().name());
        }
        return containers;
    }

    /** The secrets of this container: what environment files say are variables and never files. */
    static List<SecretValue> secretsOf(ContainerSpec spec) {
        return spec.secrets().stream()
                .filter(each -> !spec.isFromEnvironmentFile(each))
                .toList();
    }

    /** Where in the holder the files of a container's secrets are. */
    static String secretDirectory(TaskNames names, String container) {
        return SECRETS + names.secrets(container);
    }

    /** A file system in memory, which lives while somebody who runs mounts it. */
    static VolumeRequest secretVolume(TaskNames names, String container) {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("type", "tmpfs");
        options.put("device", "tmpfs");
        options.put("o", "size=16m,mode=0755,nosuid,nodev,noexec");
        return new VolumeRequest(
                names.secrets(container), "local", options, names.labels(DockerLabels.VOLUME_OF), true, true);
    }

    ContainerRequest request(ContainerSpec spec, List<NetworkBinding> bindings, Networking networking) {
        List<PortBinding> ports = Publishing.of(bindings);
        HostConfig config = new HostConfig()
                .withRestartPolicy(RestartPolicy.noRestart())
                .withReadonlyRootfs(true)
                .withCapDrop(Capability.ALL)
                .withSecurityOpts(List.of("no-new-privileges"))
                .withPortBindings(ports);
        TaskDefinition task = spec.taskDefinition();
        if (task.networkModeOrDefault() == NetworkMode.AWSVPC) {
            config.withNetworkMode(Networking.bridge(conventions));
            networking.names(config, task.containerDefinitions());
        } else {
            config.withNetworkMode("none");
        }
        if (task.ipcMode() == IpcMode.TASK) {
            config.withIpcMode("shareable");
            shareMemory(config, task);
        }
        if (conventions.secretsAsFiles()) {
            config.withBinds(secretBinds(spec));
        }
        return new ContainerRequest(
                names.holder(),
                conventions.holderImage(),
                new ProcessRequest(
                        conventions.holderCommand(), List.of(), Map.of(), List.of(), ProcessRequest.Place.ANY),
                labels(bindings),
                Publishing.exposed(ports),
                Health.none(),
                config);
    }

    private Map<String, String> labels(List<NetworkBinding> bindings) {
        Map<String, String> labels = names.labels(DockerLabels.HOLDER_OF);
        labels.put(DockerLabels.BINDINGS, BindingText.write(bindings));
        return labels;
    }

    /** Shared memory is one for all: as large as the largest that is asked for. */
    private static void shareMemory(HostConfig config, TaskDefinition task) {
        int largest = 0;
        for (ContainerDefinition container : task.containerDefinitions()) {
            LinuxParameters linux = container.linuxParameters();
            Integer size = linux == null ? null : linux.sharedMemorySize();
            largest = Math.max(largest, size == null ? 0 : size);
        }
        if (largest > 0) {
            config.withShmSize(largest * MIB);
        }
    }

    private List<Bind> secretBinds(ContainerSpec spec) {
        List<Bind> binds = new ArrayList<>();
        for (String container : withSecrets(spec)) {
            binds.add(Storage.bind(names.secrets(container), secretDirectory(names, container), false));
        }
        return binds;
    }
}
