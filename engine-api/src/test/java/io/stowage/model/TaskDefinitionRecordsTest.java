package io.stowage.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.stowage.RegisterTaskDefinitionRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TaskDefinitionRecordsTest {

    private static ContainerDefinitionBuilder app() {
        return ContainerDefinition.builder().name("app").image("nginx");
    }

    @Test
    void anAbsentFieldHasTheDefaultOfEcs() {
        ContainerDefinition app = app().build();

        assertThat(app.isEssential()).isTrue();
        assertThat(app.stopTimeoutOrDefault()).isEqualTo(30);
        assertThat(app.versionConsistencyOrDefault()).isEqualTo(VersionConsistency.ENABLED);
        assertThat(PortMapping.of(80).protocolOrDefault()).isEqualTo(TransportProtocol.TCP);
        assertThat(new ContainerRestartPolicy(true, null, null).restartAttemptPeriodOrDefault())
                .isEqualTo(300);
        HealthCheck check = HealthCheck.shell("true");
        assertThat(List.of(
                        check.intervalOrDefault(),
                        check.timeoutOrDefault(),
                        check.retriesOrDefault(),
                        check.startPeriodOrDefault()))
                .containsExactly(30, 5, 3, 0);
        assertThat(check.command()).containsExactly("CMD-SHELL", "true");
    }

    @Test
    void aGivenFieldWinsOverTheDefault() {
        ContainerDefinition app = app().essential(false)
                .stopTimeout(0)
                .versionConsistency(VersionConsistency.DISABLED)
                .build();

        assertThat(app.isEssential()).isFalse();
        assertThat(app.stopTimeoutOrDefault()).isZero();
        assertThat(app.versionConsistencyOrDefault()).isEqualTo(VersionConsistency.DISABLED);
        assertThat(new ContainerRestartPolicy(true, List.of(0, 137), 60).restartAttemptPeriodOrDefault())
                .isEqualTo(60);
        HealthCheck check = new HealthCheck(List.of("CMD", "true"), 10, 2, 1, 60);
        assertThat(List.of(
                        check.intervalOrDefault(),
                        check.timeoutOrDefault(),
                        check.retriesOrDefault(),
                        check.startPeriodOrDefault()))
                .containsExactly(10, 2, 1, 60);
    }

    @Test
    void placementCountsWithTheSoftLimitFirst() {
        assertThat(app().memory(512).memoryReservation(64).build().reservedMemory())
                .isEqualTo(64);
        assertThat(app().memory(512).build().reservedMemory()).isEqualTo(512);
        assertThat(app().build().reservedMemory()).isZero();
        assertThat(app().build().reservedCpu()).isZero();
        assertThat(app().cpu(256).build().reservedCpu()).isEqualTo(256);
    }

    @Test
    void onlyListedExitCodesAreIgnored() {
        ContainerRestartPolicy policy = new ContainerRestartPolicy(true, List.of(0, 137), null);

        assertThat(policy.ignores(137)).isTrue();
        assertThat(policy.ignores(1)).isFalse();
        assertThat(new ContainerRestartPolicy(true, null, null).ignores(0)).isFalse();
    }

    @Test
    void theNetworkModeIsBridgeUnlessGiven() {
        RegisterTaskDefinitionRequest request = RegisterTaskDefinitionRequest.builder()
                .family("web")
                .containerDefinitions(List.of(app().build()))
                .build();
        TaskDefinition definition = TaskDefinition.builder()
                .taskDefinitionArn("arn:aws:ecs:local:000000000000:task-definition/web:7")
                .family("web")
                .revision(7)
                .status(TaskDefinitionStatus.ACTIVE)
                .containerDefinitions(request.containerDefinitions())
                .networkMode(NetworkMode.HOST)
                .build();

        assertThat(request.networkModeOrDefault()).isEqualTo(NetworkMode.BRIDGE);
        assertThat(definition.networkModeOrDefault()).isEqualTo(NetworkMode.HOST);
        assertThat(definition.familyRevision()).isEqualTo("web:7");
    }

    @Test
    void listsAndMapsAreCopiesInTheirOrder() {
        List<String> command = new ArrayList<>(List.of("a", "b"));
        Map<String, String> labels = new LinkedHashMap<>();
        for (int i = 20; i > 0; i--) {
            labels.put("label" + i, "value");
        }
        List<String> keys = List.copyOf(labels.keySet());
        ContainerDefinition app = app().command(command).dockerLabels(labels).build();
        command.clear();
        labels.clear();

        assertThat(app.command()).containsExactly("a", "b").isUnmodifiable();
        assertThat(app.dockerLabels()).isUnmodifiable();
        assertThat(app.dockerLabels().keySet()).containsExactlyElementsOf(keys);
        assertThat(app.toBuilder().build()).isEqualTo(app);
        assertThat(app.environment()).isNull();
        assertThat(app().environment(List.of()).build().environment()).isEmpty();
    }

    @Test
    void whatIsRequiredIsNamedWhenItIsMissing() {
        assertThatNullPointerException()
                .isThrownBy(() -> ContainerDefinition.builder().name("app").build())
                .withMessage("ContainerDefinition.image is required");
        assertThatNullPointerException()
                .isThrownBy(() ->
                        RegisterTaskDefinitionRequest.builder().family("web").build())
                .withMessage("RegisterTaskDefinitionRequest.containerDefinitions is required");
        assertThatNullPointerException()
                .isThrownBy(() -> app().command(Arrays.asList("a", null)).build());
    }
}
