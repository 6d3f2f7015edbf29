package io.stowage.runtime.process;

import io.stowage.model.ContainerDefinition;
import io.stowage.model.LinuxParameters;
import io.stowage.model.NetworkMode;
import io.stowage.model.TaskDefinition;
import io.stowage.spi.ContainerSpec;
import io.stowage.spi.WorkloadPolicy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What processes may be, if the host application says nothing else: programs under the allowed roots, and nothing that asks for more than
 * the engine's own powers or promises an isolation that a process doesn't have.
 *
 * <p>The roots keep a definition from naming a program that the host application did not mean to offer. They are no sandbox: an
 * allowed interpreter runs whatever it is told to.
 */
public final class ProcessWorkloadPolicy implements WorkloadPolicy {

    private final AllowedRoots roots;

    ProcessWorkloadPolicy(AllowedRoots roots) {
        this.roots = roots;
    }

    /**
     * The policy for these roots.
     *
     * @param roots directories, or single programs, of this host
     * @throws IllegalArgumentException if one is not there
     */
    public static ProcessWorkloadPolicy allowing(Path... roots) {
        return new ProcessWorkloadPolicy(new AllowedRoots(List.of(roots)));
    }

    @Override
    public Optional<String> refuses(TaskDefinition taskDefinition) {
        return checkTask(taskDefinition)
                .or(() -> taskDefinition.containerDefinitions().stream()
                        .map(this::check)
                        .flatMap(Optional::stream)
                        .findFirst());
    }

    @Override
    public Optional<String> refuses(ContainerSpec spec) {
        return checkTask(spec.taskDefinition()).or(() -> check(spec.definition()));
    }

    private static Optional<String> checkTask(TaskDefinition definition) {
        List<String> reasons = new ArrayList<>();
        refuse(
                reasons,
                definition.networkMode() == NetworkMode.NONE,
                "networkMode",
                "none",
                "a process has the host's network");
        refuse(
                reasons,
                isSet(definition.volumes()),
                "volumes",
                definition.volumes(),
                "a process sees the host's files");
        return reasons.stream().findFirst();
    }

    private Optional<String> check(ContainerDefinition definition) {
        List<String> reasons = new ArrayList<>();
        refuse(
                reasons,
                isTrue(definition.privileged()),
                "privileged",
                "true",
                "no process gets powers that the engine was not given for it");
        refuse(
                reasons,
                isTrue(definition.readonlyRootFilesystem()),
                "readonlyRootFilesystem",
                "true",
                "a process sees the host's files");
        refuse(
                reasons,
                isTrue(definition.disableNetworking()),
                "disableNetworking",
                "true",
                "a process has the host's network");
        refuse(
                reasons,
                isSet(definition.mountPoints()),
                "mountPoints",
                definition.mountPoints(),
                "a process sees the host's files");
        refuse(
                reasons,
                isSet(definition.volumesFrom()),
                "volumesFrom",
                definition.volumesFrom(),
                "a process sees the host's files");
        refuse(
                reasons,
                isSet(definition.dockerSecurityOptions()),
                "dockerSecurityOptions",
                definition.dockerSecurityOptions(),
                "they mean nothing without Docker");
        checkLinux(reasons, definition.linuxParameters());
        checkUser(reasons, definition.user());
        checkProgram(reasons, definition);
        return reasons.stream().findFirst().map(reason -> "containerDefinitions[" + definition.name() + "]." + reason);
    }

    private static void checkLinux(List<String> reasons, @Nullable LinuxParameters parameters) {
        if (parameters != null) {
            refuse(
                    reasons,
                    parameters.capabilities() != null,
                    "linuxParameters.capabilities",
                    parameters.capabilities(),
                    "a process has those of its user");
            refuse(
                    reasons,
                    isSet(parameters.devices()),
                    "linuxParameters.devices",
                    parameters.devices(),
                    "a process sees the host's devices");
            refuse(
                    reasons,
                    isSet(parameters.tmpfs()),
                    "linuxParameters.tmpfs",
                    parameters.tmpfs(),
                    "a process sees the host's files");
        }
    }

    private static void checkUser(List<String> reasons, @Nullable String user) {
        if (user != null && !user.isEmpty()) {
            User.unavailable()
                    .ifPresent(why -> refuse(
                            reasons, true, "user", user, "processes can't change their user here, since " + why));
        }
    }

    private void checkProgram(List<String> reasons, ContainerDefinition definition) {
        try {
            Image.of(definition.image(), roots).commandLine(definition, roots);
        } catch (Image.NotAllowedException e) {
            reasons.add(String.valueOf(e.getMessage()));
        }
    }

    private static void refuse(
            List<String> reasons, boolean refused, String field, @Nullable Object value, String why) {
        if (refused) {
            reasons.add(field + " \"" + value + "\" can't be had by the process runtime: " + why
                    + ". Leave it out, or run this on another runtime");
        }
    }

    private static boolean isTrue(@Nullable Boolean value) {
        return Boolean.TRUE.equals(value);
    }

    private static boolean isSet(@Nullable List<?> list) {
        return list != null && !list.isEmpty();
    }
}
