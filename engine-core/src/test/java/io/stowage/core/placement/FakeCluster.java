package io.stowage.core.placement;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/** A cluster to place in. */
final class FakeCluster implements PlacementView {

    final TreeMap<String, FakeInstance> instances = new TreeMap<>();

    static FakeCluster of(FakeInstance... instances) {
        FakeCluster cluster = new FakeCluster();
        List.of(instances).forEach(instance -> cluster.instances.put(instance.id, instance));
        return cluster;
    }

    FakeCluster copy() {
        FakeCluster copy = new FakeCluster();
        new ArrayList<>(instances.values()).forEach(each -> copy.instances.put(each.id, each.copy()));
        return copy;
    }

    @Override
    public Collection<FakeInstance> instances() {
        return instances.values();
    }

    @Override
    public InstanceView instance(String id) {
        return instances.get(id);
    }
}
