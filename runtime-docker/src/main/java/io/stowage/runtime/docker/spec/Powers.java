package io.stowage.runtime.docker.spec;

import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.Device;
import com.github.dockerjava.api.model.DeviceRequest;
import com.github.dockerjava.api.model.HostConfig;
import io.stowage.model.ContainerDefinition;
import io.stowage.model.DeviceCgroupPermission;
import io.stowage.model.IpcMode;
import io.stowage.model.KernelCapabilities;
import io.stowage.model.LinuxParameters;
import io.stowage.model.NetworkMode;
import io.stowage.model.PidMode;
import io.stowage.model.ResourceRequirement;
import io.stowage.model.ResourceType;
import io.stowage.model.SystemControl;
import io.stowage.model.TaskDefinition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a container may do and see beyond its own: capabilities, devices, namespaces, kernel parameters. */
final class Powers {

    private final HostFacts host;
    private final String holder;
    private final Report report;

    Powers(HostFacts host, String holder, Report report) {
        this.host = host;
        this.holder = holder;
        this.report = report;
    }

    void apply(HostConfig config, TaskDefinition task, ContainerDefinition container) {
        config.withPrivileged(Boolean.TRUE.equals(container.privileged()));
        securityOptions(config, container);
        namespaces(config, task);
        sysctls(config, task, container);
        requirements(config, container);
        LinuxParameters linux = container.linuxParameters();
        if (linux != null) {
            capabilities(config, linux.capabilities());
            config.withDevices(
                    Texts.orEmpty(linux.devices()).stream().map(this::device).toList());
            if (linux.initProcessEnabled() != null) {
                config.withInit(linux.initProcessEnabled());
            }
        }
    }

    private void securityOptions(HostConfig config, ContainerDefinition container) {
        List<String> options = Texts.orEmpty(container.dockerSecurityOptions());
        if (options.isEmpty()) {
            return;
        }
        for (String option : options) {
            sayIfMissing(option, "apparmor", "apparmor");
            sayIfMissing(option, "label", "selinux");
            report.refuseIf(
                    option.startsWith("credentialspec"),
                    "dockerSecurityOptions",
                    option,
                    "is for Windows containers: leave it out");
        }
        config.withSecurityOpts(options);
    }

    private void sayIfMissing(String option, String start, String security) {
        report.warnIf(
                (option.startsWith(start + ":") || option.startsWith(start + "=")) && !host.hasSecurity(security),
                "dockerSecurityOptions",
                option,
                "has no effect: this daemon has no " + security);
    }

    private void namespaces(HostConfig config, TaskDefinition task) {
        PidMode pid = task.pidMode();
        if (pid != null) {
            config.withPidMode(pid == PidMode.HOST ? "host" : "container:" + holder);
        }
        IpcMode ipc = task.ipcMode();
        if (ipc != null) {
            config.withIpcMode(ipc == IpcMode.TASK ? "container:" + holder : ipc.toString());
        }
    }

    private void sysctls(HostConfig config, TaskDefinition task, ContainerDefinition container) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (SystemControl control : Texts.orEmpty(container.systemControls())) {
            String name = control.namespace();
            report.refuseIf(
                    name.startsWith("net.") && task.networkModeOrDefault() == NetworkMode.HOST,
                    "systemControls[].namespace",
                    name,
                    "would be the host's with networkMode host: leave it out, or use another networkMode");
            report.refuseIf(
                    !name.startsWith("net.") && task.ipcMode() == IpcMode.HOST,
                    "systemControls[].namespace",
                    name,
                    "would be the host's with ipcMode host: leave it out, or use another ipcMode");
            parameters.put(name, control.value());
        }
        if (!parameters.isEmpty()) {
            config.withSysctls(parameters);
        }
    }

    private void capabilities(HostConfig config, @Nullable KernelCapabilities capabilities) {
        if (capabilities != null) {
            config.withCapAdd(named("add", capabilities.add())).withCapDrop(named("drop", capabilities.drop()));
        }
    }

    private Capability[] named(String which, @Nullable List<String> names) {
        List<Capability> capabilities = new ArrayList<>();
        for (String name : Texts.orEmpty(names)) {
            Optional<Capability> known = capability(name);
            known.ifPresent(capabilities::add);
            report.refuseIf(
                    known.isEmpty(),
                    "linuxParameters.capabilities." + which,
                    name,
                    "is no capability that Docker knows: name one as in NET_ADMIN");
        }
        return capabilities.toArray(Capability[]::new);
    }

    private static Optional<Capability> capability(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        String bare = upper.startsWith("CAP_") ? upper.substring("CAP_".length()) : upper;
        for (Capability capability : Capability.values()) {
            if (capability.name().equals(bare)) {
                return Optional.of(capability);
            }
        }
        return Optional.empty();
    }

    private Device device(io.stowage.model.Device device) {
        report.refuseIf(
                !device.hostPath().startsWith("/"),
                "linuxParameters.devices[].hostPath",
                device.hostPath(),
                "must be an absolute path: give one");
        String inside =
                Texts.isEmpty(device.containerPath()) ? device.hostPath() : Texts.orEmpty(device.containerPath());
        return new Device(permissions(device.permissions()), inside, device.hostPath());
    }

    private static String permissions(@Nullable List<DeviceCgroupPermission> permissions) {
        if (permissions == null || permissions.isEmpty()) {
            return "rwm";
        }
        StringBuilder letters = new StringBuilder();
        for (DeviceCgroupPermission permission : DeviceCgroupPermission.values()) {
            if (permissions.contains(permission)) {
                letters.append(permission.toString().charAt(0));
            }
        }
        return letters.toString();
    }

    private void requirements(HostConfig config, ContainerDefinition container) {
        for (ResourceRequirement requirement : Texts.orEmpty(container.resourceRequirements())) {
            if (requirement.type() == ResourceType.GPU && requirement.sharingStrategy() == null) {
                gpus(Texts.orEmpty(requirement.value())).ifPresent(gpus -> config.withDeviceRequests(List.of(gpus)));
            } else {
                report.refuse(
                        "resourceRequirements[]."
                                + (requirement.type() == ResourceType.GPU ? "sharingStrategy" : "type"),
                        requirement.type(),
                        "can't be had from Docker: ask for whole GPUs, or leave it out");
            }
        }
    }

    private Optional<DeviceRequest> gpus(String value) {
        boolean all = value.equalsIgnoreCase("ALL");
        if (!all && !value.matches("[1-9][0-9]{0,3}")) {
            report.refuse("resourceRequirements[].value", value, "is no number of GPUs: give one, or ALL");
            return Optional.empty();
        }
        return Optional.of(new DeviceRequest()
                .withDriver("nvidia")
                .withCount(all ? -1 : Integer.parseInt(value))
                .withCapabilities(List.of(List.of("gpu"))));
    }
}
