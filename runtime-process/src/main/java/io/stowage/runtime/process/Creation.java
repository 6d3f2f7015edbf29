package io.stowage.runtime.process;

import io.stowage.model.NetworkBinding;
import io.stowage.model.PortMapping;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerSpec;
import io.stowage.spi.SecretValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes the folder of a new container. All of it is written before the folder gets the container's name.
 *
 * <p>Nothing is forced to the disk: only a crash of the host could lose it, and with the host ends every process. What is found after that
 * is of an earlier boot, and is never run (see {@link Facts}).
 */
final class Creation {

    private final Settings settings;
    private final InstanceFolder instance;
    private final Cgroups cgroups;
    private final Ports ports;
    private final String bootId;

    Creation(Settings settings, InstanceFolder instance, Cgroups cgroups, Ports ports, String bootId) {
        this.settings = settings;
        this.instance = instance;
        this.cgroups = cgroups;
        this.ports = ports;
        this.bootId = bootId;
    }

    /** Empty if there is a container of this name by now. */
    Optional<ContainerRecord> create(ContainerSpec spec) throws ContainerRuntimeException, IOException {
        String nonce = UUID.randomUUID().toString().replace("-", "");
        List<NetworkBinding> bindings = List.of();
        boolean published = false;
        try {
            List<PortMapping> mappings =
                    Optional.ofNullable(spec.definition().portMappings()).orElse(List.of());
            bindings = ports.bind(mappings, spec.taskDefinition().networkModeOrDefault(), spec.reservedHostPorts());
            Plan plan = Plan.of(spec, bindings, settings.roots());
            Optional<ContainerRecord> record = write(spec, plan, bindings, nonce);
            published = record.isPresent();
            return record;
        } catch (Image.NotAllowedException e) {
            throw Failures.cannotCreate(String.valueOf(e.getMessage()));
        } finally {
            if (!published) {
                ports.release(bindings);
                cgroups.remove(nonce);
            }
        }
    }

    private Optional<ContainerRecord> write(ContainerSpec spec, Plan plan, List<NetworkBinding> bindings, String nonce)
            throws ContainerRuntimeException, IOException {
        ContainerFolder folder = instance.container(spec.name());
        String given = plan.workingDirectory();
        ContainerRecord record = new ContainerRecord(
                spec.name(),
                nonce,
                bootId,
                plan.commandLine().get(0),
                given,
                cgroups.applyTo(spec.definition()),
                spec.labels(),
                bindings,
                plan.prefix(),
                plan.exported(),
                plan.secretNames());
        if (record.cgroup()) {
            createGroups(nonce, spec);
        }
        Path fresh = instance.startNew(nonce);
        try {
            if (given == null) {
                makeWorkingDirectory(fresh.resolve("work"), plan.user());
            }
            List<String> groups = record.cgroup() ? cgroups.parents(spec.definition()) : List.of();
            PrivateFile.write(fresh.resolve("container"), record.bytes(groups, plan.words()));
            writeSecrets(fresh.resolve("secrets"), spec.secrets());
        } catch (IOException e) {
            InstanceFolder.delete(fresh);
            throw ContainerRuntimeException.retryable(
                    ContainerRuntimeException.Category.CannotCreateContainerError,
                    "its folder in " + instance.path() + " can't be written ("
                            + e.getClass().getSimpleName() + ": " + e.getMessage()
                            + "); if its disk is full, make room");
        } catch (RuntimeException e) {
            InstanceFolder.delete(fresh);
            throw e;
        }
        return instance.publish(fresh, folder) ? Optional.of(record) : Optional.empty();
    }

    /** A clear "no", which people have to hear of: until somebody makes room, no container with limits can be created. */
    private void createGroups(String nonce, ContainerSpec spec) throws ContainerRuntimeException {
        try {
            cgroups.create(nonce, spec.definition());
        } catch (IOException e) {
            throw ContainerRuntimeException.retryable(
                    ContainerRuntimeException.Category.CannotCreateContainerError,
                    "its control group can't be made (" + e.getClass().getSimpleName() + ": " + e.getMessage()
                            + "); if the host has as many as it can have, remove those that nobody uses");
        }
    }

    private static void makeWorkingDirectory(Path directory, @Nullable User user) throws IOException {
        Files.createDirectory(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        if (user != null) {
            Files.setAttribute(directory, "unix:uid", user.uid());
            Files.setAttribute(directory, "unix:gid", user.gid());
        }
    }

    /** For the launcher, which empties the file before the command runs. */
    private static void writeSecrets(Path file, List<SecretValue> secrets) throws IOException {
        if (!secrets.isEmpty()) {
            byte[] bytes = SecretWords.of(secrets);
            try {
                PrivateFile.write(file, bytes);
            } finally {
                Arrays.fill(bytes, (byte) 0);
            }
        }
    }
}
