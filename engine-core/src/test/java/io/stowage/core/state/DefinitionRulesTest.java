package io.stowage.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.model.ContainerCondition;
import io.stowage.model.ContainerDefinition;
import io.stowage.model.ContainerDefinitionBuilder;
import io.stowage.model.ContainerDependency;
import io.stowage.model.HealthCheck;
import io.stowage.model.NetworkMode;
import io.stowage.model.PortMapping;
import io.stowage.model.TaskDefinition;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a stored definition has to be: each rule with a definition that breaks it, and with the last one that keeps it. */
class DefinitionRulesTest {

    private static final HealthCheck CHECK = new HealthCheck(List.of("CMD", "check"), 1, 1, 1, 0);

    private static ContainerDefinition container(UnaryOperator<ContainerDefinitionBuilder> edit) {
        ContainerDefinitionBuilder main =
                ContainerDefinition.builder().name("main").image("web");
        return edit.apply(main).build();
    }

    private static String wrongWith(ContainerDefinition... containers) {
        return DefinitionRules.wrongWith(StateFixture.definition(1).toBuilder()
                .containerDefinitions(List.of(containers))
                .build());
    }

    @ParameterizedTest
    @MethodSource
    void isNotRunAsItIs(String wrong, UnaryOperator<ContainerDefinitionBuilder> edit) {
        assertThat(wrongWith(container(edit))).isEqualTo(wrong);
    }

    static Stream<Arguments> isNotRunAsItIs() {
        return Stream.of(
                example("cpu is -1, but it must be 0 or more", main -> main.cpu(-1)),
                example("memory is -1, but it must be 0 or more", main -> main.memory(-1)),
                example("memoryReservation is -1, but it must be 0 or more", main -> main.memoryReservation(-1)),
                example("startTimeout is -1, but it must be 0 or more", main -> main.startTimeout(-1)),
                example("stopTimeout is -1, but it must be 0 or more", main -> main.stopTimeout(-1)),
                example("containerPort is 65536, but a port is from 0 to 65535", mapping(PortMapping.of(65536))),
                example("hostPort is -1, but a port is from 0 to 65535", mapping(PortMapping.of(80, -1))),
                example("containerPortRange is 8000, but a range is such as 8000-8010", mapping(range("8000"))),
                example(
                        "dependsOn is side, but there is no such thing that could be read",
                        main -> main.dependsOn(List.of(new ContainerDependency("side", ContainerCondition.START)))),
                example(
                        "healthCheck.command is empty, but it has to say what to run",
                        main -> main.healthCheck(
                                CHECK.toBuilder().command(List.of()).build())),
                example(
                        "healthCheck.interval is 0, but it must be 1 or more",
                        main -> main.healthCheck(CHECK.toBuilder().interval(0).build())),
                example(
                        "healthCheck.timeout is 0, but it must be 1 or more",
                        main -> main.healthCheck(CHECK.toBuilder().timeout(0).build())),
                example(
                        "healthCheck.retries is 0, but it must be 1 or more",
                        main -> main.healthCheck(CHECK.toBuilder().retries(0).build())),
                example(
                        "healthCheck.startPeriod is -1, but it must be 0 or more",
                        main -> main.healthCheck(
                                CHECK.toBuilder().startPeriod(-1).build())));
    }

    private static Arguments example(String wrong, UnaryOperator<ContainerDefinitionBuilder> edit) {
        return Arguments.of(wrong, edit);
    }

    private static UnaryOperator<ContainerDefinitionBuilder> mapping(PortMapping mapping) {
        return main -> main.portMappings(List.of(mapping));
    }

    private static PortMapping range(String range) {
        return PortMapping.builder().containerPortRange(range).build();
    }

    @Test
    void theLeastOfEverythingCanBeRun() {
        ContainerDefinition side = container(builder -> builder.name("side"));
        ContainerDefinition main = container(builder -> builder.cpu(0)
                .memory(0)
                .memoryReservation(0)
                .startTimeout(0)
                .stopTimeout(0)
                .healthCheck(CHECK)
                .dependsOn(List.of(new ContainerDependency("side", ContainerCondition.START)))
                .portMappings(List.of(PortMapping.of(0), PortMapping.of(65535, 0), range("8000 - 8010"))));
        assertThat(wrongWith(main, side)).isNull();
    }

    @Test
    void aDefinitionHasContainersAndNoTwoOfOneName() {
        ContainerDefinition main = container(builder -> builder);
        assertThat(wrongWith()).isEqualTo("containerDefinitions is empty, but a task has containers");
        assertThat(wrongWith(main, main)).isEqualTo("name is main, but another container has it");
    }

    @Test
    void whatATaskTakesCanBeTold() {
        TaskDefinition definition = StateFixture.definition(1);
        assertThat(DefinitionRules.wrongWith(definition)).isNull();
        assertThat(DefinitionRules.wrongWith(definition.toBuilder().cpu("much").build()))
                .startsWith("what the task takes can't be told: cpu is 'much'");
    }

    @Test
    void aRangeOfPortsThatTheTaskTakesIsOfPorts() {
        ContainerDefinition main = container(mapping(range("65530-65536")));
        TaskDefinition onTheHost = StateFixture.definition(1).toBuilder()
                .networkMode(NetworkMode.HOST)
                .containerDefinitions(List.of(main))
                .build();
        assertThat(DefinitionRules.wrongWith(onTheHost)).isEqualTo("hostPort is 65536, but a port is from 0 to 65535");
        assertThat(wrongWith(main)).as("on a bridge it takes none").isNull();
    }
}
