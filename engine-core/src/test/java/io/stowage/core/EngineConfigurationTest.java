package io.stowage.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EngineConfigurationTest {

    @Test
    void hasDefaults() {
        EngineConfiguration defaults = EngineConfiguration.defaults();
        assertThat(defaults.arnPrefix()).isEqualTo("arn:stowage:ecs:local:000000000000");
        assertThat(defaults.operationTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(defaults.scheduling().healthyAfterRunning()).isEqualTo(Duration.ofSeconds(40));
        assertThat(defaults.limits().operationQueueLimit()).isEqualTo(10_000);
        assertThat(defaults.toBuilder().build()).isEqualTo(defaults);
    }

    static Stream<Arguments> outOfRange() {
        Duration second = Duration.ofSeconds(1);
        return Stream.of(
                of(
                        "arnPrefix is 'arn'",
                        () -> EngineConfiguration.builder().arnPrefix("arn").build()),
                of(
                        "operationTimeout is PT0S",
                        () -> EngineConfiguration.builder()
                                .operationTimeout(Duration.ZERO)
                                .build()),
                of("safety less than timeToLive", () -> new EngineConfiguration.Lease(second, second, second)),
                of("stoppedTasksPerService is -1", () -> new EngineConfiguration.Retention(second, -1)),
                of(
                        "inactiveServiceRetention is PT-1S",
                        () -> new EngineConfiguration.Retention(second, 0, Duration.ofSeconds(-1))),
                of(
                        "longestStartDelay is PT1S",
                        () -> new EngineConfiguration.Scheduling(
                                second, second.multipliedBy(2), second, 20, 1, second, second)),
                of(
                        "startDelayJitterPercent is 51",
                        () -> new EngineConfiguration.Scheduling(second, second, second, 51, 1, second, second)),
                of("maxActionsPerTurn is 1", () -> new EngineConfiguration.Limits(1, 1, 1)),
                of("limits.readAge", () -> new EngineConfiguration.Limits(2, 1, 1, Duration.ofMillis(-1))),
                of(
                        "limits.provisioningTimeout is PT0S",
                        () -> EngineConfiguration.Limits.defaults().provisioningFor(Duration.ZERO)));
    }

    private static Arguments of(String message, ThrowingCallable call) {
        return Arguments.of(message, call);
    }

    @ParameterizedTest
    @MethodSource
    void outOfRange(String message, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(message);
    }
}
