package io.stowage.core.registry;

import io.stowage.ListTaskDefinitionFamiliesRequest;
import io.stowage.ListTaskDefinitionFamiliesResponse;
import io.stowage.core.operation.Page;
import io.stowage.model.TaskDefinitionFamilyStatus;
import java.util.List;
import java.util.function.Function;

/** ECS: ListTaskDefinitionFamilies, in the order of their names. A family without any revision left is not listed. */
public record ListTaskDefinitionFamilies(ListTaskDefinitionFamiliesRequest request)
        implements RegistryOperation<ListTaskDefinitionFamiliesResponse> {

    @Override
    public ListTaskDefinitionFamiliesResponse apply(RegistryTurn turn) {
        List<String> matching = turn.state().families().stream()
                .filter(name -> request.familyPrefix() == null || name.startsWith(request.familyPrefix()))
                .filter(name -> matches(turn.state(), name))
                .toList();
        Page<String> page =
                Page.of(matching, Function.identity(), new Page.Request(request.nextToken(), request.maxResults()));
        return new ListTaskDefinitionFamiliesResponse(page.entries(), page.nextToken());
    }

    private boolean matches(RegistryState state, String family) {
        TaskDefinitionFamilyStatus status = request.status();
        if (status == null || status == TaskDefinitionFamilyStatus.ALL) {
            return true;
        }
        boolean active = state.latestActive(family) != null;
        return active == (status == TaskDefinitionFamilyStatus.ACTIVE);
    }
}
