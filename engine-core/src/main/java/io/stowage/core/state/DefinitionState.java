package io.stowage.core.state;

import io.stowage.core.deployment.TaskHealth;
import io.stowage.core.placement.Demand;
import io.stowage.model.Container;
import io.stowage.model.ContainerDefinition;
import io.stowage.model.TaskDefinition;
import io.stowage.model.TaskDefinitionStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A revision that the partition holds a copy of, with what tasks of it need to know. */
final class DefinitionState {

    /** A deployment has others than the one before, and few are under way at a time. */
    private static final int MOST_PINNED = 8;

    final TaskDefinition definition;
    final Demand demand;
    final boolean checked;
    /** Tasks and deployments that refer to it. */
    int users;
    /** By the images of the containers; only so that it isn't made for each task. */
    private final Map<List<String>, TaskDefinition> pinned = new LinkedHashMap<>();

    /** By capacity provider, of which a cluster has few; only so that it isn't made for each task. */
    private final Map<String, Demand> onProviders = new LinkedHashMap<>(0);

    DefinitionState(TaskDefinition definition) {
        this.definition = definition;
        this.demand = Demand.of(definition, null);
        this.checked = TaskHealth.checked(definition);
    }

    /** Whether this is what it was registered as, whatever became of its registration since. */
    boolean isOf(TaskDefinition other) {
        return definition.equals(other) || content(definition).equals(content(other));
    }

    private static TaskDefinition content(TaskDefinition definition) {
        return definition.toBuilder()
                .status(TaskDefinitionStatus.ACTIVE)
                .registeredAt(null)
                .registeredBy(null)
                .deregisteredAt(null)
                .deleteRequestedAt(null)
                .build();
    }

    /** What a task of it takes that is given this capacity provider; null for none. */
    Demand demand(@Nullable String capacityProvider) {
        return capacityProvider == null ? demand : onProviders.computeIfAbsent(capacityProvider, demand::on);
    }

    /** The definition with the images that a task asks for, which may be pinned. Tasks with the same pins share one. */
    TaskDefinition with(List<Container> containers) {
        if (areOwn(containers)) {
            return definition;
        }
        List<String> images = containers.stream().map(Container::image).toList();
        TaskDefinition known = pinned.get(images);
        if (known == null) {
            known = pinned(containers);
            if (pinned.size() == MOST_PINNED) {
                pinned.remove(pinned.keySet().iterator().next());
            }
            pinned.put(images, known);
        }
        return known;
    }

    private boolean areOwn(List<Container> containers) {
        List<ContainerDefinition> own = definition.containerDefinitions();
        for (int i = 0; i < containers.size() && i < own.size(); i++) {
            if (!containers.get(i).image().equals(own.get(i).image())) {
                return false;
            }
        }
        return true;
    }

    private TaskDefinition pinned(List<Container> containers) {
        List<ContainerDefinition> definitions = new ArrayList<>(definition.containerDefinitions());
        for (int i = 0; i < containers.size() && i < definitions.size(); i++) {
            definitions.set(
                    i,
                    definitions.get(i).toBuilder()
                            .image(containers.get(i).image())
                            .build());
        }
        return definition.toBuilder().containerDefinitions(definitions).build();
    }
}
