package io.stowage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.stowage.model.PlacementConstraint;
import io.stowage.model.PlacementConstraintType;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RequestsTest {

    @Test
    void anUpdateTellsUnchangedFromCleared() {
        UpdateServiceRequest update = UpdateServiceRequest.builder()
                .service("web")
                .placementConstraints(List.of())
                .build();

        assertThat(update.placementConstraints()).isEmpty();
        assertThat(update.placementStrategy()).isNull();
        assertThat(update.desiredCount()).isNull();
        assertThat(update.forceNewDeployment()).isFalse();
    }

    @Test
    void aListInARequestIsAnUnmodifiableCopy() {
        List<PlacementConstraint> constraints =
                new ArrayList<>(List.of(new PlacementConstraint(PlacementConstraintType.DISTINCT_INSTANCE, null)));
        RunTaskRequest run = RunTaskRequest.builder()
                .taskDefinition("web")
                .placementConstraints(constraints)
                .build();
        constraints.clear();

        assertThat(run.placementConstraints()).hasSize(1).isUnmodifiable();
        assertThat(run.toBuilder().build()).isEqualTo(run);
    }

    @Test
    void whatIsRequiredIsNamedWhenItIsMissing() {
        assertThatNullPointerException()
                .isThrownBy(() -> RunTaskRequest.builder().build())
                .withMessage("RunTaskRequest.taskDefinition is required");
        assertThatNullPointerException()
                .isThrownBy(() -> new StopTaskRequest(null, null, null))
                .withMessage("StopTaskRequest.task is required");
    }

    @Test
    void countersAreAnUnmodifiableCopyInTheirOrder() {
        Map<String, Long> counters = new LinkedHashMap<>();
        counters.put("turns", 2L);
        counters.put("commits", 1L);
        EngineHealth health = new EngineHealth("engine-1", EngineStatus.OK, List.of(), counters);
        counters.clear();

        assertThat(health.counters().keySet()).containsExactly("turns", "commits");
        assertThat(health.counters()).isUnmodifiable();
    }

    /** What a group's methods take and give back is wholly of this API and the JDK. */
    @Test
    void noSignatureNamesAnotherLibrary() {
        List<Class<?>> groups = List.of(
                Engine.class,
                Clusters.class,
                CapacityProviders.class,
                Capacity.class,
                TaskDefinitions.class,
                ContainerInstances.class,
                Services.class,
                Tasks.class,
                Events.class);
        List<Class<?>> named = new ArrayList<>();
        for (Class<?> group : groups) {
            for (var method : group.getMethods()) {
                if (!Modifier.isStatic(method.getModifiers())) {
                    named.add(method.getReturnType());
                    named.addAll(List.of(method.getParameterTypes()));
                }
            }
        }

        assertThat(named).hasSizeGreaterThan(80);
        assertThat(named)
                .filteredOn(type -> !type.isPrimitive() && !type.isArray())
                .allMatch(type ->
                        type.getName().startsWith("java.") || type.getName().startsWith("io.stowage."));
    }
}
