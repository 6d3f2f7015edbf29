package io.stowage.core.definition;

import io.stowage.RegisterTaskDefinitionRequest;
import io.stowage.model.Compatibility;
import io.stowage.model.TaskDefinition;
import io.stowage.model.TaskDefinitionStatus;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A registration that keeps all rules.
 *
 * @param request the registration; cpu and memory of the task in whole units, everything else as it was given
 * @param compatibilities the kinds of capacity that it is valid for
 * @param warnings a sentence for each thing that is accepted but not as good as it could be; may be empty
 */
public record CheckedDefinition(
        RegisterTaskDefinitionRequest request, List<Compatibility> compatibilities, List<String> warnings) {

    /** Copies the lists. */
    public CheckedDefinition {
        compatibilities = List.copyOf(compatibilities);
        warnings = List.copyOf(warnings);
    }

    /** The revision that the registration becomes. Tags are no part of it; they belong to the resource. */
    public TaskDefinition toTaskDefinition(
            String taskDefinitionArn, int revision, Instant registeredAt, @Nullable String registeredBy) {
        return TaskDefinition.builder()
                .taskDefinitionArn(taskDefinitionArn)
                .family(request.family())
                .revision(revision)
                .status(TaskDefinitionStatus.ACTIVE)
                .containerDefinitions(request.containerDefinitions())
                .taskRoleArn(request.taskRoleArn())
                .executionRoleArn(request.executionRoleArn())
                .networkMode(request.networkMode())
                .volumes(request.volumes())
                .placementConstraints(request.placementConstraints())
                .compatibilities(compatibilities)
                .runtimePlatform(request.runtimePlatform())
                .requiresCompatibilities(request.requiresCompatibilities())
                .cpu(request.cpu())
                .memory(request.memory())
                .inferenceAccelerators(request.inferenceAccelerators())
                .pidMode(request.pidMode())
                .ipcMode(request.ipcMode())
                .proxyConfiguration(request.proxyConfiguration())
                .ephemeralStorage(request.ephemeralStorage())
                .enableFaultInjection(request.enableFaultInjection())
                .registeredAt(registeredAt)
                .registeredBy(registeredBy)
                .build();
    }
}
