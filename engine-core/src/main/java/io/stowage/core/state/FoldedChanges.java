package io.stowage.core.state;

import io.stowage.core.agent.TaskOrder;
import io.stowage.core.state.Transaction.ServiceChange;
import io.stowage.core.state.Transaction.ServiceNote;
import io.stowage.model.Service;
import io.stowage.model.ServiceEvent;
import io.stowage.model.Task;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a follower found changed. A record that changed several times since the last look is here once, as it is now: what it was in
 * between is not seen. Service events are records of their own, so that each of them is seen.
 */
public final class FoldedChanges implements CommittedChanges {

    private final ClusterState state;
    private final boolean another;
    private final Map<RecordKey, Object> changed = new LinkedHashMap<>();
    private final List<RecordKey> deleted = new ArrayList<>();
    private final OrdersOfTurn orders;
    private final List<ServiceChange> serviceChanges = new ArrayList<>();
    private final List<ServiceNote> notes = new ArrayList<>();

    /** @param another whether the state may be another one than before */
    FoldedChanges(ClusterState state, boolean another) {
        this.state = state;
        this.another = another;
        this.orders = new OrdersOfTurn(state);
    }

    void put(Kind kind, String id, Object record) {
        changed.put(new RecordKey(kind, id), record);
    }

    void delete(Kind kind, String id) {
        deleted.add(new RecordKey(kind, id));
    }

    void task(String id, @Nullable Task before, Task after) {
        put(Kind.TASK, id, after);
        if (before == null || OrdersOfTurn.isNews(before, after)) {
            orders.add(id, after);
        }
    }

    void service(@Nullable Service before, Service after) {
        put(Kind.SERVICE, after.serviceName(), after);
        serviceChanges.add(new ServiceChange(before, after));
    }

    void note(String id, Service service, ServiceEvent event) {
        put(Kind.EVENT, id, event);
        notes.add(new ServiceNote(service, event));
    }

    /**
     * Whether nobody knows the way to this state: the partition was read whole, because the follower has just begun or the store no longer
     * knew what had changed, or a state is gone on from that was left for a while. It may be another object than before. What is told as changed is
     * how it differs from what was known; nothing if nothing was: whoever keeps something in step with the state begins again from the
     * whole of it.
     */
    public boolean isAnother() {
        return another;
    }

    /** Whether nothing changed that anybody could want to know. */
    public boolean isEmpty() {
        return !another && changed.isEmpty() && deleted.isEmpty();
    }

    /** The ids of the records of a kind that are new or changed. */
    public List<String> ids(Kind kind) {
        return changed.keySet().stream()
                .filter(key -> key.kind() == kind)
                .map(RecordKey::id)
                .toList();
    }

    /** Whether records of one of these kinds are new, changed or removed. */
    public boolean touches(Kind one, Kind other) {
        return changed.keySet().stream().anyMatch(key -> key.kind() == one || key.kind() == other)
                || deleted.stream().anyMatch(key -> key.kind() == one || key.kind() == other);
    }

    @Override
    public ClusterState state() {
        return state;
    }

    @Override
    public Instant now() {
        return state.meta().now();
    }

    @Override
    public <T> List<T> changed(Kind kind, Class<T> type) {
        List<T> ofKind = new ArrayList<>();
        changed.forEach((key, record) -> {
            if (key.kind() == kind) {
                ofKind.add(type.cast(record));
            }
        });
        return ofKind;
    }

    @Override
    public List<String> deleted(Kind kind) {
        return deleted.stream()
                .filter(key -> key.kind() == kind)
                .map(RecordKey::id)
                .toList();
    }

    @Override
    public Map<String, Collection<TaskOrder>> orders() {
        return orders.byInstance();
    }

    @Override
    public Collection<ServiceChange> serviceChanges() {
        return serviceChanges;
    }

    @Override
    public List<ServiceNote> notes() {
        return notes;
    }
}
