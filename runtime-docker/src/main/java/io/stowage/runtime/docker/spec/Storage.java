package io.stowage.runtime.docker.spec;

import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.VolumesFrom;
import io.stowage.model.ContainerDefinition;
import io.stowage.model.DockerVolumeConfiguration;
import io.stowage.model.HostVolumeProperties;
import io.stowage.model.LinuxParameters;
import io.stowage.model.MountPoint;
import io.stowage.model.Scope;
import io.stowage.model.TaskDefinition;
import io.stowage.model.Tmpfs;
import io.stowage.model.Volume;
import io.stowage.model.VolumeFrom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Volumes, mounts and file systems in memory. */
final class Storage {

    private static final String LOCAL = "local";

    private final TaskNames names;
    private final Map<String, String> siblings;
    private final Report report;
    private final List<VolumeRequest> volumes = new ArrayList<>();

    Storage(TaskNames names, Map<String, String> siblings, Report report) {
        this.names = names;
        this.siblings = siblings;
        this.report = report;
    }

    /** What the container mounts, and has to be there. */
    List<VolumeRequest> apply(HostConfig config, TaskDefinition task, ContainerDefinition container) {
        List<Bind> binds = new ArrayList<>();
        for (MountPoint mount : Texts.orEmpty(container.mountPoints())) {
            source(task, mount).ifPresent(source -> binds.add(bind(source, mount.containerPath(), mount.isReadOnly())));
        }
        config.withBinds(binds)
                .withVolumesFrom(volumesFrom(container))
                .withReadonlyRootfs(Boolean.TRUE.equals(container.readonlyRootFilesystem()));
        LinuxParameters linux = container.linuxParameters();
        if (linux != null && !Texts.orEmpty(linux.tmpfs()).isEmpty()) {
            config.withTmpFs(tmpfs(Texts.orEmpty(linux.tmpfs())));
        }
        return volumes;
    }

    static Bind bind(String source, String path, boolean readOnly) {
        return new Bind(
                source, new com.github.dockerjava.api.model.Volume(path), readOnly ? AccessMode.ro : AccessMode.rw);
    }

    private Optional<String> source(TaskDefinition task, MountPoint mount) {
        checkPath(report, "mountPoints[].containerPath", mount.containerPath());
        Optional<Volume> volume = Texts.orEmpty(task.volumes()).stream()
                .filter(each -> each.name().equals(mount.sourceVolume()))
                .findFirst();
        if (volume.isEmpty()) {
            report.refuse(
                    "mountPoints[].sourceVolume",
                    mount.sourceVolume(),
                    "is none of the task definition's volumes: name one of them");
        }
        return volume.flatMap(this::source);
    }

    private Optional<String> source(Volume volume) {
        String field = "volumes[" + Report.shown(volume.name()) + "].";
        Texts.check(report.below(field), "", volume);
        Optional<String> elsewhere = elsewhere(volume);
        if (elsewhere.isPresent()) {
            report.ofTask()
                    .refuse(
                            field + elsewhere.get(),
                            null,
                            "is storage of AWS that a Docker host can't mount: use host or dockerVolumeConfiguration");
            return Optional.empty();
        }
        HostVolumeProperties host = volume.host();
        if (host != null && !Texts.isEmpty(host.sourcePath())) {
            checkPath(report.ofTask(), field + "host.sourcePath", Texts.orEmpty(host.sourcePath()));
            return Optional.ofNullable(host.sourcePath());
        }
        VolumeRequest request = request(field, volume);
        volumes.add(request);
        return Optional.of(request.name());
    }

    /** The field that says that it is storage which only AWS has. */
    static Optional<String> elsewhere(Volume volume) {
        if (volume.efsVolumeConfiguration() != null) {
            return Optional.of("efsVolumeConfiguration");
        }
        if (volume.fsxWindowsFileServerVolumeConfiguration() != null) {
            return Optional.of("fsxWindowsFileServerVolumeConfiguration");
        }
        if (volume.s3filesVolumeConfiguration() != null) {
            return Optional.of("s3filesVolumeConfiguration");
        }
        return Boolean.TRUE.equals(volume.configuredAtLaunch()) ? Optional.of("configuredAtLaunch") : Optional.empty();
    }

    private VolumeRequest request(String field, Volume volume) {
        DockerVolumeConfiguration docker = volume.dockerVolumeConfiguration();
        if (docker == null) {
            return new VolumeRequest(names.volume(volume.name()), LOCAL, Map.of(), ofTask(Map.of()), true, true);
        }
        Map<String, String> labels = userLabels(field, docker.labels());
        String driver = Texts.isEmpty(docker.driver()) ? LOCAL : Texts.orEmpty(docker.driver());
        Map<String, String> options = Texts.orEmpty(docker.driverOpts());
        if (docker.scope() != Scope.SHARED) {
            return new VolumeRequest(names.volume(volume.name()), driver, options, ofTask(labels), true, true);
        }
        report.ofTask()
                .refuseIf(
                        volume.name().startsWith(TaskNames.RESERVED),
                        field + "name",
                        volume.name(),
                        "begins as the volumes of tasks do, which are not shared: choose another");
        boolean autoprovision = Boolean.TRUE.equals(docker.autoprovision());
        return new VolumeRequest(volume.name(), driver, options, labels, autoprovision, false);
    }

    private Map<String, String> ofTask(Map<String, String> labels) {
        Map<String, String> all = new LinkedHashMap<>(labels);
        all.putAll(names.labels(DockerLabels.VOLUME_OF));
        return all;
    }

    private Map<String, String> userLabels(String field, @Nullable Map<String, String> labels) {
        return Labels.users(report.ofTask(), field + "dockerVolumeConfiguration.labels", labels);
    }

    private List<VolumesFrom> volumesFrom(ContainerDefinition container) {
        List<VolumesFrom> sources = new ArrayList<>();
        for (VolumeFrom from : Texts.orEmpty(container.volumesFrom())) {
            String sibling = siblings.get(from.sourceContainer());
            if (sibling == null) {
                report.refuse("volumesFrom[].sourceContainer", from.sourceContainer(), Networking.NOT_THERE);
            } else {
                sources.add(new VolumesFrom(sibling, from.isReadOnly() ? AccessMode.ro : AccessMode.rw));
            }
        }
        return sources;
    }

    private Map<String, String> tmpfs(List<Tmpfs> wanted) {
        Map<String, String> systems = new LinkedHashMap<>();
        for (Tmpfs each : wanted) {
            checkPath(report, "linuxParameters.tmpfs[].containerPath", each.containerPath());
            StringBuilder options = new StringBuilder("size=" + each.size() + "m");
            for (String option : Texts.orEmpty(each.mountOptions())) {
                report.refuseIf(
                        option.isEmpty() || option.indexOf(',') >= 0,
                        "linuxParameters.tmpfs[].mountOptions",
                        option,
                        "is not one option of a mount: give each its own entry");
                options.append(',').append(option);
            }
            systems.put(each.containerPath(), options.toString());
        }
        return systems;
    }

    /** Docker takes a source that is no path for a volume's name, and a colon for the end of the path. */
    private static void checkPath(Report report, String field, String path) {
        report.refuseIf(
                !path.startsWith("/") || path.indexOf(':') >= 0,
                field,
                path,
                "must be an absolute path without a colon: give one");
    }
}
