package io.stowage.core.deployment;

import static io.stowage.model.ThresholdType.BOUNDED_PERCENT;
import static io.stowage.model.ThresholdType.COUNT;
import static io.stowage.model.ThresholdType.UNBOUNDED_PERCENT;
import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.model.DeploymentCircuitBreaker;
import io.stowage.model.DeploymentConfiguration;
import io.stowage.model.DeploymentRolloutState;
import io.stowage.model.Service;
import io.stowage.model.ServiceDeploymentCircuitBreaker;
import io.stowage.model.ServiceDeploymentRollbackMonitorsStatus;
import io.stowage.model.ThresholdConfiguration;
import io.stowage.model.ThresholdType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CircuitBreakerTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private static DeploymentCircuitBreaker breaker(ThresholdType type, int value) {
        return new DeploymentCircuitBreaker(true, true, null, new ThresholdConfiguration(type, value));
    }

    private static Service service(DeploymentCircuitBreaker breaker, int desiredCount) {
        return Services.of(desiredCount, Services.deployment("ecs-svc/1")).toBuilder()
                .deploymentConfiguration(DeploymentConfiguration.builder()
                        .deploymentCircuitBreaker(breaker)
                        .build())
                .build();
    }

    private static boolean fires(DeploymentCircuitBreaker breaker, int desiredCount, int failedTasks) {
        return CircuitBreaker.fires(
                service(breaker, desiredCount),
                Services.deployment("ecs-svc/1").toBuilder()
                        .failedTasks(failedTasks)
                        .build());
    }

    @ParameterizedTest
    @CsvSource({"0,3", "1,3", "6,3", "7,4", "25,13", "399,200", "400,200", "800,200"})
    void by_default_half_of_the_desired_count_fails_it_but_at_least_3_and_at_most_200(int desired, int threshold) {
        assertThat(CircuitBreaker.threshold(null, desired)).isEqualTo(threshold);
    }

    @ParameterizedTest
    @CsvSource({
        "BOUNDED_PERCENT,10,1,3",
        "BOUNDED_PERCENT,10,31,4",
        "BOUNDED_PERCENT,100,300,200",
        "UNBOUNDED_PERCENT,50,1,1",
        "UNBOUNDED_PERCENT,50,25,13",
        "UNBOUNDED_PERCENT,50,800,400",
        "UNBOUNDED_PERCENT,50,0,1",
        "UNBOUNDED_PERCENT,2147483647,2147483647,2147483647",
        "COUNT,1,800,1",
        "COUNT,7,0,7"
    })
    void the_other_thresholds(ThresholdType type, int value, int desired, int threshold) {
        assertThat(CircuitBreaker.threshold(new ThresholdConfiguration(type, value), desired))
                .isEqualTo(threshold);
    }

    @Property
    void percentages_are_rounded_up(
            @ForAll @IntRange(min = 1, max = 1_000) int value, @ForAll @IntRange(max = 100_000) int desired) {
        int exact = BigDecimal.valueOf(value)
                .multiply(BigDecimal.valueOf(desired))
                .divide(BigDecimal.valueOf(100), 0, RoundingMode.CEILING)
                .intValueExact();
        assertThat(CircuitBreaker.threshold(new ThresholdConfiguration(UNBOUNDED_PERCENT, value), desired))
                .isEqualTo(Math.max(1, exact));
        assertThat(CircuitBreaker.threshold(new ThresholdConfiguration(BOUNDED_PERCENT, value), desired))
                .isEqualTo(exact < 3 ? 3 : exact > 200 ? 200 : exact);
    }

    @Test
    void it_fires_when_as_many_have_failed() {
        assertThat(fires(breaker(COUNT, 5), 10, 4)).isFalse();
        assertThat(fires(breaker(COUNT, 5), 10, 5)).isTrue();
        assertThat(fires(breaker(COUNT, 5), 10, 6)).isTrue();
    }

    @Test
    void the_threshold_follows_the_desired_count() {
        DeploymentCircuitBreaker half = new DeploymentCircuitBreaker(true, false, null, null);
        assertThat(fires(half, 25, 12)).isFalse();
        assertThat(fires(half, 24, 12)).isTrue();
    }

    @Test
    void it_does_not_fire_unless_it_is_enabled() {
        assertThat(fires(new DeploymentCircuitBreaker(false, true, null, null), 1, 100))
                .isFalse();
        assertThat(fires(null, 1, 100)).isFalse();
    }

    @Test
    void it_watches_neither_what_is_over_nor_a_rollback() {
        Service service = service(breaker(COUNT, 1), 1);
        var failing =
                Services.deployment("ecs-svc/1").toBuilder().failedTasks(9).build();
        for (DeploymentRolloutState state : DeploymentRolloutState.values()) {
            assertThat(CircuitBreaker.fires(
                            service, failing.toBuilder().rolloutState(state).build()))
                    .isEqualTo(state == DeploymentRolloutState.IN_PROGRESS);
        }
        assertThat(CircuitBreaker.fires(
                        service, failing.toBuilder().completedAt(NOW).build()))
                .isFalse();
    }

    @Test
    void a_healthy_task_begins_the_count_anew_unless_the_breaker_says_otherwise() {
        assertThat(CircuitBreaker.resetsOnHealthyTask(service(null, 1))).isTrue();
        assertThat(CircuitBreaker.resetsOnHealthyTask(service(new DeploymentCircuitBreaker(true, true, null, null), 1)))
                .isTrue();
        assertThat(CircuitBreaker.resetsOnHealthyTask(service(new DeploymentCircuitBreaker(true, true, true, null), 1)))
                .isTrue();
        assertThat(CircuitBreaker.resetsOnHealthyTask(
                        service(new DeploymentCircuitBreaker(true, true, false, null), 1)))
                .isFalse();
        assertThat(CircuitBreaker.resetsOnHealthyTask(
                        service(new DeploymentCircuitBreaker(false, true, false, null), 1)))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "false, FAILED,      9, true,  DISABLED",
        "false, IN_PROGRESS, 0, false, DISABLED",
        "true,  IN_PROGRESS, 9, false, MONITORING",
        "true,  IN_PROGRESS, 5, true,  MONITORING_COMPLETE",
        "true,  FAILED,      4, true,  MONITORING_COMPLETE",
        "true,  FAILED,      5, true,  TRIGGERED",
        "true,  FAILED,      6, true,  TRIGGERED",
        "true,  COMPLETED,   5, true,  MONITORING_COMPLETE"
    })
    void it_is_told_what_it_does(
            boolean enabled,
            DeploymentRolloutState state,
            int failedTasks,
            boolean over,
            ServiceDeploymentRollbackMonitorsStatus status) {
        var deployment = Services.deployment("ecs-svc/1").toBuilder()
                .rolloutState(state)
                .failedTasks(failedTasks)
                .build();
        var breaker = new DeploymentCircuitBreaker(enabled, true, null, new ThresholdConfiguration(COUNT, 5));
        assertThat(CircuitBreaker.described(service(breaker, 10), deployment, over))
                .isEqualTo(new ServiceDeploymentCircuitBreaker(status, failedTasks, 5));
    }

    @Test
    void without_one_the_threshold_that_is_told_is_the_default() {
        assertThat(CircuitBreaker.described(service(null, 25), Services.deployment("ecs-svc/1"), false))
                .isEqualTo(
                        new ServiceDeploymentCircuitBreaker(ServiceDeploymentRollbackMonitorsStatus.DISABLED, 0, 13));
    }

    @Test
    void crashes_count_where_an_enabled_breaker_says_so() {
        assertThat(CircuitBreaker.countsCrashes(service(null, 1))).isFalse();
        for (Boolean counts : new Boolean[] {null, false, true}) {
            for (boolean enabled : new boolean[] {false, true}) {
                var breaker = new DeploymentCircuitBreaker(enabled, true, null, null, counts);
                assertThat(CircuitBreaker.countsCrashes(service(breaker, 1)))
                        .isEqualTo(enabled && Boolean.TRUE.equals(counts));
            }
        }
    }
}
