package io.stowage.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.model.DesiredStatus;
import io.stowage.model.Task;
import io.stowage.model.TaskStatus;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class EcsEventTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void aTaskStateChangeIsAboutItsTask() {
        Task task = Task.builder()
                .taskArn("arn:task")
                .clusterArn("arn:cluster")
                .taskDefinitionArn("arn:definition")
                .group("family:web")
                .createdAt(NOW)
                .desiredStatus(DesiredStatus.RUNNING)
                .lastStatus(TaskStatus.RUNNING)
                .build();
        EcsEvent event = new TaskStateChange("1", NOW, task);

        assertThat(event.detailType()).isEqualTo("ECS Task State Change");
        assertThat(event.clusterArn()).isEqualTo("arn:cluster");
        assertThat(event.resources()).containsExactly("arn:task");
        assertThat(event.detail()).isSameAs(task);
    }

    @Test
    void aServiceActionIsAboutItsService() {
        EventName name = EventName.SERVICE_TASK_PLACEMENT_FAILURE;
        ServiceActionDetail detail = new ServiceActionDetail(
                name.eventType(), name, "arn:cluster", null, List.of("arn:i"), "RESOURCE:CPU", NOW);
        EcsEvent event = new ServiceAction("1", NOW, "arn:service", detail);

        assertThat(event.detailType()).isEqualTo("ECS Service Action");
        assertThat(event.clusterArn()).isEqualTo("arn:cluster");
        assertThat(event.resources()).containsExactly("arn:service");
        assertThat(detail.eventType()).isEqualTo(EventType.ERROR);
        assertThat(detail.capacityProviderArns()).isEmpty();
    }
}
