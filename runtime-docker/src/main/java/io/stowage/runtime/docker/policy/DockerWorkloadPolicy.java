package io.stowage.runtime.docker.policy;

import io.stowage.model.ContainerDefinition;
import io.stowage.model.TaskDefinition;
import io.stowage.spi.ContainerSpec;
import io.stowage.spi.WorkloadPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What containers may be on a Docker host, if the host application says nothing else: what Docker gives to any container, and nothing of the
 * host. Privileged containers, the host's process, IPC and network namespaces, paths and devices of the host, capabilities beyond Docker's
 * own, switched-off security profiles, kernel parameters of the host, volumes that are mounts of the host in disguise, and log drivers that
 * read or write on the host, and memory and priorities beyond what the task was placed for are refused; so is what passes for something else: labels of the engine, links out of the task, images that
 * are none. A host application opens each of them by name.
 *
 * <p>The default is stricter than ECS, whose tasks may mount any path and share the host's network: an instance of ECS belongs to one
 * account, and the host of an embedded engine runs the engine itself.
 *
 * <p>Immutable and thread-safe. It looks at the file system to follow the symbolic links of paths that are held against allowed ones; else it
 * doesn't block.
 */
public final class DockerWorkloadPolicy implements WorkloadPolicy {

    private final TaskRules tasks;
    private final PowerRules powers;
    private final NameRules names;
    private final SizeRules sizes;
    private final InsideRules inside = new InsideRules();

    private DockerWorkloadPolicy(Allowances allowed) {
        this.tasks = new TaskRules(allowed);
        this.powers = new PowerRules(allowed);
        this.names = new NameRules(allowed);
        this.sizes = new SizeRules(allowed);
    }

    /** With nothing opened. */
    public static DockerWorkloadPolicy strict() {
        return builder().build();
    }

    /** Opens what the host application names. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public Optional<String> refuses(TaskDefinition taskDefinition) {
        Refusals refusals = new Refusals();
        tasks.check(taskDefinition, refusals);
        for (ContainerDefinition container : taskDefinition.containerDefinitions()) {
            check(container, taskDefinition, refusals);
        }
        return refusals.first();
    }

    /** The container with its overrides, in its task. */
    @Override
    public Optional<String> refuses(ContainerSpec spec) {
        Refusals refusals = new Refusals();
        tasks.check(spec.taskDefinition(), refusals);
        check(spec.definition(), spec.taskDefinition(), refusals);
        return refusals.first();
    }

    private void check(ContainerDefinition container, TaskDefinition task, Refusals refusals) {
        String field = "containerDefinitions[" + container.name() + "]";
        powers.check(container, field, refusals);
        names.check(container, task, field, refusals);
        sizes.check(container, task, field, refusals);
        inside.check(container, field, refusals);
    }

    /** Opens what is refused else. Not thread-safe. */
    public static final class Builder {

        private final List<Path> paths = new ArrayList<>();
        private final List<Path> devices = new ArrayList<>();
        private final Set<String> capabilities = new LinkedHashSet<>();
        private final Set<String> securityOptions = new LinkedHashSet<>();
        private final Set<String> sysctls = new LinkedHashSet<>();
        private final Set<String> ulimits = new LinkedHashSet<>();
        private final Set<String> volumeDrivers = new LinkedHashSet<>();
        private final Set<String> logDrivers = new LinkedHashSet<>();
        private boolean privileged;
        private boolean hostPid;
        private boolean hostIpc;
        private boolean hostNetwork;

        private Builder() {}

        /** Privileged containers: who may register a definition is root on the host then. */
        public Builder allowPrivileged() {
            privileged = true;
            return this;
        }

        /** {@code pidMode} host. */
        public Builder allowHostPid() {
            hostPid = true;
            return this;
        }

        /** {@code ipcMode} host. */
        public Builder allowHostIpc() {
            hostIpc = true;
            return this;
        }

        /** {@code networkMode} host. */
        public Builder allowHostNetwork() {
            hostNetwork = true;
            return this;
        }

        /**
         * Mounts of these paths of the host and of what is below them, to read and to write. The socket of a container engine, and each directory
         * that it lies in, is meant only where it is named itself.
         *
         * @throws IllegalArgumentException if one is not absolute
         */
        public Builder allowHostPaths(Path... allowed) {
            paths.addAll(absolute("allowHostPaths", allowed));
            return this;
        }

        /** These devices of the host, or those below these directories. */
        public Builder allowDevices(Path... allowed) {
            devices.addAll(absolute("allowDevices", allowed));
            return this;
        }

        /** These capabilities, with or without {@code CAP_}; {@code ALL} is one that has to be named itself. */
        public Builder allowCapabilities(String... allowed) {
            for (String each : allowed) {
                capabilities.add(PowerRules.plain(each));
            }
            return this;
        }

        /** These words of {@code dockerSecurityOptions}, exactly as they are written. */
        public Builder allowSecurityOptions(String... allowed) {
            securityOptions.addAll(List.of(allowed));
            return this;
        }

        /** These kernel parameters, with any value. */
        public Builder allowSysctls(String... allowed) {
            sysctls.addAll(List.of(allowed));
            return this;
        }

        /** These ulimits with any value, by ECS's names: {@code rtprio}, {@code nice}, {@code nofile}. */
        public Builder allowUlimits(String... allowed) {
            ulimits.addAll(List.of(allowed));
            return this;
        }

        /** These volume drivers with any option. {@code local} with any option can mount whatever is on the host. */
        public Builder allowVolumeDrivers(String... allowed) {
            volumeDrivers.addAll(List.of(allowed));
            return this;
        }

        /** These log drivers with any option. */
        public Builder allowLogDrivers(String... allowed) {
            logDrivers.addAll(List.of(allowed));
            return this;
        }

        private static List<Path> absolute(String what, Path[] allowed) {
            for (Path each : allowed) {
                if (!each.isAbsolute()) {
                    throw new IllegalArgumentException(
                            what + " \"" + each + "\" is not absolute: give a path from the root");
                }
            }
            return List.of(allowed);
        }

        /** The policy; changes to this builder don't reach it. */
        public DockerWorkloadPolicy build() {
            return new DockerWorkloadPolicy(new Allowances(
                    new Allowances.Host(
                            hostPid,
                            hostIpc,
                            hostNetwork,
                            new HostPaths(paths, Builder::real),
                            new HostPaths(devices, Builder::real)),
                    new Allowances.Powers(
                            privileged,
                            Set.copyOf(capabilities),
                            Set.copyOf(securityOptions),
                            Set.copyOf(sysctls),
                            Set.copyOf(ulimits)),
                    new Allowances.Plugins(Set.copyOf(volumeDrivers), Set.copyOf(logDrivers))));
        }

        /** The longest part that is there with its links followed, and the rest of it. */
        private static Path real(Path path) {
            try {
                return path.toRealPath();
            } catch (IOException notThere) {
                Path parent = path.getParent();
                return parent == null ? path : real(parent).resolve(path.getFileName());
            }
        }
    }
}
