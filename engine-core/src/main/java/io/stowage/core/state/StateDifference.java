package io.stowage.core.state;

import io.stowage.core.agent.Attachment;
import io.stowage.model.ContainerInstance;
import io.stowage.model.ServiceEvent;
import io.stowage.model.Task;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How two states of one cluster differ, where nobody knows the way from one to the other: because the store has forgotten it. Costs as much as
 * there is.
 */
public final class StateDifference {

    private final ClusterState before;
    private final ClusterState after;
    private final FoldedChanges changes;

    private StateDifference(ClusterState before, ClusterState after) {
        this.before = before;
        this.after = after;
        this.changes = new FoldedChanges(after, true);
    }

    /** What changed; nothing if there was no state before. */
    public static FoldedChanges between(@Nullable ClusterState before, ClusterState after) {
        if (before == null) {
            return new FoldedChanges(after, true);
        }
        StateDifference difference = new StateDifference(before, after);
        difference.attachments();
        difference.instances();
        difference.services();
        difference.tasks();
        return difference.changes;
    }

    private void attachments() {
        for (Attachment attachment : after.attachments()) {
            String id = attachment.containerInstanceId();
            if (!attachment.equals(before.attachment(id))) {
                changes.put(Kind.ATTACHMENT, id, attachment);
            }
        }
        for (Attachment attachment : before.attachments()) {
            if (after.attachment(attachment.containerInstanceId()) == null) {
                changes.delete(Kind.ATTACHMENT, attachment.containerInstanceId());
            }
        }
    }

    private void instances() {
        after.instances.forEach((id, instance) -> {
            InstanceState known = before.instances.get(id);
            ContainerInstance record = instance.record();
            if (known == null || !record.equals(known.record())) {
                changes.put(Kind.INSTANCE, id, record);
            }
        });
        deleted(Kind.INSTANCE, before.instances.keySet(), after.instances.keySet());
    }

    private void services() {
        after.services.forEach((name, service) -> {
            ServiceState known = before.services.get(name);
            if (known == null || !service.record().equals(known.record())) {
                changes.service(known == null ? null : known.record(), service.record());
            }
            Set<String> told = new LinkedHashSet<>();
            if (known != null) {
                known.events().forEach(event -> told.add(event.id()));
            }
            for (ServiceEvent event : service.events()) {
                if (!told.contains(event.id())) {
                    changes.note(name + "/" + event.id(), service.record(), event);
                }
            }
        });
        deleted(Kind.SERVICE, before.services.keySet(), after.services.keySet());
    }

    private void tasks() {
        after.tasks.forEach((id, task) -> {
            TaskState known = before.tasks.get(id);
            Task was = known == null ? null : known.task;
            if (!task.task.equals(was)) {
                changes.task(id, was, task.task);
            }
        });
        deleted(Kind.TASK, before.tasks.keySet(), after.tasks.keySet());
    }

    private void deleted(Kind kind, Set<String> were, Set<String> are) {
        List<String> gone = new ArrayList<>(were);
        gone.removeIf(are::contains);
        gone.forEach(id -> changes.delete(kind, id));
    }
}
