package io.stowage.runtime.docker;

import com.github.dockerjava.api.command.InspectVolumeResponse;
import com.github.dockerjava.api.model.Container;
import io.stowage.runtime.docker.spec.DockerLabels;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds what tasks have left behind on the host: holders and volumes of tasks that have no container any more, because an engine ended between two
 * steps. What two looks in a row have found left is removed, unless a container of the task is being created. A look that fails is none: those before
 * and after it are in a row. A list may lie: each container of the task that any list told of has to be absent by its name as well.
 *
 * <p>Only what carries the labels of this container instance. In one thread.
 */
final class LeftOvers {

    private static final Logger LOG = LoggerFactory.getLogger(LeftOvers.class);

    private final Daemon daemon;
    private final Containers containers;
    private final Surroundings surroundings;
    /** What holders and volumes of this container instance are labelled with, and nothing else is. */
    private final List<String> instance;

    /** The containers that were ever listed, by their tasks. */
    private final Map<String, Set<String>> known = new HashMap<>();

    private Set<String> before = Set.of();

    LeftOvers(
            Daemon daemon, Containers containers, Surroundings surroundings, String cluster, String containerInstance) {
        this.daemon = daemon;
        this.containers = containers;
        this.surroundings = surroundings;
        this.instance = List.of(
                DockerLabels.CLUSTER + "=" + cluster, DockerLabels.CONTAINER_INSTANCE + "=" + containerInstance);
    }

    void cleanUp() {
        Set<String> left = new TreeSet<>();
        volumes().forEach(volume -> add(left, volume.getLabels(), DockerLabels.VOLUME_OF));
        holders().forEach(holder -> add(left, Summary.labels(holder), DockerLabels.HOLDER_OF));
        known.keySet().retainAll(left);
        if (!left.isEmpty()) {
            left.removeAll(living());
        }
        for (String task : left) {
            if (before.contains(task)) {
                remove(task);
            }
        }
        before = left;
    }

    private List<Container> holders() {
        return list(instance);
    }

    /** The tasks of which there is a container. */
    private Set<String> living() {
        Set<String> living = new HashSet<>();
        for (Container container : list(List.of(Surroundings.TASK))) {
            String task = Summary.labels(container).getOrDefault(Surroundings.TASK, "");
            living.add(task);
            known.computeIfAbsent(task, none -> new HashSet<>())
                    .add(Summary.of(container).name());
        }
        return living;
    }

    private List<Container> list(List<String> labels) {
        return daemon.ask(
                Verb.HOST,
                "list",
                client -> client.listContainersCmd()
                        .withShowAll(true)
                        .withLabelFilter(labels)
                        .exec());
    }

    private void remove(String task) {
        try {
            boolean gone = known.getOrDefault(task, Set.of()).stream()
                    .allMatch(name -> containers.anyones(name).isEmpty());
            if (gone && surroundings.removeLeft(task)) {
                LOG.info("Removed what the task {} had left behind.", task);
            }
        } catch (RuntimeException e) {
            LOG.warn("What the task {} left behind was not removed: {}", task, Causes.text(e));
        }
    }

    private static void add(Set<String> tasks, @Nullable Map<String, String> labels, String key) {
        String task =
                Objects.requireNonNullElse(labels, Map.<String, String>of()).getOrDefault(key, "");
        if (!task.isEmpty()) {
            tasks.add(task);
        }
    }

    private List<InspectVolumeResponse> volumes() {
        List<InspectVolumeResponse> volumes = daemon.ask(
                        Verb.LOOK,
                        "list of volumes",
                        client -> client.listVolumesCmd()
                                .withFilter("label", instance)
                                .exec())
                .getVolumes();
        return Objects.requireNonNullElse(volumes, List.of());
    }
}
