package io.stowage.core.definition;

import io.stowage.RegisterTaskDefinitionRequest;
import io.stowage.model.ContainerDefinition;
import io.stowage.model.LinuxParameters;
import io.stowage.model.LogConfiguration;
import io.stowage.model.LogDriver;
import io.stowage.model.NetworkMode;
import io.stowage.model.PidMode;
import io.stowage.model.ResourceType;
import io.stowage.model.Volume;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a definition must be, beyond the common rules, to run on Fargate. */
final class FargateRules {

    private static final int LONGEST_TIMEOUT = 120;
    private static final List<LogDriver> LOG_DRIVERS =
            List.of(LogDriver.AWSLOGS, LogDriver.SPLUNK, LogDriver.AWSFIRELENS);

    private final Findings findings;

    private FargateRules(Findings findings) {
        this.findings = findings;
    }

    static void check(Findings findings, RegisterTaskDefinitionRequest request, TaskSize size) {
        FargateRules rules = new FargateRules(findings);
        rules.size(size);
        rules.task(request);
        Lists.each("containerDefinitions", request.containerDefinitions(), rules::container);
        Lists.each("volumes", request.volumes(), rules::volume);
    }

    private void size(TaskSize size) {
        if (size.cpu() == null || size.memory() == null) {
            findings.error(
                    size.cpu() == null ? "cpu" : "memory", "missing; FARGATE needs both cpu and memory of the task.");
            return;
        }
        fit(size.cpu(), size.memory());
    }

    private void fit(int cpu, int memory) {
        List<FargateSizes.Size> allowed = FargateSizes.of(cpu);
        if (allowed.isEmpty()) {
            findings.error(
                    "cpu", cpu + " CPU units are no size of FARGATE; give 256, 512, 1024, 2048, 4096, 8192 or 16384.");
        } else if (allowed.stream().noneMatch(size -> size.allows(memory))) {
            findings.error(
                    "memory",
                    memory + " MiB does not go with " + cpu + " CPU units on FARGATE; give "
                            + allowed.stream().map(FargateSizes.Size::toString).collect(Collectors.joining(", or "))
                            + ".");
        }
    }

    private void task(RegisterTaskDefinitionRequest request) {
        findings.errorIf(
                request.networkMode() != NetworkMode.AWSVPC,
                "networkMode",
                (request.networkMode() == null ? "missing" : request.networkMode() + " is given")
                        + "; FARGATE needs awsvpc.");
        findings.errorIf(request.pidMode() == PidMode.HOST, "pidMode", "host is not supported on FARGATE; use task.");
        unsupported("ipcMode", request.ipcMode());
        unsupported("placementConstraints", request.placementConstraints());
        unsupported("inferenceAccelerators", request.inferenceAccelerators());
    }

    private void container(String field, ContainerDefinition container) {
        findings.errorIf(
                Boolean.TRUE.equals(container.privileged()),
                field + ".privileged",
                "it is not supported on FARGATE; remove it.");
        unsupported(field + ".dockerSecurityOptions", container.dockerSecurityOptions());
        unsupported(field + ".links", container.links());
        findings.range(field + ".startTimeout", container.startTimeout(), 2, LONGEST_TIMEOUT);
        findings.range(field + ".stopTimeout", container.stopTimeout(), 0, LONGEST_TIMEOUT);
        Lists.each(
                field + ".portMappings",
                container.portMappings(),
                (place, mapping) -> findings.errorIf(
                        PortRules.hostPortDiffers(mapping),
                        place + ".hostPort",
                        mapping.hostPort() + " must be the containerPort on FARGATE; leave hostPort out."));
        Lists.each(
                field + ".resourceRequirements",
                container.resourceRequirements(),
                (place, requirement) -> findings.errorIf(
                        requirement.type() != ResourceType.INFERENCE_ACCELERATOR,
                        place + ".type",
                        requirement.type() + " is not supported on FARGATE; remove it."));
        linux(field + ".linuxParameters", container.linuxParameters());
        logging(field + ".logConfiguration.logDriver", container.logConfiguration());
    }

    private void linux(String field, @Nullable LinuxParameters linux) {
        if (linux == null) {
            return;
        }
        unsupported(field + ".devices", linux.devices());
        unsupported(field + ".sharedMemorySize", linux.sharedMemorySize());
        unsupported(field + ".maxSwap", linux.maxSwap());
        unsupported(field + ".swappiness", linux.swappiness());
    }

    private void logging(String field, @Nullable LogConfiguration log) {
        findings.errorIf(
                log != null && !LOG_DRIVERS.contains(log.logDriver()),
                field,
                (log == null ? "" : log.logDriver())
                        + " is not supported on FARGATE; use awslogs, splunk or awsfirelens.");
    }

    private void volume(String field, Volume volume) {
        unsupported(field + ".dockerVolumeConfiguration", volume.dockerVolumeConfiguration());
        unsupported(
                field + ".fsxWindowsFileServerVolumeConfiguration", volume.fsxWindowsFileServerVolumeConfiguration());
        if (volume.host() != null) {
            unsupported(field + ".host.sourcePath", volume.host().sourcePath());
        }
    }

    private void unsupported(String field, @Nullable Object value) {
        boolean absent = value == null || Objects.equals(value, List.of());
        findings.errorIf(!absent, field, "it is not supported on FARGATE; remove it.");
    }
}
