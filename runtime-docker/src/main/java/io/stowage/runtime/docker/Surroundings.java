package io.stowage.runtime.docker;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.HostConfig;
import io.stowage.runtime.docker.spec.CreatePlan;
import io.stowage.runtime.docker.spec.DockerLabels;
import io.stowage.runtime.docker.spec.SecretFiles;
import io.stowage.runtime.docker.spec.VolumeRequest;
import io.stowage.spi.ContainerRuntimeException;
import io.stowage.spi.ContainerRuntimeException.Category;
import io.stowage.spi.ContainerSpec;
import java.io.ByteArrayInputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What has to be there before a container of a task can be created, and goes when the task's last one went. */
final class Surroundings {

    private static final Logger LOG = LoggerFactory.getLogger(Surroundings.class);
    static final String TASK = "io.stowage.task";
    private static final String CONTAINER = "io.stowage.container";
    private static final String OF_TASK = "stowage.";

    private final Daemon daemon;
    private final Containers containers;
    private final Holders holders;
    private final TasksAtWork atWork = new TasksAtWork();

    Surroundings(Daemon daemon, Containers containers, Pulls pulls) {
        this.daemon = daemon;
        this.containers = containers;
        this.holders = new Holders(daemon, containers, pulls);
    }

    /** The names in Docker of the task's containers, by their names in its definition; not asked for where nobody names them. */
    Map<String, String> siblings(ContainerSpec spec) {
        boolean named =
                (spec.definition().links() != null && !spec.definition().links().isEmpty())
                        || (spec.definition().volumesFrom() != null
                                && !spec.definition().volumesFrom().isEmpty());
        String task = spec.labels().getOrDefault(TASK, "");
        Map<String, String> siblings = new LinkedHashMap<>();
        if (!named || task.isEmpty()) {
            return siblings;
        }
        for (Container each : labelled(TASK, task)) {
            String name = Summary.of(each).name();
            String definition = Summary.labels(each).get(CONTAINER);
            if (definition != null && containers.isOurs(name, Summary.labels(each))) {
                siblings.put(definition, name);
            }
        }
        return siblings;
    }

    private List<Container> labelled(String key, String value) {
        return daemon.ask(
                Verb.LOOK,
                "list",
                client -> client.listContainersCmd()
                        .withShowAll(true)
                        .withLabelFilter(Map.of(key, value))
                        .exec());
    }

    void prepare(CreatePlan plan) throws ContainerRuntimeException {
        for (String network : plan.networks()) {
            requireNetwork(network);
        }
        for (VolumeRequest volume : plan.volumes()) {
            prepare(volume);
        }
        if (plan.holder().isPresent()) {
            holders.hold(plan.holder().get());
        }
        if (plan.secretFiles().isPresent()) {
            copy(plan.secretFiles().get());
        }
    }

    private void requireNetwork(String network) throws ContainerRuntimeException {
        try {
            daemon.ask(
                    Verb.LOOK,
                    "inspect of the network " + network,
                    client -> client.inspectNetworkCmd().withNetworkId(network).exec());
        } catch (NotFoundException e) {
            throw refused("there is no network \"" + network + "\": create it");
        } catch (DockerException e) {
            throw Failures.uncreated("inspect of the network " + network, e);
        }
    }

    private void prepare(VolumeRequest volume) throws ContainerRuntimeException {
        if (!volume.createdIfMissing()) {
            try {
                daemon.ask(
                        Verb.LOOK,
                        "inspect of the volume " + volume.name(),
                        client -> client.inspectVolumeCmd(volume.name()).exec());
            } catch (NotFoundException e) {
                throw refused("there is no volume \"" + volume.name() + "\": create it");
            } catch (DockerException e) {
                throw Failures.uncreated("inspect of the volume " + volume.name(), e);
            }
            return;
        }
        try {
            // Docker gives the volume of this name if there is one.
            daemon.ask(
                    Verb.OTHER,
                    "create of the volume " + volume.name(),
                    client -> client.createVolumeCmd()
                            .withName(volume.name())
                            .withDriver(volume.driver())
                            .withDriverOpts(volume.driverOpts())
                            .withLabels(volume.labels())
                            .exec());
        } catch (DockerException e) {
            throw Failures.uncreated("create of the volume " + volume.name(), e);
        }
    }

