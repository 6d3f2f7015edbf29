package io.stowage.runtime.docker.policy;

import io.stowage.model.ContainerDefinition;
import io.stowage.model.HealthCheck;
import io.stowage.model.LinuxParameters;
import io.stowage.model.MountPoint;
import io.stowage.model.Tmpfs;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where in a container something may be: nothing over the file systems by which the kernel shows itself, and no work begins in a descriptor
 * that a container engine has left open (CVE-2024-21626).
 */
final class InsideRules {

    private static final List<Path> OF_THE_KERNEL = List.of(Path.of("/proc"), Path.of("/sys"), Path.of("/dev"));
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");

    /** What a file system in memory may be mounted with. */
    private static final Set<String> MEMORY_OPTIONS = Set.of(
            "defaults",
            "ro",
            "rw",
            "nosuid",
            "nodev",
            "noexec",
            "exec",
            "sync",
            "async",
            "noatime",
            "nodiratime",
            "relatime",
            "strictatime");

    void check(ContainerDefinition container, String field, Refusals refusals) {
        checkPlace(container.workingDirectory(), field + ".workingDirectory", refusals);
        checkProgram(container, container.entryPoint(), 0, field + ".entryPoint", refusals);
        checkProgram(container, container.command(), 0, field + ".command", refusals);
        HealthCheck health = container.healthCheck();
        if (health != null && health.command().get(0).equals("CMD")) {
            checkProgram(container, health.command(), 1, field + ".healthCheck.command", refusals);
        }
        for (MountPoint mount : container.mountPoints() == null ? List.<MountPoint>of() : container.mountPoints()) {
            checkPlace(mount.containerPath(), field + ".mountPoints[].containerPath", refusals);
        }
        LinuxParameters parameters = container.linuxParameters();
        if (parameters != null && parameters.tmpfs() != null) {
            parameters.tmpfs().forEach(tmpfs -> check(tmpfs, field + ".linuxParameters.tmpfs[]", refusals));
        }
    }

    private static void check(Tmpfs tmpfs, String field, Refusals refusals) {
        checkPlace(tmpfs.containerPath(), field + ".containerPath", refusals);
        for (String option : tmpfs.mountOptions() == null ? List.<String>of() : tmpfs.mountOptions()) {
            refusals.refuseIf(
                    !MEMORY_OPTIONS.contains(option) && !option.matches("(mode|uid|gid|nr_inodes)=[0-9]{1,10}"),
                    field + ".mountOptions",
                    option,
                    "it is more than a file system in memory needs",
                    "Leave it out");
        }
    }

    /** {@code /proc/self/exe} is, for a moment, the container engine's own program (CVE-2019-5736). */
    private static void checkProgram(
            ContainerDefinition container, @Nullable List<String> words, int first, String field, Refusals refusals) {
        if (words != null && words.size() > first && words.get(first).contains("/")) {
            String word = words.get(first);
            String from = word.startsWith("/") || container.workingDirectory() == null
                    ? "/"
                    : container.workingDirectory() + "/";
            checkPlace(from + word, field, word, refusals);
        }
    }

    private static void checkPlace(@Nullable String place, String field, Refusals refusals) {
        checkPlace(place, field, place, refusals);
    }

    private static void checkPlace(@Nullable String place, String field, @Nullable String said, Refusals refusals) {
        refusals.refuseIf(
                place != null && isOfTheKernel(place),
                field,
                said,
                "the kernel shows itself there",
                "Choose another place in the container");
    }

    private static boolean isOfTheKernel(String place) {
        try {
            Path path = Path.of(place).normalize();
            return OF_THE_KERNEL.stream().anyMatch(path::startsWith) && !path.startsWith(SHARED_MEMORY);
        } catch (InvalidPathException notAPath) {
            return true;
        }
    }
}
