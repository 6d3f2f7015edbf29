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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds what tasks have left behind on the host: holders and volumes of tasks that have no container any more, because an engine ended between two
 * steps. What two looks in a row have found left is removed, unless a container of the task is being created. A list may lie: each container of
 * the task that any list told of has to be absent by its name as well.
 *
 * <p>Only what carries the labels of this container instance. In one thread.
 */
final class LeftOvers {

    private static final Logger LOG = LoggerFactory.getLogger(LeftOvers.class);

    private final Daemon daemon;
    private final Containers containers;
    private final Surroundings surroundings;
    private final Map<String, String> instance;
    /** The containers that were ever listed, by their tasks. */
    private final Map<String, Set<String>> known = new HashMap<>();

    private Set<String> before = Set.of();

    LeftOvers(
            Daemon daemon, Containers containers, Surroundings surroundings, String cluster, String containerInstance) {
        this.daemon = daemon;
        this.containers = containers;
        this.surroundings = surroundings;
        this.instance = Map.of(DockerLabels.CLUSTER, cluster, DockerLabels.CONTAINER_INSTANCE, containerInstance);
    }

    void cleanUp() {
        Set<String> left = new TreeSet<>();
        Set<String> living = new HashSet<>();
        look(left, living);
        known.keySet().retainAll(left);
        left.removeAll(living);
        for (String task : left) {
            if (before.contains(task)) {
                remove(task);
            }
        }
        before = left;
    }

    private void look(Set<String> left, Set<String> living) {
        for (InspectVolumeResponse volume : volumes()) {
            add(left, Objects.requireNonNullElse(volume.getLabels(), Map.of()), DockerLabels.VOLUME_OF);
        }
        List<Container> all = daemon.ask(
                Verb.LOOK,
                "list",
                client -> client.listContainersCmd().withShowAll(true).exec());
        for (Container container : all) {
            Map<String, String> labels = Summary.labels(container);
            String task = labels.getOrDefault(Surroundings.TASK, "");
            if (DockerLabels.isHolder(labels)) {
                add(left, labels, DockerLabels.HOLDER_OF);
            } else if (!task.isEmpty()) {
                living.add(task);
                known.computeIfAbsent(task, none -> new HashSet<>())
                        .add(Summary.of(container).name());
            }
        }
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

    private void add(Set<String> tasks, Map<String, String> labels, String key) {
        String task = labels.getOrDefault(key, "");
        if (!task.isEmpty() && labels.entrySet().containsAll(instance.entrySet())) {
            tasks.add(task);
        }
    }

    private List<InspectVolumeResponse> volumes() {
        List<InspectVolumeResponse> volumes = daemon.ask(
                        Verb.LOOK,
                        "list of volumes",
                        client -> client.listVolumesCmd()
                                .withFilter("label", List.of(DockerLabels.VOLUME_OF))
                                .exec())
                .getVolumes();
        return Objects.requireNonNullElse(volumes, List.of());
    }
}
