package io.stowage.core.operation;

import io.stowage.core.state.ClusterState;
import io.stowage.core.state.InstanceState;
import io.stowage.model.Attribute;
import io.stowage.model.ContainerInstance;
import java.util.ArrayList;
import java.util.List;

/** ECS: DeleteAttributes. All or nothing; what isn't there needs no removal. */
public record DeleteAttributes(List<Attribute> attributes) implements ClusterOperation<List<Attribute>> {

    /** Copies the list. */
    public DeleteAttributes {
        attributes = List.copyOf(attributes);
    }

    @Override
    public List<Attribute> apply(OperationTurn turn) {
        ClusterState state = turn.state();
        Lookup.activeCluster(state);
        List<InstanceState> targets = InstanceAttributes.targets(state, attributes);
        List<Attribute> removed = new ArrayList<>();
        for (int i = 0; i < attributes.size(); i++) {
            if (remove(targets.get(i), attributes.get(i), turn)) {
                removed.add(attributes.get(i));
            }
        }
        return removed;
    }

    private static boolean remove(InstanceState instance, Attribute asked, OperationTurn turn) {
        ContainerInstance record = instance.record();
        List<Attribute> left = record.attributes().stream()
                .filter(attribute -> !matches(asked, attribute))
                .toList();
        if (left.size() == record.attributes().size()) {
            return false;
        }
        turn.transaction().putInstance(record.toBuilder().attributes(left).build());
        return true;
    }

    private static boolean matches(Attribute asked, Attribute attribute) {
        return asked.name().equals(attribute.name())
                && (asked.value() == null || asked.value().equals(attribute.value()));
    }
}
