package io.stowage.model;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One container of a task definition.
 *
 * <p>Null means that the field was not given; an empty list is kept as an empty list, so that what was registered comes back
 * unchanged. Build one with {@link #builder()}.
 *
 * @param name at most 255 letters, digits, {@code _} and {@code -}; unique in the task definition
 * @param image the image, as the runtime understands it
 * @param repositoryCredentials credentials of a private registry
 * @param cpu CPU units to reserve, 1024 to a vCPU; null or 0 means the least share
 * @param memory hard memory limit, in MiB, at least 6; the container is killed beyond it
 * @param memoryReservation soft memory limit, in MiB, at least 6; placement counts with it when it is given
 * @param links containers to link to, {@code name} or {@code name:alias}; bridge network mode only
 * @param portMappings ports to reach the container by
 * @param essential whether the task stops when this container exits; null means yes
 * @param restartPolicy when the agent restarts the container in place
 * @param entryPoint replaces the image's entry point
 * @param command replaces the image's command
 * @param environment environment variables; they win over environment files
 * @param environmentFiles files of environment variables, read top down, at most 10
 * @param mountPoints volumes of the task to mount
 * @param volumesFrom containers whose mounts to share
 * @param linuxParameters options that only Linux has
 * @param secrets environment variables whose values are secrets
 * @param dependsOn what must be true of other containers before this one starts
 * @param startTimeout seconds in which this container must reach the condition that others wait for; null means no limit
 * @param stopTimeout seconds between the stop signal and the kill; null means 30
 * @param versionConsistency whether the image's tag is pinned to a digest; null means enabled
 * @param hostname the container's host name; not with awsvpc
 * @param user the user to run as: {@code user}, {@code user:group}, {@code uid} or {@code uid:gid}
 * @param workingDirectory the directory to run in
 * @param disableNetworking whether the container has no network; null means no
 * @param privileged whether the container has the host's powers; null means no
 * @param readonlyRootFilesystem whether the root file system may only be read; null means no
 * @param dnsServers DNS servers
 * @param dnsSearchDomains DNS search domains
 * @param extraHosts lines for {@code /etc/hosts}; not with awsvpc
 * @param dockerSecurityOptions options for SELinux, AppArmor and credential specs
 * @param interactive whether standard input stays open; null means no
 * @param pseudoTerminal whether a terminal is allocated; null means no
 * @param dockerLabels labels of the container
 * @param ulimits limits of the container's processes
 * @param logConfiguration where the output goes; null leaves it to the runtime
 * @param healthCheck how to tell whether the container is healthy; null means that its health is unknown
 * @param readinessCheck how to tell whether the container is ready to take traffic; null means always. One that is not ready is neither stopped nor
 *     replaced for it. Not ECS's
 * @param systemControls kernel parameters
 * @param resourceRequirements GPUs and the like
 * @param firelensConfiguration makes this container the log router of the task
 * @param credentialSpecs credential spec files for Active Directory, at most 1
 */
@RecordBuilder
public record ContainerDefinition(
        String name,
        String image,
        @Nullable RepositoryCredentials repositoryCredentials,
        @Nullable Integer cpu,
        @Nullable Integer memory,
        @Nullable Integer memoryReservation,
        @Nullable List<String> links,
        @Nullable List<PortMapping> portMappings,
        @Nullable Boolean essential,
        @Nullable ContainerRestartPolicy restartPolicy,
        @Nullable List<String> entryPoint,
        @Nullable List<String> command,
        @Nullable List<KeyValuePair> environment,
        @Nullable List<EnvironmentFile> environmentFiles,
        @Nullable List<MountPoint> mountPoints,
        @Nullable List<VolumeFrom> volumesFrom,
        @Nullable LinuxParameters linuxParameters,
        @Nullable List<Secret> secrets,
        @Nullable List<ContainerDependency> dependsOn,
        @Nullable Integer startTimeout,
        @Nullable Integer stopTimeout,
        @Nullable VersionConsistency versionConsistency,
        @Nullable String hostname,
        @Nullable String user,
        @Nullable String workingDirectory,
        @Nullable Boolean disableNetworking,
        @Nullable Boolean privileged,
        @Nullable Boolean readonlyRootFilesystem,
        @Nullable List<String> dnsServers,
        @Nullable List<String> dnsSearchDomains,
        @Nullable List<HostEntry> extraHosts,
        @Nullable List<String> dockerSecurityOptions,
        @Nullable Boolean interactive,
        @Nullable Boolean pseudoTerminal,
        @Nullable Map<String, String> dockerLabels,
        @Nullable List<Ulimit> ulimits,
        @Nullable LogConfiguration logConfiguration,
        @Nullable HealthCheck healthCheck,
        @Nullable HealthCheck readinessCheck,
        @Nullable List<SystemControl> systemControls,
        @Nullable List<ResourceRequirement> resourceRequirements,
        @Nullable FirelensConfiguration firelensConfiguration,
        @Nullable List<String> credentialSpecs) {

    /** Copies the lists and maps, keeping their order; checks what is required for null. */
    public ContainerDefinition {
        Objects.requireNonNull(name, "ContainerDefinition.name is required");
        Objects.requireNonNull(image, "ContainerDefinition.image is required");
        links = Copies.optionalList(links);
        portMappings = Copies.optionalList(portMappings);
        entryPoint = Copies.optionalList(entryPoint);
        command = Copies.optionalList(command);
        environment = Copies.optionalList(environment);
        environmentFiles = Copies.optionalList(environmentFiles);
        mountPoints = Copies.optionalList(mountPoints);
        volumesFrom = Copies.optionalList(volumesFrom);
        secrets = Copies.optionalList(secrets);
        dependsOn = Copies.optionalList(dependsOn);
        dnsServers = Copies.optionalList(dnsServers);
        dnsSearchDomains = Copies.optionalList(dnsSearchDomains);
        extraHosts = Copies.optionalList(extraHosts);
        dockerSecurityOptions = Copies.optionalList(dockerSecurityOptions);
        dockerLabels = Copies.optionalMap(dockerLabels);
        ulimits = Copies.optionalList(ulimits);
        systemControls = Copies.optionalList(systemControls);
        resourceRequirements = Copies.optionalList(resourceRequirements);
        credentialSpecs = Copies.optionalList(credentialSpecs);
    }

    /** A builder with every field absent. */
    public static ContainerDefinitionBuilder builder() {
        return ContainerDefinitionBuilder.builder();
    }

    /** A builder that starts from this value. */
    public ContainerDefinitionBuilder toBuilder() {
        return ContainerDefinitionBuilder.builder(this);
    }

    /** Whether the task stops when this container exits: what was given, else yes. */
    public boolean isEssential() {
        return !Boolean.FALSE.equals(essential);
    }

    /** Seconds between the stop signal and the kill: what was given, else 30. */
    public int stopTimeoutOrDefault() {
        return stopTimeout == null ? 30 : stopTimeout;
    }

    /** Whether the image's tag is pinned to a digest: what was given, else enabled. */
    public VersionConsistency versionConsistencyOrDefault() {
        return versionConsistency == null ? VersionConsistency.ENABLED : versionConsistency;
    }

    /** CPU units that placement counts with: what was given, else 0. */
    public int reservedCpu() {
        return cpu == null ? 0 : cpu;
    }

    /** MiB that placement counts with: the soft limit when it is given, else the hard limit, else 0. */
    public int reservedMemory() {
        if (memoryReservation != null) {
            return memoryReservation;
        }
        return memory == null ? 0 : memory;
    }
}
