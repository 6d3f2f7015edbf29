package io.stowage.core.registry;

import io.stowage.ListTaskDefinitionsRequest;
import io.stowage.ListTaskDefinitionsResponse;
import io.stowage.core.operation.Page;
import io.stowage.model.SortOrder;
import io.stowage.model.TaskDefinition;
import io.stowage.model.TaskDefinitionStatus;
import java.util.Comparator;
import java.util.List;

/** ECS: ListTaskDefinitions, in the order of families and revisions. */
public record ListTaskDefinitions(ListTaskDefinitionsRequest request)
        implements RegistryOperation<ListTaskDefinitionsResponse> {

    @Override
    public ListTaskDefinitionsResponse apply(RegistryTurn turn) {
        TaskDefinitionStatus status = request.status() == null ? TaskDefinitionStatus.ACTIVE : request.status();
        List<TaskDefinition> matching = turn.state().definitions(request.familyPrefix()).stream()
                .map(RegisteredDefinition::definition)
                .filter(definition -> definition.status() == status)
                .toList();
        Comparator<String> order =
                request.sort() == SortOrder.DESC ? Comparator.reverseOrder() : Comparator.naturalOrder();
        Page<TaskDefinition> page = Page.of(
                matching, ListTaskDefinitions::key, order, new Page.Request(request.nextToken(), request.maxResults()));
        return new ListTaskDefinitionsResponse(
                page.entries().stream().map(TaskDefinition::taskDefinitionArn).toList(), page.nextToken());
    }

    /** Sorts as family and number do: a blank is before every character of a family. */
    private static String key(TaskDefinition definition) {
        return "%s %07d".formatted(definition.family(), definition.revision());
    }
}
