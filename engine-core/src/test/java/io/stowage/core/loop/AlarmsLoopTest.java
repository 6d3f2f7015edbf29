package io.stowage.core.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.CreateServiceRequest;
import io.stowage.UpdateServiceRequest;
import io.stowage.core.operation.ClearAlarm;
import io.stowage.core.operation.CreateService;
import io.stowage.core.operation.ListAlarms;
import io.stowage.core.operation.NoteAlarms;
import io.stowage.core.operation.NoteAlarms.Seen;
import io.stowage.core.operation.RaiseAlarm;
import io.stowage.core.operation.UpdateService;
import io.stowage.core.operation.WatchedAlarms;
import io.stowage.error.InvalidParameterException;
import io.stowage.error.LimitExceededException;
import io.stowage.model.Deployment;
import io.stowage.model.DeploymentAlarms;
import io.stowage.model.DeploymentConfiguration;
import io.stowage.model.DeploymentRolloutState;
import io.stowage.model.RaisedAlarm;
import io.stowage.model.Service;
import io.stowage.model.TaskStatus;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Alarms in a loop: they are committed state, and what goes off while a deployment is under way ends it. */
class AlarmsLoopTest {

    private final LoopRig rig = LoopRig.open();
    private final NotedAgent agent = rig.instance("one");

    private Service shop() {
        return Objects.requireNonNull(rig.service("shop"));
    }

    private Deployment primary() {
        return shop().deployments().get(0);
    }

    private void create() {
        CreateService plain = LoopRig.service("shop", 1);
        CreateServiceRequest request = plain.request().toBuilder()
                .deploymentConfiguration(DeploymentConfiguration.builder()
                        .alarms(new DeploymentAlarms(List.of("errors", "latency"), true, true))
                        .bakeTimeInMinutes(1)
                        .build())
                .build();
        rig.ask(new CreateService(request, plain.definition(), ""));
        rig.world.settle();
    }

    /** Its task runs until the deployment is COMPLETED. */
    private void complete() {
        agent.report(agent.orders.get(agent.orders.size() - 1).taskId(), TaskStatus.RUNNING);
        rig.pass(Duration.ofSeconds(41));
        assertThat(primary().rolloutState()).isEqualTo(DeploymentRolloutState.IN_PROGRESS);
        rig.pass(Duration.ofSeconds(61));
        assertThat(primary().rolloutState()).isEqualTo(DeploymentRolloutState.COMPLETED);
    }

    private void deployAgain() {
        rig.ask(new UpdateService(
                UpdateServiceRequest.builder()
                        .service("shop")
                        .forceNewDeployment(true)
                        .build(),
                null));
        rig.world.settle();
    }

    private void raise(String alarm) {
        rig.ask(new RaiseAlarm(alarm, "why"));
        rig.world.settle();
    }

    private void source(String alarm, boolean inAlarm, @Nullable Duration before) {
        rig.ask(new NoteAlarms(List.of(
                new Seen(alarm, inAlarm, before == null ? null : rig.world.now().minus(before), "seen"))));
        rig.world.settle();
    }

    @Test
    void anAlarmThatGoesOffWhileItIsUnderWayHasTheServiceGoBack() {
        create();
        complete();
        String first = primary().id();
        deployAgain();
        raise("other");
        assertThat(primary().id()).isNotEqualTo(first);
        raise("latency");
        assertThat(primary().id()).isEqualTo(first);
        assertThat(shop().deployments().get(1).triggeredAlarmNames()).containsExactly("latency");
        assertThat(shop().deployments().get(1).rolloutState()).isEqualTo(DeploymentRolloutState.FAILED);
    }

    @Test
    void afterItHasCompletedAnAlarmEndsNothing() {
        create();
        complete();
        raise("errors");
        assertThat(primary().rolloutState()).isEqualTo(DeploymentRolloutState.COMPLETED);
        assertThat(primary().triggeredAlarmNames()).isEmpty();
    }

    @Test
    void oneThatIsInAlarmWhenADeploymentBeginsHasThatIgnoreAllOfThem() {
        create();
        complete();
        raise("errors");
        deployAgain();
        String second = primary().id();
        assertThat(primary().alarmsIgnored()).isTrue();
        rig.ask(new ClearAlarm("errors"));
        raise("errors");
        raise("latency");
        assertThat(primary().id()).isEqualTo(second);
        assertThat(primary().rolloutState()).isEqualTo(DeploymentRolloutState.IN_PROGRESS);
    }

    @Test
    void soDoesOneOfWhichTheSourceSaysLaterThatItWasInAlarmBefore() {
        create();
        rig.pass(Duration.ofSeconds(5));
        source("errors", true, Duration.ofMinutes(5));
        assertThat(primary().alarmsIgnored()).isTrue();
        assertThat(primary().rolloutState()).isEqualTo(DeploymentRolloutState.IN_PROGRESS);
    }

    @Test
    void oneThatASourceSeesGoOffFailsIt() {
        create();
        rig.pass(Duration.ofSeconds(5));
        source("errors", true, null);
        assertThat(primary().rolloutState()).isEqualTo(DeploymentRolloutState.FAILED);
        assertThat(primary().rolloutStateReason())
                .isEqualTo(
                        "ECS deployment alarms: alarm detected: errors. There is no completed deployment to roll back to.");
    }

    @Test
    void whatWasRaisedByHandIsClearedByHandAlone() {
        raise("errors");
        source("errors", false, null);
        assertThat(rig.ask(new ListAlarms())).extracting(RaisedAlarm::alarmName).containsExactly("errors");
        assertThat(rig.ask(new ClearAlarm("errors"))).isEqualTo(1);
        assertThat(rig.ask(new ClearAlarm("errors"))).isZero();
        source("errors", true, null);
        source("errors", false, null);
        assertThat(rig.ask(new ListAlarms())).isEmpty();
    }

    @Test
    void theyAreKnownToALeaderWhoReadsTheStateAnew() {
        create();
        raise("unheard of");
        List<RaisedAlarm> before = rig.ask(new ListAlarms());
        rig.store.conflictNext();
        rig.handIn(LoopRig.runTask());
        rig.pass(Duration.ofSeconds(3));
        assertThat(rig.ask(new ListAlarms())).isEqualTo(before).hasSize(1);
        assertThat(rig.ask(new WatchedAlarms())).containsExactly("errors", "latency");
    }

    @Test
    void raisingOneAgainChangesNothingButTheReason() {
        raise("errors");
        rig.pass(Duration.ofSeconds(5));
        RaisedAlarm first = rig.ask(new ListAlarms()).get(0);
        assertThat(rig.ask(new RaiseAlarm("errors", "another")))
                .isEqualTo(new RaisedAlarm("errors", "another", first.since(), true));
    }

    @Test
    void thereAreLimits() {
        assertThatThrownBy(() -> rig.ask(new RaiseAlarm("", "why")))
                .hasCauseInstanceOf(InvalidParameterException.class);
        assertThatThrownBy(() -> rig.ask(new RaiseAlarm("a", ""))).hasCauseInstanceOf(InvalidParameterException.class);
        for (int i = 0; i < 100; i++) {
            raise("alarm-" + i);
        }
        assertThatThrownBy(() -> rig.ask(new RaiseAlarm("one more", "why")))
                .hasCauseInstanceOf(LimitExceededException.class);
        raise("alarm-7");
        source("one more", true, null);
        assertThat(rig.ask(new ListAlarms())).hasSize(100);
    }
}
