package io.stowage.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnumValuesTest {

    static Stream<Arguments> values() {
        return Stream.of(
                Arguments.of(
                        TaskStopCode.values(),
                        List.of(
                                "TaskFailedToStart",
                                "EssentialContainerExited",
                                "UserInitiated",
                                "ServiceSchedulerInitiated",
                                "SpotInterruption",
                                "TerminationNotice",
                                "InfrastructureHealth")),
                Arguments.of(PlacementStrategyType.values(), List.of("random", "spread", "binpack")),
                Arguments.of(PlacementConstraintType.values(), List.of("distinctInstance", "memberOf")),
                Arguments.of(ClusterSettingName.values(), List.of("containerInsights", "lostTasks")),
                Arguments.of(SchedulingStrategy.values(), List.of("REPLICA", "DAEMON")),
                Arguments.of(DeploymentRolloutState.values(), List.of("IN_PROGRESS", "COMPLETED", "FAILED")),
                Arguments.of(DesiredStatus.values(), List.of("RUNNING", "PENDING", "STOPPED")));
    }

    @ParameterizedTest
    @MethodSource("values")
    void aValueReadsAsInEcssJson(Enum<?>[] constants, List<String> json) {
        assertThat(Arrays.stream(constants).map(Enum::toString)).containsExactlyElementsOf(json);
    }

    @ParameterizedTest
    @ValueSource(classes = {TaskStopCode.class, PlacementStrategyType.class, PlacementConstraintType.class})
    void aConstantIsItsValueInUpperCase(Class<? extends Enum<?>> type) {
        for (Enum<?> constant : type.getEnumConstants()) {
            String upperCase = constant.toString().replaceAll("(?<=[a-z])(?=[A-Z])", "_");

            assertThat(constant.name()).isEqualTo(upperCase.toUpperCase(Locale.ROOT));
        }
    }

    @Test
    void theStatusesOfATaskAreInTheOrderOfItsLife() {
        assertThat(TaskStatus.values())
                .extracting(Enum::name)
                .containsExactly(
                        "PROVISIONING",
                        "PENDING",
                        "ACTIVATING",
                        "RUNNING",
                        "DEACTIVATING",
                        "STOPPING",
                        "DEPROVISIONING",
                        "STOPPED",
                        "DELETED");
    }
}
