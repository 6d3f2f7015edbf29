package io.stowage.core.deployment;

import static io.stowage.model.DeploymentRolloutState.COMPLETED;
import static io.stowage.model.DeploymentRolloutState.FAILED;
import static io.stowage.model.DeploymentRolloutState.IN_PROGRESS;
import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.model.Deployment;
import io.stowage.model.DeploymentAlarms;
import io.stowage.model.DeploymentConfiguration;
import io.stowage.model.DeploymentRolloutState;
import io.stowage.model.RaisedAlarm;
import io.stowage.model.Service;
import io.stowage.model.ServiceDeploymentAlarms;
import io.stowage.model.ServiceDeploymentRollbackMonitorsStatus;
import io.stowage.model.ServiceStatus;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AlarmWatchTest {

    private static final Deployment PRIMARY = Services.deployment("ecs-svc/2");
    private static final Deployment OLDER = Services.deployment("ecs-svc/1");
    private static final Instant BEGUN = PRIMARY.createdAt();

    private static Service watched(@Nullable DeploymentAlarms alarms, Deployment... deployments) {
        return Services.of(2, deployments).toBuilder()
                .deploymentConfiguration(
                        DeploymentConfiguration.builder().alarms(alarms).build())
                .build();
    }

    private static Service watched(Deployment... deployments) {
        return watched(new DeploymentAlarms(List.of("errors", "latency"), true, true), deployments);
    }

    private static RaisedAlarm alarm(String name, int secondsAfterBegin) {
        return new RaisedAlarm(name, "why", BEGUN.plusSeconds(secondsAfterBegin), false);
    }

    private static Deployment triggered(String... alarmNames) {
        return PRIMARY.toBuilder().triggeredAlarmNames(List.of(alarmNames)).build();
    }

    private static Deployment ignoring(Deployment deployment) {
        return deployment.toBuilder().alarmsIgnored(true).build();
    }

    private static Deployment rollback(Deployment deployment) {
        return deployment.toBuilder().completedAt(BEGUN).build();
    }

    private static Deployment in(DeploymentRolloutState state) {
        return PRIMARY.toBuilder().rolloutState(state).build();
    }

    @Test
    void onlyEnabledAlarmsOfAnActiveServiceAreWatched() {
        DeploymentAlarms enabled = new DeploymentAlarms(List.of("errors"), false, true);
        assertThat(AlarmWatch.of(watched(enabled, PRIMARY))).isEqualTo(enabled);
        assertThat(AlarmWatch.of(watched(new DeploymentAlarms(List.of("errors"), false, false), PRIMARY)))
                .isNull();
        assertThat(AlarmWatch.of(watched((DeploymentAlarms) null, PRIMARY))).isNull();
        Service draining =
                watched(PRIMARY).toBuilder().status(ServiceStatus.DRAINING).build();
        assertThat(AlarmWatch.of(draining)).isNull();
    }

    @Test
    void oneThatWentOffEndsTheDeploymentThatIsUnderWay() {
        Deployment triggered = triggered("errors");
        assertThat(AlarmWatch.fires(watched(triggered), triggered)).isTrue();
        assertThat(AlarmWatch.fires(watched(PRIMARY), PRIMARY)).isFalse();
        assertThat(AlarmWatch.fires(watched((DeploymentAlarms) null, triggered), triggered))
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = "IN_PROGRESS", mode = EnumSource.Mode.EXCLUDE)
    void nothingEndsWhatIsOverAlready(DeploymentRolloutState over) {
        Deployment triggered =
                triggered("errors").toBuilder().rolloutState(over).build();
        assertThat(AlarmWatch.fires(watched(triggered), triggered)).isFalse();
    }

    @Test
    void noRollbackIsEndedByAnAlarm() {
        Deployment triggered = rollback(triggered("errors"));
        assertThat(AlarmWatch.fires(watched(triggered), triggered)).isFalse();
    }

    @Test
    void anAlarmThatGoesOffIsNotedInThePrimaryDeploymentAlone() {
        Service after = AlarmWatch.raised(watched(PRIMARY, OLDER), alarm("latency", 5));
        assertThat(after.deployments()).containsExactly(triggered("latency"), OLDER);
        Service both = AlarmWatch.raised(after, alarm("errors", 6));
        assertThat(both.deployments()).containsExactly(triggered("latency", "errors"), OLDER);
    }

    @Test
    void whatGoesOffTheMomentADeploymentBeginsCounts() {
        assertThat(AlarmWatch.raised(watched(PRIMARY), alarm("errors", 0)).deployments())
                .containsExactly(triggered("errors"));
    }

    @Test
    void whatWasInAlarmBeforeTheDeploymentBeganHasItIgnoreAll() {
        Service after = AlarmWatch.raised(watched(PRIMARY, OLDER), alarm("errors", -1));
        assertThat(after.deployments()).containsExactly(ignoring(PRIMARY), OLDER);
        assertThat(AlarmWatch.raised(after, alarm("latency", 7))).isSameAs(after);
    }

    @Test
    void nothingChangesByWhatIsKnownOrStrangeOrNotWatched() {
        List<Service> unmoved = List.of(
                watched(triggered("errors")),
                watched(new DeploymentAlarms(List.of("latency"), true, true), PRIMARY),
                watched(new DeploymentAlarms(List.of("errors"), true, false), PRIMARY),
                watched(in(COMPLETED)),
                watched(in(FAILED)),
                watched(rollback(PRIMARY)),
                watched(PRIMARY).toBuilder().deployments(List.of()).build());
        for (Service service : unmoved) {
            assertThat(AlarmWatch.raised(service, alarm("errors", 5))).isSameAs(service);
            assertThat(AlarmWatch.raised(service, alarm("errors", -5))).isSameAs(service);
        }
    }

    @Test
    void aDeploymentThatBeginsWhileOneIsInAlarmIgnoresThem() {
        Service service = watched(PRIMARY, OLDER);
        Service begun = AlarmWatch.begun(service, List.of(alarm("other", -9), alarm("latency", -9)));
        assertThat(begun.deployments()).containsExactly(ignoring(PRIMARY), OLDER);
        assertThat(AlarmWatch.begun(service, List.of(alarm("other", -9)))).isSameAs(service);
        assertThat(AlarmWatch.begun(service, List.of())).isSameAs(service);
    }

    @Test
    void anAlarmThatIsWatchedAgainHasNotGoneOffBefore() {
        Service service = watched(triggered("latency", "gone"), OLDER);
        Service begun = AlarmWatch.begun(service, List.of());
        assertThat(begun.deployments().get(0).triggeredAlarmNames()).containsExactly("latency");
    }

    @Test
    void whereNothingIsWatchedNothingIsIgnored() {
        List<Service> unmoved = List.of(
                watched((DeploymentAlarms) null, PRIMARY),
                watched(in(COMPLETED)),
                watched(rollback(PRIMARY)),
                watched(PRIMARY).toBuilder().deployments(List.of()).build());
        for (Service service : unmoved) {
            assertThat(AlarmWatch.begun(service, List.of(alarm("errors", -9)))).isSameAs(service);
        }
    }

    /** Alarms that are enabled, and those that aren't; a deployment under way, and one that is over. */
    @ParameterizedTest
    @CsvSource({
        "true,  false, errors, IN_PROGRESS, false, MONITORING",
        "true,  false,       , IN_PROGRESS, false, MONITORING",
        "true,  false, errors, FAILED,      true,  TRIGGERED",
        "true,  false,       , FAILED,      true,  MONITORING_COMPLETE",
        "true,  false, errors, COMPLETED,   true,  MONITORING_COMPLETE",
        "true,  false, errors, IN_PROGRESS, true,  MONITORING_COMPLETE",
        "true,  true,  errors, FAILED,      true,  DISABLED",
        "false, false, errors, FAILED,      true,  DISABLED",
        "false, false,       , IN_PROGRESS, false, DISABLED"
    })
    void itIsToldWhatTheyDo(
            boolean enabled,
            boolean ignored,
            @Nullable String triggered,
            DeploymentRolloutState state,
            boolean over,
            ServiceDeploymentRollbackMonitorsStatus status) {
        List<String> names = triggered == null ? List.of() : List.of(triggered);
        Deployment deployment = PRIMARY.toBuilder()
                .rolloutState(state)
                .triggeredAlarmNames(names)
                .alarmsIgnored(ignored ? true : null)
                .build();
        Service service = watched(new DeploymentAlarms(List.of("errors", "latency"), true, enabled), deployment);
        assertThat(AlarmWatch.described(service, deployment, over))
                .isEqualTo(new ServiceDeploymentAlarms(status, List.of("errors", "latency"), names));
    }

    @Test
    void aServiceWithoutAlarmsSaysNothingOfThem() {
        assertThat(AlarmWatch.described(watched((DeploymentAlarms) null, PRIMARY), in(IN_PROGRESS), false))
                .isNull();
    }
}
