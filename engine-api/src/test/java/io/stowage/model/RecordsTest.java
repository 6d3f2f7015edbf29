package io.stowage.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecordsTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private static TaskBuilder task() {
        return Task.builder()
                .taskArn("arn:aws:ecs:local:000000000000:task/shop/1")
                .clusterArn("arn:aws:ecs:local:000000000000:cluster/shop")
                .taskDefinitionArn("arn:aws:ecs:local:000000000000:task-definition/web:1")
                .group("service:web")
                .createdAt(NOW)
                .desiredStatus(DesiredStatus.RUNNING)
                .lastStatus(TaskStatus.PENDING);
    }

    @Test
    void aBuilderFromARecordBuildsAnEqualOne() {
        Task task = task().tags(List.of(new Tag("team", "shop")))
                .stopCode(TaskStopCode.USER_INITIATED)
                .version(7)
                .build();

        assertThat(task.toBuilder().build()).isEqualTo(task);
        assertThat(task.toBuilder().version(8).build().version()).isEqualTo(8);
        assertThat(task.version()).isEqualTo(7);
    }

    @Test
    void rebuildingKeepsTheVeryListsAsTheyAreImmutableAlready() {
        Task task =
                task().tags(new ArrayList<>(List.of(new Tag("team", "shop")))).build();

        assertThat(task.toBuilder().version(8).build().tags()).isSameAs(task.tags());
    }

    @Test
    void whatTheEngineWritesAlwaysHasItsLists() {
        Task task = task().build();

        assertThat(task.containers()).isEmpty();
        assertThat(task.attributes()).isEmpty();
        assertThat(task.healthStatus()).isEqualTo(HealthStatus.UNKNOWN);
        assertThat(task.overrides()).isNull();
    }

    @Test
    void whatACallerLeavesOutStaysAbsent() {
        ContainerOverride override =
                ContainerOverride.builder().command(List.of()).build();

        assertThat(override.command()).isEmpty();
        assertThat(override.environment()).isNull();
    }

    @Test
    void aListIsAnUnmodifiableCopy() {
        List<Tag> tags = new ArrayList<>(List.of(new Tag("team", "shop")));
        Task task = task().tags(tags).build();
        tags.clear();

        assertThat(task.tags()).containsExactly(new Tag("team", "shop")).isUnmodifiable();
    }

    @Test
    void aMapIsAnUnmodifiableCopyInItsOrder() {
        Map<String, String> properties = new LinkedHashMap<>();
        for (int i = 20; i > 0; i--) {
            properties.put("key" + i, "value");
        }
        List<String> keys = List.copyOf(properties.keySet());
        ContainerInstance instance = ContainerInstance.builder()
                .containerInstanceArn("arn:aws:ecs:local:000000000000:container-instance/shop/1")
                .runtime("process")
                .runtimeProperties(properties)
                .status(ContainerInstanceStatus.ACTIVE)
                .build();
        properties.clear();

        assertThat(instance.runtimeProperties().keySet()).containsExactlyElementsOf(keys);
        assertThat(instance.runtimeProperties()).isUnmodifiable();
        assertThat(instance.toBuilder().build()).isEqualTo(instance);
    }

    @Test
    void anAbsentDeploymentConfigurationIsAllDefaults() {
        Service service = Service.builder()
                .serviceArn("arn:aws:ecs:local:000000000000:service/shop/web")
                .serviceName("web")
                .clusterArn("arn:aws:ecs:local:000000000000:cluster/shop")
                .status(ServiceStatus.ACTIVE)
                .taskDefinition("arn:aws:ecs:local:000000000000:task-definition/web:1")
                .schedulingStrategy(SchedulingStrategy.REPLICA)
                .createdAt(NOW)
                .build();

        assertThat(service.deploymentConfiguration()).isEqualTo(DeploymentConfiguration.defaults());
        assertThat(service.deployments()).isEmpty();
    }

    @Test
    void whatIsRequiredIsNamedWhenItIsMissing() {
        assertThatNullPointerException()
                .isThrownBy(() -> task().taskArn(null).build())
                .withMessage("Task.taskArn is required");
    }
}