    private void copy(SecretFiles files) throws ContainerRuntimeException {
        byte[] archive = files.archive();
        try {
            daemon.ask(
                    Verb.OTHER,
                    "copy of secrets",
                    client -> client.copyArchiveToContainerCmd(files.holder())
                            .withRemotePath(files.directory())
                            .withTarInputStream(new ByteArrayInputStream(archive))
                            .exec());
        } catch (DockerException e) {
            throw Failures.uncreated("copy of secrets", e, Veil.over(files.secrets()));
        } finally {
            Arrays.fill(archive, (byte) 0);
        }
    }

    /** After a container was removed: what was its task's, if it was the last one. What can't be removed now is left, and said in the log. */
    void removeWith(InspectContainerResponse removed) {
        String task = States.labels(removed).getOrDefault(TASK, "");
        if (task.isEmpty() || !sharesSomething(removed)) {
            return;
        }
        // While another of its containers is being created its holder is needed; what is left then, the clean-up finds.
        if (!atWork.beginRemoval(task)) {
            return;
        }
        try {
            boolean last = labelled(TASK, task).stream()
                    .noneMatch(each -> containers.isOurs(Summary.of(each).name(), Summary.labels(each)));
            if (last) {
                removeAllOf(task);
            }
        } catch (DockerException | OutcomeUnknownException e) {
            LOG.warn("What belongs to the task {} was not removed: {}", task, Causes.text(e));
        } finally {
            atWork.endRemoval(task);
        }
    }

    /**
     * Removes what a task has left that has no container; false if it has one, or one is being created.
     *
     * @throws DockerException and other exceptions as any call: what is left then is left for the next time
     */
    boolean removeLeft(String task) {
        if (!atWork.beginRemoval(task)) {
            return false;
        }
        try {
            boolean empty = labelled(TASK, task).isEmpty();
            if (empty) {
                removeAllOf(task);
            }
            return empty;
        } finally {
            atWork.endRemoval(task);
        }
    }

    /** Nothing of the task is removed as left behind until {@link #created}. */
    void creating(ContainerSpec spec) throws ContainerRuntimeException {
        if (!atWork.beginCreation(spec.labels().getOrDefault(TASK, ""))) {
            throw Failures.retryable(
                    Category.CannotCreateContainerError,
                    spec.name()
                            + ": what an earlier attempt left of its task is being removed; it can be created in a moment");
        }
    }

    void created(ContainerSpec spec) {
        atWork.endCreation(spec.labels().getOrDefault(TASK, ""));
    }

    private void removeAllOf(String task) {
        for (Container holder : labelled(DockerLabels.HOLDER_OF, task)) {
            daemon.ask(
                    Verb.OTHER,
                    "remove of a holder",
                    client -> client.removeContainerCmd(holder.getId())
                            .withForce(true)
                            .withRemoveVolumes(true)
                            .exec());
        }
        var volumes = daemon.ask(
                Verb.LOOK,
                "list of volumes",
                client -> client.listVolumesCmd()
                        .withFilter("label", List.of(DockerLabels.VOLUME_OF + "=" + task))
                        .exec());
        if (volumes.getVolumes() != null) {
            volumes.getVolumes()
                    .forEach(volume -> daemon.ask(
                            Verb.OTHER,
                            "remove of a volume",
                            client -> client.removeVolumeCmd(volume.getName()).exec()));
        }
    }

    private static boolean sharesSomething(InspectContainerResponse container) {
        HostConfig config = container.getHostConfig();
        boolean joins = config != null
                && (joins(config.getNetworkMode()) || joins(config.getPidMode()) || joins(config.getIpcMode()));
        return joins
                || Optional.ofNullable(container.getMounts()).orElse(List.of()).stream()
                        .anyMatch(mount ->
                                Objects.requireNonNullElse(mount.getName(), "").startsWith(OF_TASK));
    }

    private static boolean joins(@Nullable String mode) {
        return mode != null && mode.startsWith("container:");
    }

    private static ContainerRuntimeException refused(String message) {
        return Failures.permanent(Category.CannotCreateContainerError, message);
    }
}
