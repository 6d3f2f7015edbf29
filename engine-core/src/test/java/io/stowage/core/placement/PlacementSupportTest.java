package io.stowage.core.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.error.InvalidParameterException;
import io.stowage.error.UnsupportedFeatureException;
import io.stowage.model.ContainerDefinition;
import io.stowage.model.PlacementConstraint;
import io.stowage.model.PlacementConstraintType;
import io.stowage.model.PlacementStrategy;
import io.stowage.model.PlacementStrategyType;
import io.stowage.model.ResourceRequirement;
import io.stowage.model.ResourceType;
import io.stowage.model.SharingStrategy;
import io.stowage.model.TaskDefinition;
import io.stowage.model.TaskDefinitionBuilder;
import io.stowage.model.TaskDefinitionPlacementConstraint;
import io.stowage.model.TaskDefinitionStatus;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlacementSupportTest {

    private static final PlacementConstraint DISTINCT =
            new PlacementConstraint(PlacementConstraintType.DISTINCT_INSTANCE, null);
    private static final PlacementStrategy BY_HOST = new PlacementStrategy(PlacementStrategyType.SPREAD, "host");

    @ParameterizedTest
    @CsvSource({
        "SPREAD,instanceId",
        "SPREAD,host",
        "SPREAD,attribute:ecs.availability-zone",
        "BINPACK,cpu",
        "BINPACK,memory",
        "BINPACK,MEMORY",
        "RANDOM,",
        "RANDOM,''"
    })
    void ecssStrategiesAreAccepted(PlacementStrategyType type, String field) {
        List<PlacementStrategy> strategies = List.of(new PlacementStrategy(type, field));
        assertThatCode(() -> PlacementSupport.check(List.of(DISTINCT), strategies))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "SPREAD,",
        "SPREAD,cpu",
        "SPREAD,attribute:",
        "SPREAD,attribute:a b",
        "BINPACK,",
        "BINPACK,disk",
        "BINPACK,attribute:cpu",
        "RANDOM,cpu"
    })
    void otherFieldsAreRefusedByName(PlacementStrategyType type, String field) {
        List<PlacementStrategy> strategies = List.of(BY_HOST, new PlacementStrategy(type, field));
        assertThatThrownBy(() -> PlacementSupport.check(null, strategies))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageStartingWith("placementStrategy[1].field is '" + (field == null ? "" : field) + "'; for "
                        + type + " it must be ");
    }

    @Test
    void tooManyAreRefused() {
        assertThatThrownBy(() -> PlacementSupport.check(null, Collections.nCopies(6, BY_HOST)))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("placementStrategy has 6 elements; at most 5");
        assertThatThrownBy(() -> PlacementSupport.check(Collections.nCopies(11, DISTINCT), null))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("placementConstraints has 11 elements; at most 10");
        assertThatCode(() -> PlacementSupport.check(Collections.nCopies(10, DISTINCT), Collections.nCopies(5, BY_HOST)))
                .doesNotThrowAnyException();
    }

    @Test
    void distinctInstanceTakesNoExpression() {
        PlacementConstraint odd = new PlacementConstraint(PlacementConstraintType.DISTINCT_INSTANCE, "a == b");
        assertThatThrownBy(() -> PlacementSupport.check(List.of(odd), null))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("placementConstraints[0].expression is 'a == b'");
    }

    @Test
    void memberOfTakesAClusterQuery() {
        assertThatCode(() -> PlacementSupport.check(List.of(DISTINCT, memberOf("attribute:a == b")), null))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> PlacementSupport.check(List.of(DISTINCT, memberOf("attribute:a = b")), null))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessage("placementConstraints[1].expression: at position 13: unknown operator '='; expected one of"
                        + " ==, !=, >, >=, <, <=, exists, !exists, in, !in, =~, !~. Did you mean '=='?\n"
                        + "  attribute:a = b\n"
                        + "              ^");
        assertThatThrownBy(() -> PlacementSupport.check(List.of(memberOf(null)), null))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageStartingWith("placementConstraints[0].expression is missing");
    }

    @Test
    void theConstraintsOfADefinitionCountWithThoseThatAreAsked() {
        TaskDefinition definition = definition("1")
                .placementConstraints(List.of(TaskDefinitionPlacementConstraint.memberOf("attribute:a exists")))
                .build();
        assertThat(PlacementSupport.constraints(definition, null)).containsExactly(memberOf("attribute:a exists"));
        assertThat(PlacementSupport.constraints(definition, List.of(DISTINCT)))
                .containsExactly(memberOf("attribute:a exists"), DISTINCT);
        assertThatCode(() -> PlacementSupport.checkTogether(definition, Collections.nCopies(9, DISTINCT)))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> PlacementSupport.checkTogether(definition, Collections.nCopies(10, DISTINCT)))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageStartingWith("placementConstraints, with those of the task definition, has 11 elements");
    }

    private static PlacementConstraint memberOf(String expression) {
        return new PlacementConstraint(PlacementConstraintType.MEMBER_OF, expression);
    }

    @Test
    void whatATaskDefinitionAsksForIsCheckedToo() {
        assertThatThrownBy(() -> PlacementSupport.check(definition("1")
                        .placementConstraints(List.of(TaskDefinitionPlacementConstraint.memberOf("a == b")))
                        .build()))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageStartingWith("web:1.placementConstraints[0].expression: at position 1: unknown subject 'a'");
        assertThatThrownBy(() -> PlacementSupport.check(definition("ALL").build()))
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessageContaining("containerDefinitions[app].resourceRequirements")
                .hasMessageContaining("'ALL'");
        assertThatCode(() -> PlacementSupport.check(definition("2").build())).doesNotThrowAnyException();
    }

    private static TaskDefinitionBuilder definition(String gpus) {
        ContainerDefinition container = ContainerDefinition.builder()
                .name("app")
                .image("image")
                .memory(64)
                .resourceRequirements(List.of(new ResourceRequirement(gpus, ResourceType.GPU, null)))
                .build();
        return TaskDefinition.builder()
                .taskDefinitionArn("arn:web:1")
                .family("web")
                .revision(1)
                .status(TaskDefinitionStatus.ACTIVE)
                .containerDefinitions(List.of(container));
    }

    @Test
    void aShareOfAGpuOrAnotherAcceleratorIsRefusedByName() {
        for (ResourceRequirement odd : List.of(
                new ResourceRequirement("1", ResourceType.INFERENCE_ACCELERATOR, null),
                new ResourceRequirement("1", ResourceType.GPU, new SharingStrategy(null)),
                new ResourceRequirement("1000000000", ResourceType.GPU, null))) {
            ContainerDefinition app = definition("1").build().containerDefinitions().get(0).toBuilder()
                    .resourceRequirements(List.of(odd))
                    .build();
            TaskDefinition asks =
                    definition("1").containerDefinitions(List.of(app)).build();
            assertThatThrownBy(() -> PlacementSupport.check(asks))
                    .as("%s", odd)
                    .isInstanceOf(UnsupportedFeatureException.class);
        }
        ContainerDefinition none = definition("1").build().containerDefinitions().get(0).toBuilder()
                .resourceRequirements(null)
                .build();
        assertThatCode(() -> PlacementSupport.check(
                        definition("1").containerDefinitions(List.of(none)).build()))
                .doesNotThrowAnyException();
    }

    @Test
    void nothingIsTheSameAsEmpty() {
        assertThatCode(() -> PlacementSupport.check(null, null)).doesNotThrowAnyException();
        PlacementConstraint blank = new PlacementConstraint(PlacementConstraintType.DISTINCT_INSTANCE, "");
        assertThatCode(() -> PlacementSupport.check(List.of(blank), null)).doesNotThrowAnyException();
        TaskDefinition bare = definition("1").placementConstraints(List.of()).build();
        assertThat(PlacementSupport.constraints(bare, List.of(DISTINCT))).containsExactly(DISTINCT);
        assertThat(PlacementSupport.constraints(
                        bare.toBuilder().placementConstraints(null).build(), null))
                .isEmpty();
    }

    @Test
    void aNameMayHaveAnyOfTheCharactersOfAnAttributeAndAtMost128() {
        List<PlacementStrategy> longest =
                List.of(new PlacementStrategy(PlacementStrategyType.SPREAD, "attribute:" + "a".repeat(128)));
        assertThatCode(() -> PlacementSupport.check(null, longest)).doesNotThrowAnyException();
        List<PlacementStrategy> longer =
                List.of(new PlacementStrategy(PlacementStrategyType.SPREAD, "attribute:" + "a".repeat(129)));
        assertThatThrownBy(() -> PlacementSupport.check(null, longer)).isInstanceOf(InvalidParameterException.class);
    }
}
