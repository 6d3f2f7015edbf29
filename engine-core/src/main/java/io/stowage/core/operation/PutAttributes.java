package io.stowage.core.operation;

import io.stowage.core.state.ClusterState;
import io.stowage.core.state.InstanceState;
import io.stowage.model.Attribute;
import io.stowage.model.ContainerInstance;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** ECS: PutAttributes. All or nothing: every instance is checked before the first one is changed. */
public record PutAttributes(List<Attribute> attributes) implements ClusterOperation<List<Attribute>> {

    /** Copies the list. */
    public PutAttributes {
        attributes = List.copyOf(attributes);
    }

    @Override
    public List<Attribute> apply(OperationTurn turn) {
        ClusterState state = turn.state();
        Lookup.activeCluster(state);
        List<InstanceState> targets = InstanceAttributes.targets(state, attributes);
        Map<InstanceState, Map<String, Attribute>> next = new LinkedHashMap<>();
        for (int i = 0; i < attributes.size(); i++) {
            next.computeIfAbsent(targets.get(i), PutAttributes::byName)
                    .put(attributes.get(i).name(), InstanceAttributes.bare(attributes.get(i)));
        }
        next.forEach((instance, after) -> InstanceAttributes.requireFewCustom(instance.arn(), after.values()));
        next.forEach((instance, after) -> put(instance.record(), after, turn));
        return attributes;
    }

    private static Map<String, Attribute> byName(InstanceState instance) {
        Map<String, Attribute> byName = new LinkedHashMap<>();
        instance.record().attributes().forEach(attribute -> byName.put(attribute.name(), attribute));
        return byName;
    }

    private static void put(ContainerInstance before, Map<String, Attribute> attributes, OperationTurn turn) {
        List<Attribute> after = new ArrayList<>(attributes.values());
        if (!after.equals(before.attributes())) {
            turn.transaction().putInstance(before.toBuilder().attributes(after).build());
        }
    }
}
