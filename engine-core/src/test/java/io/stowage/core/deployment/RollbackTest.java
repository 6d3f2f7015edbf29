package io.stowage.core.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.model.Deployment;
import io.stowage.model.DeploymentRolloutState;
import io.stowage.model.DeploymentStatus;
import io.stowage.model.Service;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RollbackTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private static final Deployment FIRST = older("ecs-svc/1").toBuilder()
            .rolloutState(DeploymentRolloutState.COMPLETED)
            .completedAt(NOW.minusSeconds(100))
            .failedTasks(2)
            .consecutiveFailures(2)
            .nextAttemptAt(NOW.plusSeconds(9))
            .build();

    private static final Deployment SUPERSEDED = older("ecs-svc/2");
    private static final Deployment NEWEST = Services.deployment("ecs-svc/3");

    private static Deployment older(String id) {
        return Services.deployment(id).toBuilder()
                .status(DeploymentStatus.ACTIVE)
                .build();
    }

    @Test
    void it_goes_back_to_the_one_that_completed_last() {
        Deployment later = FIRST.toBuilder()
                .id("ecs-svc/9")
                .completedAt(NOW.minusSeconds(99))
                .build();
        assertThat(Rollback.target(List.of(NEWEST, SUPERSEDED, FIRST))).isEqualTo(FIRST);
        assertThat(Rollback.target(List.of(NEWEST, FIRST, later))).isEqualTo(later);
        assertThat(Rollback.target(List.of(NEWEST, later, FIRST))).isEqualTo(later);
    }

    @Test
    void one_that_was_given_up_or_superseded_is_nothing_to_go_back_to() {
        assertThat(Rollback.target(List.of(NEWEST, SUPERSEDED))).isNull();
    }

    @Test
    void the_target_is_primary_again_and_has_a_fresh_start() {
        Service service = Services.of(4, NEWEST, SUPERSEDED, FIRST);
        Service after = Rollback.rolledBack(service, FIRST, "failed", "back", NOW);
        assertThat(after.taskDefinition()).isEqualTo(FIRST.taskDefinition());
        assertThat(after.deployments())
                .containsExactly(
                        FIRST.toBuilder()
                                .status(DeploymentStatus.PRIMARY)
                                .desiredCount(4)
                                .failedTasks(0)
                                .consecutiveFailures(null)
                                .nextAttemptAt(null)
                                .rolloutState(DeploymentRolloutState.IN_PROGRESS)
                                .rolloutStateReason("back")
                                .updatedAt(NOW)
                                .rolledBackAt(NOW)
                                .build(),
                        NEWEST.toBuilder()
                                .status(DeploymentStatus.ACTIVE)
                                .rolloutState(DeploymentRolloutState.FAILED)
                                .rolloutStateReason("failed")
                                .updatedAt(NOW)
                                .build(),
                        SUPERSEDED);
        assertThat(Rollback.isOne(after.deployments().get(0))).isTrue();
        assertThat(Rollback.isOne(NEWEST)).isFalse();
        assertThat(Rollback.isOne(FIRST)).isFalse();
    }

    @Test
    void what_has_failed_for_good_stays_primary() {
        Service service = Services.of(4, NEWEST, SUPERSEDED);
        assertThat(Rollback.failed(service, "why", NOW).deployments())
                .containsExactly(
                        NEWEST.toBuilder()
                                .rolloutState(DeploymentRolloutState.FAILED)
                                .rolloutStateReason("why")
                                .updatedAt(NOW)
                                .build(),
                        SUPERSEDED);
    }

    @Test
    void of_one_that_is_completed_and_does_not_say_since_when_it_is_when_it_changed_last() {
        Deployment silent = FIRST.toBuilder()
                .id("ecs-svc/9")
                .completedAt(null)
                .updatedAt(NOW.minusSeconds(50))
                .build();
        assertThat(Rollback.target(List.of(NEWEST, silent, FIRST))).isEqualTo(silent);
        Service after = Rollback.rolledBack(Services.of(4, NEWEST, silent), silent, "failed", "back", NOW);
        assertThat(after.deployments().get(0).completedAt()).isEqualTo(NOW.minusSeconds(50));
        assertThat(Rollback.isOne(after.deployments().get(0))).isTrue();
    }

    @Test
    void of_two_that_completed_at_the_same_time_it_is_the_newer() {
        Deployment twin = FIRST.toBuilder().id("ecs-svc/9").build();
        assertThat(Rollback.target(List.of(NEWEST, FIRST, twin))).isEqualTo(FIRST);
        assertThat(Rollback.target(List.of(NEWEST, twin, FIRST))).isEqualTo(twin);
        assertThat(Rollback.target(List.of())).isNull();
    }
}
