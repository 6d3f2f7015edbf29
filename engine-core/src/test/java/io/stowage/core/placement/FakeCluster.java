package io.stowage.core.placement;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A cluster to place in. */
final class FakeCluster {

    final TreeMap<String, FakeInstance> instances = new TreeMap<>();
    final Inventory inventory = new Inventory();
    private final Map<String, Inventory.Entry> entries = new LinkedHashMap<>();

    static FakeCluster of(FakeInstance... instances) {
        FakeCluster cluster = new FakeCluster();
        List.of(instances).forEach(cluster::add);
        return cluster;
    }

    void add(FakeInstance instance) {
        instances.put(instance.id, instance);
        entries.put(instance.id, inventory.join(instance));
    }

    void remove(String id) {
        instances.remove(id);
        inventory.leave(entries.remove(id));
    }

    void changed(String id) {
        entries.get(id).changed();
    }

    /** Books a task, as a commit would. */
    void take(String id, PlacementRequest request) {
        instances.get(id).take(request.demand(), request.group());
        changed(id);
    }

    FakeCluster copy() {
        FakeCluster copy = new FakeCluster();
        instances.values().forEach(each -> copy.add(each.copy()));
        return copy;
    }
}
