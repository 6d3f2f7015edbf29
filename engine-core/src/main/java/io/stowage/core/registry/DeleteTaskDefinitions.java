package io.stowage.core.registry;

import io.stowage.DeleteTaskDefinitionsResponse;
import io.stowage.core.operation.Check;
import io.stowage.model.Failure;
import io.stowage.model.TaskDefinition;
import io.stowage.model.TaskDefinitionStatus;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/** ECS: DeleteTaskDefinitions. INACTIVE revisions become DELETE_IN_PROGRESS; {@link RemoveTaskDefinitions} ends it. */
public record DeleteTaskDefinitions(List<String> taskDefinitions)
        implements RegistryOperation<DeleteTaskDefinitionsResponse> {

    private static final int MOST = 10;
    private static final String MISSING =
            "The specified task definition does not exist. Specify a valid account, family, revision and try again.";
    private static final String ACTIVE =
            "The specified task definition is still in ACTIVE status. Please deregister the target and try again.";

    /** Copies the list. */
    public DeleteTaskDefinitions {
        taskDefinitions = List.copyOf(taskDefinitions);
    }

    @Override
    public DeleteTaskDefinitionsResponse apply(RegistryTurn turn) {
        Check.size("taskDefinitions", taskDefinitions, MOST);
        List<TaskDefinition> deleted = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        for (String given : new LinkedHashSet<>(taskDefinitions)) {
            RegisteredDefinition registered = DefinitionRef.findRevision(turn, given);
            if (registered == null) {
                failures.add(new Failure(given, MISSING, null));
            } else if (registered.definition().status() == TaskDefinitionStatus.ACTIVE) {
                failures.add(new Failure(registered.definition().taskDefinitionArn(), ACTIVE, null));
            } else {
                deleted.add(delete(registered, turn));
            }
        }
        return new DeleteTaskDefinitionsResponse(deleted, failures);
    }

    private static TaskDefinition delete(RegisteredDefinition registered, RegistryTurn turn) {
        if (registered.definition().status() == TaskDefinitionStatus.DELETE_IN_PROGRESS) {
            return registered.definition();
        }
        TaskDefinition deleting = registered.definition().toBuilder()
                .status(TaskDefinitionStatus.DELETE_IN_PROGRESS)
                .deleteRequestedAt(turn.now())
                .build();
        turn.put(new RegisteredDefinition(deleting, registered.tags()));
        return deleting;
    }
}
