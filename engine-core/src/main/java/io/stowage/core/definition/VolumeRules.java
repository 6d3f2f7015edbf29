package io.stowage.core.definition;

import static io.stowage.core.definition.Findings.quote;

import io.stowage.model.ContainerDefinition;
import io.stowage.model.DockerVolumeConfiguration;
import io.stowage.model.EFSAuthorizationConfig;
import io.stowage.model.EFSAuthorizationConfigIAM;
import io.stowage.model.EFSTransitEncryption;
import io.stowage.model.EFSVolumeConfiguration;
import io.stowage.model.MountPoint;
import io.stowage.model.S3FilesVolumeConfiguration;
import io.stowage.model.Scope;
import io.stowage.model.Volume;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The volumes of a task, and where its containers mount them. */
final class VolumeRules {

    private static final int LAST_PORT = 65_535;

    private VolumeRules() {}

    static void check(Findings findings, List<Volume> volumes, List<ContainerDefinition> containers) {
        List<String> names = volumes.stream().map(Volume::name).toList();
        Names.unique(findings, "volumes", ".name", names);
        Lists.each("volumes", volumes, (field, volume) -> volume(findings, field, volume));
        long atLaunch = volumes.stream().filter(VolumeRules::isAtLaunch).count();
        findings.errorIf(
                atLaunch > 1,
                "volumes",
                atLaunch + " volumes have configuredAtLaunch; at most one may. Remove it from the others.");
        Lists.each(
                "containerDefinitions",
                containers,
                (field, container) ->
                        mounts(findings, field + ".mountPoints", Lists.orEmpty(container.mountPoints()), names));
    }

    private static boolean isAtLaunch(Volume volume) {
        return Boolean.TRUE.equals(volume.configuredAtLaunch());
    }

    private static void volume(Findings findings, String field, Volume volume) {
        Names.check(findings, field + ".name", volume.name());
        long kinds = Stream.of(
                        volume.host(),
                        volume.dockerVolumeConfiguration(),
                        volume.efsVolumeConfiguration(),
                        volume.s3filesVolumeConfiguration(),
                        volume.fsxWindowsFileServerVolumeConfiguration(),
                        isAtLaunch(volume) ? volume : null)
                .filter(Objects::nonNull)
                .count();
        findings.errorIf(kinds > 1, field, "a volume is of one kind, but " + kinds + " are configured; keep one.");
        if (volume.host() != null) {
            Names.notBlank(findings, field + ".host.sourcePath", volume.host().sourcePath());
        }
        docker(findings, field + ".dockerVolumeConfiguration", volume.dockerVolumeConfiguration());
        efs(findings, field + ".efsVolumeConfiguration", volume.efsVolumeConfiguration());
        s3files(findings, field + ".s3filesVolumeConfiguration", volume.s3filesVolumeConfiguration());
    }

    private static void docker(Findings findings, String field, @Nullable DockerVolumeConfiguration docker) {
        if (docker != null && docker.autoprovision() != null && docker.scope() != Scope.SHARED) {
            findings.error(
                    field + ".autoprovision", "it is for volumes with scope shared only; remove it, or set scope.");
        }
    }

    private static void efs(Findings findings, String field, @Nullable EFSVolumeConfiguration efs) {
        if (efs == null) {
            return;
        }
        Names.notBlank(findings, field + ".fileSystemId", efs.fileSystemId());
        findings.range(field + ".transitEncryptionPort", efs.transitEncryptionPort(), 1, LAST_PORT);
        EFSAuthorizationConfig authorization = efs.authorizationConfig();
        if (authorization == null) {
            return;
        }
        boolean encrypted = efs.transitEncryption() == EFSTransitEncryption.ENABLED;
        boolean accessPoint = authorization.accessPointId() != null;
        findings.errorIf(
                !encrypted && (accessPoint || authorization.iam() == EFSAuthorizationConfigIAM.ENABLED),
                field + ".transitEncryption",
                "it must be ENABLED where an access point or IAM authorizes the mount.");
        rootOfAccessPoint(findings, field, accessPoint, efs.rootDirectory());
    }

    private static void s3files(Findings findings, String field, @Nullable S3FilesVolumeConfiguration s3files) {
        if (s3files != null) {
            Names.notBlank(findings, field + ".fileSystemArn", s3files.fileSystemArn());
            findings.range(field + ".transitEncryptionPort", s3files.transitEncryptionPort(), 1, LAST_PORT);
            rootOfAccessPoint(findings, field, s3files.accessPointArn() != null, s3files.rootDirectory());
        }
    }

    private static void rootOfAccessPoint(
            Findings findings, String field, boolean accessPoint, @Nullable String rootDirectory) {
        if (accessPoint && rootDirectory != null && !rootDirectory.equals("/")) {
            findings.error(
                    field + ".rootDirectory",
                    quote(rootDirectory)
                            + " is given beside an access point, which has a root of its own; leave it out.");
        }
    }

    private static void mounts(Findings findings, String field, List<MountPoint> mounts, List<String> volumes) {
        Names.unique(
                findings,
                field,
                ".containerPath",
                mounts.stream().map(MountPoint::containerPath).toList());
        Lists.each(field, mounts, (place, mount) -> {
            Names.notBlank(findings, place + ".containerPath", mount.containerPath());
            if (!volumes.contains(mount.sourceVolume())) {
                String known = volumes.isEmpty() ? "it has none" : "its volumes are " + String.join(", ", volumes);
                findings.error(
                        place + ".sourceVolume",
                        "Unknown volume " + quote(mount.sourceVolume()) + " in this task definition; " + known
                                + ". Add it to volumes.");
            }
        });
    }
}
