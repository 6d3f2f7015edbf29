package io.stowage.runtime.docker.policy;

import io.stowage.model.DockerVolumeConfiguration;
import io.stowage.model.HostVolumeProperties;
import io.stowage.model.IpcMode;
import io.stowage.model.NetworkMode;
import io.stowage.model.PidMode;
import io.stowage.model.TaskDefinition;
import io.stowage.model.Volume;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a task may share with its host: nothing, unless it was allowed by name. */
final class TaskRules {

    /** Options of the driver {@code local} for file systems in memory; all others mount something of the host or of its network. */
    private static final Set<String> MEMORY_OPTIONS =
            Set.of("size", "mode", "uid", "gid", "nr_inodes", "noexec", "nosuid", "nodev");

    private final Allowances allowed;

    TaskRules(Allowances allowed) {
        this.allowed = allowed;
    }

    void check(TaskDefinition task, Refusals refusals) {
        refusals.refuseIf(
                task.pidMode() == PidMode.HOST && !allowed.host().pid(),
                "pidMode",
                "host",
                "its processes would see those of the host, and their environments",
                "Leave it out, or call allowHostPid()");
        refusals.refuseIf(
                task.ipcMode() == IpcMode.HOST && !allowed.host().ipc(),
                "ipcMode",
                "host",
                "its processes would reach the shared memory of the host",
                "Leave it out, or call allowHostIpc()");
        refusals.refuseIf(
                task.networkMode() == NetworkMode.HOST && !allowed.host().network(),
                "networkMode",
                "host",
                "its processes would reach what listens on the host for the host alone",
                "Use bridge or awsvpc, or call allowHostNetwork()");
        List<Volume> volumes = task.volumes() == null ? List.of() : task.volumes();
        for (int i = 0; i < volumes.size(); i++) {
            check(volumes.get(i), "volumes[" + i + "]", refusals);
        }
    }

    private void check(Volume volume, String field, Refusals refusals) {
        HostVolumeProperties host = volume.host();
        if (host != null && host.sourcePath() != null && !host.sourcePath().isEmpty()) {
            refusals.refuseIf(
                    !allowed.host().paths().allow(host.sourcePath()),
                    field + ".host.sourcePath",
                    host.sourcePath(),
                    "it is not below a path of the host that was allowed",
                    "Use a volume of the task, or call allowHostPaths(...)");
        }
        DockerVolumeConfiguration docker = volume.dockerVolumeConfiguration();
        if (docker != null) {
            check(docker, field + ".dockerVolumeConfiguration", refusals);
        }
    }

    private void check(DockerVolumeConfiguration volume, String field, Refusals refusals) {
        for (String label : (volume.labels() == null ? Map.<String, String>of() : volume.labels()).keySet()) {
            refusals.refuseIf(
                    NameRules.isOwn(label),
                    field + ".labels",
                    label,
                    "such labels say whose a volume is",
                    "Choose another prefix");
        }
        String driver = volume.driver() == null || volume.driver().isEmpty() ? "local" : volume.driver();
        if (allowed.plugins().volumeDrivers().contains(driver)) {
            return;
        }
        refusals.refuseIf(
                !driver.equals("local"),
                field + ".driver",
                driver,
                "the plugin does with its options whatever it does",
                "Use local, or call allowVolumeDrivers(...)");
        Map<String, String> options = volume.driverOpts() == null ? Map.of() : volume.driverOpts();
        refusals.refuseIf(
                !options.isEmpty() && !isInMemory(options),
                field + ".driverOpts",
                options,
                "by such options any place of the host or of its network can be mounted",
                "Leave them out, use type, device and o of a tmpfs, or call allowVolumeDrivers(\"local\")");
    }

    private static boolean isInMemory(Map<String, String> options) {
        return "tmpfs".equals(options.get("type"))
                && "tmpfs".equals(options.get("device"))
                && Set.of("type", "device", "o").containsAll(options.keySet())
                && List.of(options.getOrDefault("o", "nodev").split(",", -1)).stream()
                        .allMatch(option -> MEMORY_OPTIONS.contains(option.split("=", 2)[0]));
    }
}
