package io.stowage.core.agent.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.stowage.model.HealthCheck;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which program a health check runs. */
final class HealthCommandTest {

    static Stream<Arguments> commands() {
        return Stream.of(
                arguments(List.of("CMD", "curl", "localhost"), List.of("curl", "localhost")),
                arguments(
                        List.of("CMD-SHELL", "curl localhost || exit 1"),
                        List.of("/bin/sh", "-c", "curl localhost || exit 1")),
                arguments(List.of("CMD-SHELL", "curl", "localhost"), List.of("/bin/sh", "-c", "curl localhost")),
                arguments(List.of("curl", "CMD"), List.of("curl", "CMD")),
                arguments(List.of(), List.of()));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void runs(List<String> command, List<String> expected) {
        assertThat(HealthCommand.of(new HealthCheck(command, null, null, null, null)))
                .isEqualTo(expected);
    }
}
