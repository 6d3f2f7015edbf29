package io.stowage.core.agent.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.model.ContainerDefinition;
import io.stowage.model.ContainerOverride;
import io.stowage.model.KeyValuePair;
import io.stowage.model.NetworkMode;
import io.stowage.model.PortMapping;
import io.stowage.model.TaskDefinition;
import io.stowage.model.TaskDefinitionStatus;
import io.stowage.model.TaskOverride;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SpecTest {

    private static TaskOverride command(String... command) {
        ContainerOverride override = ContainerOverride.builder()
                .name("web")
                .command(List.of(command))
                .build();
        return new TaskOverride(List.of(override), null, null, null, null, null);
    }

    @Test
    void namesAContainerByClusterTaskAndContainer() {
        assertThat(ContainerNames.of("default", "0123", "web")).isEqualTo("stowage-default-0123-web");
    }

    @Test
    void aNameThatHadToBeChangedStaysUnique() {
        assertThat(ContainerNames.of("a b", "0123", "web")).isNotEqualTo(ContainerNames.of("a/b", "0123", "web"));
        assertThat(ContainerNames.of("x".repeat(255), "0123", "a"))
                .isNotEqualTo(ContainerNames.of("x".repeat(255), "0123", "b"));
    }

    @Test
    void aHashIsTheSameInEveryVersionOfTheEngine() {
        assertThat(SpecHash.of("arn:web:1", command("run"), "web", 0)).isEqualTo(Sha256.hex("""
                        stowage-spec-1
                        taskDefinitionArn=9:arn:web:1
                        containerOverride=3:web
                        command=1:1
                        command=3:run
                        container=3:web
                        run=1:0
                        """));
    }

    @Test
    void aHashTellsOrdersApart() {
        assertThat(List.of(
                        SpecHash.of("arn:web:1", null, "web", 0),
                        SpecHash.of("arn:web:2", null, "web", 0),
                        SpecHash.of("arn:web:1", null, "db", 0),
                        SpecHash.of("arn:web:1", null, "web", 1),
                        SpecHash.of("arn:web:1", command("a", "b"), "web", 0),
                        SpecHash.of("arn:web:1", command("a b"), "web", 0),
                        SpecHash.of("arn:web:1", command(), "web", 0)))
                .doesNotHaveDuplicates();
    }

    @Test
    void readsTheRunFromLabels() {
        assertThat(ContainerLabels.run(Map.of(ContainerLabels.RUN, "12"))).isEqualTo(12);
        assertThat(ContainerLabels.run(Map.of(ContainerLabels.RUN, "x"))).isEqualTo(-1);
        assertThat(ContainerLabels.run(Map.of())).isEqualTo(-1);
    }

    @Test
    void anOverrideReplacesByName() {
        ContainerDefinition web = ContainerDefinition.builder()
                .name("web")
                .image("web:1")
                .cpu(10)
                .memory(64)
                .command(List.of("serve"))
                .environment(List.of(new KeyValuePair("A", "1"), new KeyValuePair("B", "2")))
                .build();
        ContainerOverride override = ContainerOverride.builder()
                .name("web")
                .cpu(20)
                .environment(List.of(new KeyValuePair("B", "3"), new KeyValuePair("C", null)))
                .build();
        TaskOverride task = new TaskOverride(List.of(override), null, null, null, null, null);

        ContainerDefinition applied = Overrides.apply(web, task);

        assertThat(applied.cpu()).isEqualTo(20);
        assertThat(applied.memory()).isEqualTo(64);
        assertThat(applied.command()).containsExactly("serve");
        assertThat(Environments.of(applied, "arn", "default"))
                .containsExactly(
                        Map.entry("A", "1"),
                        Map.entry("B", "3"),
                        Map.entry("C", ""),
                        Map.entry("STOWAGE_TASK_ARN", "arn"),
                        Map.entry("STOWAGE_CLUSTER", "default"),
                        Map.entry("STOWAGE_CONTAINER_NAME", "web"));
        assertThat(Overrides.apply(web, null)).isSameAs(web);
    }

    @Test
    void claimsFixedHostPorts() {
        ContainerDefinition web = ContainerDefinition.builder()
                .name("web")
                .image("web:1")
                .portMappings(List.of(PortMapping.of(80, 8080), PortMapping.of(81), PortMapping.of(82, 0)))
                .build();
        TaskDefinition definition = TaskDefinition.builder()
                .taskDefinitionArn("arn:web:1")
                .family("web")
                .revision(1)
                .status(TaskDefinitionStatus.ACTIVE)
                .containerDefinitions(List.of(web))
                .build();

        assertThat(HostPorts.fixed(definition)).containsExactly(8080);
        assertThat(HostPorts.fixed(
                        definition.toBuilder().networkMode(NetworkMode.HOST).build()))
                .containsExactly(8080, 81, 82);
    }
}
