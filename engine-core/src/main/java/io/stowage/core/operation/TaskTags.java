package io.stowage.core.operation;

import io.stowage.core.state.Ids;
import io.stowage.model.PropagateTags;
import io.stowage.model.Service;
import io.stowage.model.Tag;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tags of tasks that are new: those propagated to them, their own, which win, and ECS's. */
public final class TaskTags {

    private TaskTags() {}

    /** Of the tasks of a service. */
    public static List<Tag> ofService(Service service) {
        Map<String, Tag> tags = new LinkedHashMap<>();
        if (service.propagateTags() == PropagateTags.SERVICE) {
            service.tags().forEach(tag -> tags.put(tag.key(), tag));
        }
        if (service.enableECSManagedTags()) {
            managed(tags, "aws:ecs:clusterName", Ids.shortId(service.clusterArn()));
            managed(tags, "aws:ecs:serviceName", service.serviceName());
        }
        return List.copyOf(tags.values());
    }

    /** Of tasks that a caller asked for. */
    static List<Tag> ofTasks(List<Tag> propagated, List<Tag> own, boolean managed, String clusterName) {
        Map<String, Tag> tags = new LinkedHashMap<>();
        propagated.forEach(tag -> tags.put(tag.key(), tag));
        own.forEach(tag -> tags.put(tag.key(), tag));
        if (managed) {
            managed(tags, "aws:ecs:clusterName", clusterName);
        }
        return List.copyOf(tags.values());
    }

    private static void managed(Map<String, Tag> tags, String key, String value) {
        tags.put(key, new Tag(key, value));
    }
}
