package io.stowage;

import io.stowage.model.TaskDefinition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Operations on task definitions. They belong to no cluster. The package documentation says what holds for all operations. */
public interface TaskDefinitions {

    /**
     * Registers a new revision of a family; the first one is 1, and no number is used twice. ECS: RegisterTaskDefinition. Not
     * idempotent: each call makes a revision. A field that no runtime at hand honours is kept, and the answer warns of it.
     *
     * @throws io.stowage.error.ClientException if fields break rules; the message names them by their paths
     * @throws io.stowage.error.AccessDeniedException if the host application's workload policy refuses it
     */
    RegisterTaskDefinitionResponse register(RegisterTaskDefinitionRequest request);

    /**
     * Registers a new revision from ECS's JSON, as in a task definition file. ECS: RegisterTaskDefinition. See
     * {@link #register(RegisterTaskDefinitionRequest)}.
     *
     * @param json an object with the fields of ECS's RegisterTaskDefinition, at most 64 KiB of them; or what {@code aws ecs
     *     describe-task-definition} prints, whose read-only fields are dropped, each with a warning
     * @throws io.stowage.error.ClientException also if it isn't such an object, or has a field that ECS hasn't; {@code
     *     TaskDefinitionJson.readLeniently} of {@code engine-core} makes a request of it without such fields
     */
    RegisterTaskDefinitionResponse register(String json);

    /**
     * Describes a revision. ECS: DescribeTaskDefinition.
     *
     * @param taskDefinition {@code family:revision} or ARN, in whatever state; or {@code family} for its latest ACTIVE revision
     * @throws io.stowage.error.ClientException if there is no such revision
     */
    DescribeTaskDefinitionResponse describe(String taskDefinition);

    /** Lists revisions. ECS: ListTaskDefinitions. */
    ListTaskDefinitionsResponse list(ListTaskDefinitionsRequest request);

    /** The first page of all ACTIVE revisions. ECS: ListTaskDefinitions. */
    default ListTaskDefinitionsResponse list() {
        return list(new ListTaskDefinitionsRequest(null, null, null, null, null));
    }

    /**
     * The first page of a family's ACTIVE revisions. ECS: ListTaskDefinitions.
     *
     * @param familyPrefix the whole name of a family; null for all families
     */
    default ListTaskDefinitionsResponse list(@Nullable String familyPrefix) {
        return list(new ListTaskDefinitionsRequest(familyPrefix, null, null, null, null));
    }

    /** Lists families. ECS: ListTaskDefinitionFamilies. */
    ListTaskDefinitionFamiliesResponse listFamilies(ListTaskDefinitionFamiliesRequest request);

    /**
     * Makes a revision INACTIVE: what uses it goes on and may still scale, nothing new may use it. ECS: DeregisterTaskDefinition.
     * Idempotent.
     *
     * @param taskDefinition {@code family:revision} or ARN
     * @throws io.stowage.error.ClientException if there is no such revision
     */
    TaskDefinition deregister(String taskDefinition);

    /**
     * Deletes INACTIVE revisions: they stay DELETE_IN_PROGRESS until nothing refers to them, and are gone then. ECS:
     * DeleteTaskDefinitions. Idempotent.
     *
     * @param taskDefinitions 1 to 10 {@code family:revision} or ARNs
     */
    DeleteTaskDefinitionsResponse delete(List<String> taskDefinitions);
}
