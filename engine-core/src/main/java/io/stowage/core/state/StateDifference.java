package io.stowage.core.state;

import io.stowage.core.agent.Attachment;
import io.stowage.model.ContainerInstance;
import io.stowage.model.Service;
import io.stowage.model.ServiceEvent;
import io.stowage.model.Task;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How what the listeners know of a cluster differs from a state of it, where nobody knows the way from one to the other: because the store
 * has forgotten it, or because this engine led, lost sight of the state, and has read it anew; or, where it goes on from the state that it
 * had, because nobody heard how a commit ended that is in it. Costs as much as there is.
 */
public final class StateDifference {

    /**
     * A state that is not followed any more, and of which the listeners know everything but some records.
     *
     * @param state what it was last; nobody changes it as long as this is kept
     * @param untold records that a commit was to change of which nobody knows how it ended
     * @param services those of the untold that are services, as the listeners know them, by name; not those that were new
     */
    public record Known(ClusterState state, Set<RecordKey> untold, Map<String, Service> services) {

        /** Everything is known. */
        public static Known all(ClusterState state) {
            return new Known(state, Collections.emptySet(), Collections.emptyMap());
        }

        /** Everything is known but what a transaction has changed, of which nobody knows whether it was committed. */
        public static Known allBut(Transaction uncommitted) {
            Map<String, Service> services = new LinkedHashMap<>();
            for (Transaction.ServiceChange change : uncommitted.serviceChanges()) {
                if (change.before() != null) {
                    services.put(change.after().serviceName(), change.before());
                }
            }
            return new Known(uncommitted.state(), uncommitted.touched(), services);
        }

        private @Nullable Service service(String name) {
            if (untold.contains(new RecordKey(Kind.SERVICE, name))) {
                return services.get(name);
            }
            ServiceState service = state.services.get(name);
            return service == null ? null : service.record();
        }
    }

    private final Known known;
    private final ClusterState before;
    private final Set<RecordKey> untold;
    private final ClusterState after;
    private final FoldedChanges changes;

    private StateDifference(Known known, ClusterState after) {
        this.known = known;
        this.before = known.state();
        this.untold = known.untold();
        this.after = after;
        this.changes = new FoldedChanges(after, true);
    }

    /** What changed; nothing if there was no state before. */
    public static FoldedChanges between(@Nullable Known known, ClusterState after) {
        if (known == null) {
            return new FoldedChanges(after, true);
        }
        StateDifference difference = new StateDifference(known, after);
        if (known.state() == after && known.untold().isEmpty()) {
            return difference.changes;
        }
        difference.attachments();
        difference.instances();
        difference.services();
        difference.tasks();
        return difference.changes;
    }

    /**
     * Whether a record is to be told. One whose version is lower than before was to be changed by a commit that never came about: what it is
     * was told already.
     */
    private boolean news(Kind kind, String id, boolean same, long versionsSince) {
        return versionsSince >= 0 && (!same || untold.contains(new RecordKey(kind, id)));
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
            long version = known == null ? 0 : known.record().version();
            if (news(Kind.INSTANCE, id, known != null && record.equals(known.record()), record.version() - version)) {
                changes.put(Kind.INSTANCE, id, record);
            }
        });
        deleted(Kind.INSTANCE, before.instances.keySet(), after.instances.keySet());
    }

    private void services() {
        after.services.forEach((name, service) -> {
            ServiceState had = before.services.get(name);
            RecordKey key = new RecordKey(Kind.SERVICE, name);
            long since = after.versions.getOrDefault(key, 0L) - before.versions.getOrDefault(key, 0L);
            if (news(Kind.SERVICE, name, had != null && service.record().equals(had.record()), since)) {
                changes.service(known.service(name), service.record());
            }
            Set<String> told = new LinkedHashSet<>();
            if (had != null) {
                had.events().forEach(event -> told.add(event.id()));
                told.removeIf(id -> !untold.isEmpty() && untold.contains(new RecordKey(Kind.EVENT, name + "/" + id)));
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
            long version = was == null ? 0 : was.version();
            if (news(Kind.TASK, id, task.task.equals(was), task.task.version() - version)) {
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
