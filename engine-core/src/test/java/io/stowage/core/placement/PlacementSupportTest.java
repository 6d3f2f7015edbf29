package io.stowage.core.placement;

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
    void memberOfIsNotSupportedYet() {
        PlacementConstraint memberOf = new PlacementConstraint(PlacementConstraintType.MEMBER_OF, "a == b");
        assertThatThrownBy(() -> PlacementSupport.check(List.of(DISTINCT, memberOf), null))
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessageStartingWith("placementConstraints[1].type: memberOf is not supported");
    }

    @Test
    void whatATaskDefinitionAsksForIsCheckedToo() {
        assertThatThrownBy(() -> PlacementSupport.check(definition("1")
                        .placementConstraints(List.of(TaskDefinitionPlacementConstraint.memberOf("a == b")))
                        .build()))
                .isInstanceOf(UnsupportedFeatureException.class);
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
}
