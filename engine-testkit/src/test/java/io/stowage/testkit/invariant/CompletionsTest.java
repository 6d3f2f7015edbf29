package io.stowage.testkit.invariant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.model.Deployment;
import io.stowage.model.DeploymentConfiguration;
import io.stowage.model.DeploymentEarlySuccessCriteria;
import io.stowage.model.DeploymentRolloutState;
import io.stowage.model.DeploymentStatus;
import io.stowage.model.Service;
import io.stowage.model.ServiceRevisionCleanup;
import io.stowage.model.TaskStatus;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** S14 sees a deployment that succeeds without what its service asks for, and lets others succeed early. */
class CompletionsTest {

    private static final String NEXT = "ecs-svc/2";

    private Doctored doctored = new Doctored();
    private @Nullable DeploymentEarlySuccessCriteria criteria;
    private @Nullable Instant completedAt;

    /** Of two tasks of the new deployment so many run; one of the old one is there beside them, or none. */
    private void complete(int healthy, boolean older) {
        if (older) {
            doctored.commit(doctored.create("old"));
        }
        doctored.commit(doctored.put("service", "s", movedOn(DeploymentRolloutState.IN_PROGRESS)));
        for (int i = 0; i < healthy; i++) {
            String id = "t" + i;
            doctored.commit(doctored.create(id, task -> task.startedBy(NEXT)));
            doctored.commit(doctored.status(id, TaskStatus.RUNNING));
        }
        doctored.commit(doctored.put("service", "s", movedOn(DeploymentRolloutState.COMPLETED)));
    }

    private Service movedOn(DeploymentRolloutState state) {
        Service service = doctored.service(2);
        Deployment first = service.deployments().get(0);
        return service.toBuilder()
                .deploymentConfiguration(DeploymentConfiguration.builder()
                        .earlySuccessCriteria(criteria)
                        .build())
                .deployments(List.of(
                        first.toBuilder()
                                .id(NEXT)
                                .rolloutState(state)
                                .completedAt(completedAt)
                                .build(),
                        first.toBuilder().status(DeploymentStatus.ACTIVE).build()))
                .build();
    }

    private void seesThatItIsNone(int healthy, boolean older) {
        doctored = new Doctored();
        assertThatThrownBy(() -> complete(healthy, older))
                .isInstanceOf(InvariantViolation.class)
                .hasMessageContaining("S14")
                .hasMessageContaining("is COMPLETED with " + healthy + " of 2");
    }

    private void early(int percent, ServiceRevisionCleanup cleanup) {
        criteria = new DeploymentEarlySuccessCriteria(true, percent, cleanup);
    }

    @Test
    void withoutCriteriaAllTasksHaveToBeHealthy() {
        complete(2, false);
        assertThat(doctored.invariants.earlySuccesses()).isZero();
        seesThatItIsNone(1, false);
    }

    @Test
    void soManyAsTheCriteriaSayAreEnough() {
        early(50, ServiceRevisionCleanup.BLOCKING);
        complete(1, false);
        assertThat(doctored.invariants.earlySuccesses()).isEqualTo(1);
    }

    @Test
    void fewerAreNot() {
        early(51, ServiceRevisionCleanup.BLOCKING);
        seesThatItIsNone(1, false);
    }

    @Test
    void oneAtLeastHasToBe() {
        early(0, ServiceRevisionCleanup.BLOCKING);
        seesThatItIsNone(0, false);
    }

    @Test
    void olderTasksMayBeLeftOnlyWhereThatIsDeferred() {
        early(50, ServiceRevisionCleanup.DEFERRED);
        complete(1, true);
        assertThat(doctored.invariants.earlySuccesses()).isEqualTo(1);
        early(50, ServiceRevisionCleanup.BLOCKING);
        seesThatItIsNone(1, true);
    }

    @Test
    void aRollbackHasNone() {
        early(50, ServiceRevisionCleanup.BLOCKING);
        completedAt = Instant.EPOCH;
        seesThatItIsNone(1, false);
    }
}
