package io.stowage.core.operation;

import io.stowage.core.deployment.ImagePins;
import io.stowage.core.placement.Demand;
import io.stowage.core.placement.Fargate;
import io.stowage.core.state.Ids;
import io.stowage.core.state.InstanceState;
import io.stowage.model.Connectivity;
import io.stowage.model.Container;
import io.stowage.model.ContainerDefinition;
import io.stowage.model.ContainerImage;
import io.stowage.model.ContainerOverride;
import io.stowage.model.ContainerStatus;
import io.stowage.model.DesiredStatus;
import io.stowage.model.HealthStatus;
import io.stowage.model.LaunchType;
import io.stowage.model.Tag;
import io.stowage.model.Task;
import io.stowage.model.TaskBuilder;
import io.stowage.model.TaskDefinition;
import io.stowage.model.TaskOverride;
import io.stowage.model.TaskStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes tasks that are new and not yet known to any agent: PENDING where they were placed, or PROVISIONING while there is no room for them. Does
 * little, for it is done a hundred thousand times.
 */
public final class TaskFactory {

    /**
     * What a new task grows from.
     *
     * @param id the short id that its ARN ends with
     * @param ids the cluster's ARNs
     * @param instance where it was placed; null if it waits for its capacity provider
     * @param capacityProvider the name of its capacity provider; null if it was given none
     * @param group {@code service:<name>}, {@code family:<family>} or the caller's own
     * @param startedBy the deployment's id for a task of a service, else what the caller said; null for nothing
     * @param overrides null for none
     * @param pins the images that its service revision has pinned; empty for none, and for a task of no service
     * @param tags its tags
     * @param now when it is created
     */
    public record TaskSeed(
            String id,
            Ids ids,
            TaskDefinition definition,
            @Nullable InstanceState instance,
            @Nullable String capacityProvider,
            String group,
            @Nullable String startedBy,
            @Nullable TaskOverride overrides,
            List<Tag> tags,
            List<ContainerImage> pins,
            Instant now) {}

    private static final String ZONE = "ecs.availability-zone";

    private TaskFactory() {}

    /** A new task. Its version is 1. */
    public static Task create(TaskSeed seed) {
        String taskArn = seed.ids().task(seed.id());
        FargatePlatform platform = Fargate.is(seed.capacityProvider()) ? FargatePlatform.of(seed.definition()) : null;
        return placed(Task.builder(), seed.instance(), seed.now())
                .taskArn(taskArn)
                .clusterArn(seed.ids().cluster())
                .taskDefinitionArn(seed.definition().taskDefinitionArn())
                .containers(containers(seed, taskArn))
                .cpu(cpu(seed))
                .memory(memory(seed))
                .createdAt(seed.now())
                .desiredStatus(DesiredStatus.RUNNING)
                .healthStatus(HealthStatus.UNKNOWN)
                .group(seed.group())
                .startedBy(seed.startedBy())
                .capacityProviderName(seed.capacityProvider())
                .launchType(launchType(seed.capacityProvider()))
                .platformFamily(platform == null ? null : platform.family())
                .platformVersion(platform == null ? null : platform.version())
                .overrides(seed.overrides())
                .tags(seed.tags())
                .version(1)
                .build();
    }

    private static @Nullable LaunchType launchType(@Nullable String capacityProvider) {
        if (capacityProvider == null) {
            return LaunchType.EC2;
        }
        return Fargate.is(capacityProvider) ? LaunchType.FARGATE : null;
    }

    /** A task is where it was placed; PROVISIONING if that is nowhere yet. */
    static TaskBuilder placed(TaskBuilder task, @Nullable InstanceState instance, Instant now) {
        if (instance == null) {
            return task.lastStatus(TaskStatus.PROVISIONING);
        }
        boolean connected = instance.connected();
        return task.lastStatus(TaskStatus.PENDING)
                .placementConstraints(null)
                .placementStrategy(null)
                .containerInstanceArn(instance.arn())
                .availabilityZone(zone(instance.attribute(ZONE)))
                .connectivity(connected ? Connectivity.CONNECTED : Connectivity.DISCONNECTED)
                .connectivityAt(connected ? now : null);
    }

    private static @Nullable String zone(@Nullable String attribute) {
        return attribute == null || attribute.isEmpty() ? null : attribute;
    }

    private static @Nullable String cpu(TaskSeed seed) {
        TaskOverride overrides = seed.overrides();
        return overrides == null || overrides.cpu() == null
                ? seed.definition().cpu()
                : Integer.toString(Demand.of(seed.definition(), overrides).cpu());
    }

    private static @Nullable String memory(TaskSeed seed) {
        TaskOverride overrides = seed.overrides();
        return overrides == null || overrides.memory() == null
                ? seed.definition().memory()
                : Integer.toString(Demand.of(seed.definition(), overrides).memory());
    }

    private static List<Container> containers(TaskSeed seed, String taskArn) {
        List<ContainerDefinition> definitions = seed.definition().containerDefinitions();
        List<Container> containers = new ArrayList<>(definitions.size());
        for (ContainerDefinition definition : definitions) {
            containers.add(container(seed, taskArn, definition));
        }
        return containers;
    }

    private static Container container(TaskSeed seed, String taskArn, ContainerDefinition definition) {
        ContainerOverride override = TaskOverrides.of(seed.overrides(), definition.name());
        return new Container(
                seed.ids().container(seed.id(), definition.name()),
                taskArn,
                definition.name(),
                ImagePins.image(definition, seed.pins()),
                null,
                null,
                ContainerStatus.PENDING,
                null,
                null,
                List.of(),
                HealthStatus.UNKNOWN,
                null,
                text(override == null ? null : override.cpu(), definition.cpu()),
                text(override == null ? null : override.memory(), definition.memory()),
                text(override == null ? null : override.memoryReservation(), definition.memoryReservation()),
                0);
    }

    private static @Nullable String text(@Nullable Integer override, @Nullable Integer defined) {
        if (override != null) {
            return override.toString();
        }
        return defined == null ? null : defined.toString();
    }
}
