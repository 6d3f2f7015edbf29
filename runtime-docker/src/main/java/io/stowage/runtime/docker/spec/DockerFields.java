package io.stowage.runtime.docker.spec;

import io.stowage.model.ContainerDefinition;
import io.stowage.model.TaskDefinition;
import io.stowage.model.Volume;
import io.stowage.spi.ContainerSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which fields of a task definition Docker can do something about. */
public final class DockerFields {

    /**
     * What of a definition is not as its author means it.
     *
     * @param field the field, such as {@code containerDefinitions[web].linuxParameters.swappiness}; containers and volumes by name
     * @param refused whether a container is refused for it; otherwise it runs without
     * @param text a sentence that begins with the field: why, and what to do
     */
    public record Finding(String field, boolean refused, String text) {}

    private static final String CONTAINER = "containerDefinitions[].";
    private static final String SWAP = CONTAINER + "linuxParameters.maxSwap";
    private static final String SWAPPINESS = CONTAINER + "linuxParameters.swappiness";

    private static final List<String> TASK = List.of(
            "cpu",
            "memory",
            "networkMode",
            "pidMode",
            "ipcMode",
            "volumes[].name",
            "volumes[].host",
            "volumes[].dockerVolumeConfiguration");

    private static final List<String> CONTAINERS = List.of(
            "name",
            "image",
            "cpu",
            "memory",
            "memoryReservation",
            "links",
            "portMappings[].containerPort",
            "portMappings[].hostPort",
            "portMappings[].protocol",
            "portMappings[].containerPortRange",
            "entryPoint",
            "command",
            "environment",
            "environmentFiles",
            "mountPoints",
            "volumesFrom",
            "linuxParameters.capabilities",
            "linuxParameters.devices",
            "linuxParameters.initProcessEnabled",
            "linuxParameters.sharedMemorySize",
            "linuxParameters.tmpfs",
            "secrets",
            "stopTimeout",
            "hostname",
            "user",
            "workingDirectory",
            "disableNetworking",
            "privileged",
            "readonlyRootFilesystem",
            "dnsServers",
            "dnsSearchDomains",
            "extraHosts",
            "dockerSecurityOptions",
            "interactive",
            "pseudoTerminal",
            "dockerLabels",
            "ulimits",
            "logConfiguration.logDriver",
            "logConfiguration.options",
            "healthCheck",
            "readinessCheck",
            "systemControls",
            "resourceRequirements[].type",
            "resourceRequirements[].value");

    private DockerFields() {}

    /** The paths that are acted on where the host lets them, as {@link io.stowage.spi.RuntimeDescription#honouredFields} has them. */
    public static Set<String> honoured() {
        Set<String> fields = new LinkedHashSet<>(TASK);
        CONTAINERS.forEach(field -> fields.add(CONTAINER + field));
        fields.add(SWAP);
        fields.add(SWAPPINESS);
        return fields;
    }

    /** The paths that are acted on by this host. */
    public static Set<String> honoured(HostFacts host) {
        Set<String> fields = honoured();
        if (!host.swapLimit()) {
            fields.remove(SWAP);
        }
        if (!host.swapLimit() || host.cgroupVersion() == 2) {
            fields.remove(SWAPPINESS);
        }
        if (!host.cpuLimit()) {
            fields.remove("cpu");
        }
        return fields;
    }

    /** What this host can't do although Docker could, a sentence each; may be empty. */
    public static List<String> warnings(HostFacts host) {
        List<String> warnings = new ArrayList<>();
        if (!host.swapLimit()) {
            warnings.add(SWAP + " has no effect: this host's kernel can't limit swap");
        }
        if (host.cgroupVersion() == 2) {
            warnings.add(SWAPPINESS + " has no effect: control groups of version 2 have none");
        }
        if (!host.cpuLimit()) {
            warnings.add("cpu of a task is not held: this host's kernel can't cap cpu");
        }
        if (host.rootless()) {
            warnings.add(
                    "the daemon is rootless: limits hold only as far as systemd delegates control groups to its user,"
                            + " and host ports below 1024 can't be had");
        }
        return warnings;
    }

    /** What of this definition would be refused, or have no effect, on such a host; may be empty. Calls no daemon. */
    public static List<Finding> findings(TaskDefinition definition, Conventions conventions, HostFacts host) {
        List<Finding> findings = new ArrayList<>(ofTask(definition));
        Translation translation =
                new Translation(conventions, host, new HostPorts(PortRange.DYNAMIC, HostPorts.Probe.NONE));
        Map<String, String> siblings = definition.containerDefinitions().stream()
                .collect(Collectors.toMap(ContainerDefinition::name, ContainerDefinition::name, (a, b) -> a));
        for (ContainerDefinition container : definition.containerDefinitions()) {
            Report report = new Report();
            translation.check(spec(container, definition), siblings, report);
            findings.addAll(report.findings());
            findings.addAll(ofContainer(container));
        }
        return findings.stream().distinct().toList();
    }

    private static List<Finding> ofTask(TaskDefinition task) {
        Report report = new Report();
        unused(report, "proxyConfiguration", task.proxyConfiguration(), "no proxy of AWS stands before the containers");
        unused(report, "inferenceAccelerators", task.inferenceAccelerators(), "a Docker host has none");
        unused(report, "ephemeralStorage", task.ephemeralStorage(), "the disk is the host's");
        unused(report, "taskRoleArn", task.taskRoleArn(), "no credentials of AWS are handed to containers");
        unused(report, "executionRoleArn", task.executionRoleArn(), "no role is needed to run it");
        report.warnIf(
                Boolean.TRUE.equals(task.enableFaultInjection()),
                "enableFaultInjection",
                true,
                "has no effect: nobody injects faults");
        for (Volume volume : Texts.orEmpty(task.volumes())) {
            Storage.elsewhere(volume)
                    .ifPresent(field -> unused(
                            report,
                            "volumes[" + volume.name() + "]." + field,
                            "",
                            "a container that mounts it is refused"));
        }
        return report.findings();
    }

    private static List<Finding> ofContainer(ContainerDefinition container) {
        Report report = new Report().below(CONTAINER.replace("[]", "[" + Report.shown(container.name()) + "]"));
        unused(report, "firelensConfiguration", container.firelensConfiguration(), "it is a container as others are");
        unused(report, "credentialSpecs", container.credentialSpecs(), "no domain is joined");
        return report.findings();
    }

    private static void unused(Report report, String field, @Nullable Object value, String why) {
        boolean given = value != null && !(value instanceof List<?> list && list.isEmpty());
        report.warnIf(given, field, null, "has no effect: " + why);
    }

    private static ContainerSpec spec(ContainerDefinition container, TaskDefinition definition) {
        Map<String, String> environment = new LinkedHashMap<>();
        Stream.ofNullable(container.environment())
                .flatMap(List::stream)
                .forEach(variable -> environment.put(variable.name(), Texts.orEmpty(variable.value())));
        return new ContainerSpec(
                container.name(), container, definition, environment, List.of(), List.of(), Map.of(), 0);
    }
}
