package io.stowage.core.operation;

import io.stowage.ListAttributesRequest;
import io.stowage.ListAttributesResponse;
import io.stowage.core.placement.Fargate;
import io.stowage.core.state.ClusterState;
import io.stowage.core.state.InstanceState;
import io.stowage.error.InvalidParameterException;
import io.stowage.model.Attribute;
import io.stowage.model.TargetType;
import java.util.ArrayList;
import java.util.List;

/** ECS: ListAttributes, in the order of the instances' ids and the attributes' names. */
public record ListAttributes(ListAttributesRequest request) implements ReadOperation<ListAttributesResponse> {

    @Override
    public ListAttributesResponse apply(OperationTurn turn) {
        ClusterState state = turn.state();
        Lookup.activeCluster(state);
        if (request.attributeValue() != null && request.attributeName() == null) {
            throw new InvalidParameterException("attributeValue is '" + request.attributeValue()
                    + "' without an attributeName; give both, or only the name");
        }
        List<Attribute> matching = new ArrayList<>();
        for (InstanceState instance : state.instances()) {
            if (Fargate.is(instance.capacityProviderName())) {
                continue;
            }
            for (Attribute attribute : instance.record().attributes()) {
                if (matches(attribute)) {
                    matching.add(new Attribute(
                            attribute.name(), attribute.value(), TargetType.CONTAINER_INSTANCE, instance.arn()));
                }
            }
        }
        Page<Attribute> page = Page.of(
                matching,
                attribute -> attribute.targetId() + " " + attribute.name(),
                new Page.Request(request.nextToken(), request.maxResults()));
        return new ListAttributesResponse(page.entries(), page.nextToken());
    }

    private boolean matches(Attribute attribute) {
        return (request.attributeName() == null || request.attributeName().equals(attribute.name()))
                && (request.attributeValue() == null || request.attributeValue().equals(attribute.value()));
    }
}
