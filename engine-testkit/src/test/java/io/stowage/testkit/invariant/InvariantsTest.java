package io.stowage.testkit.invariant;

import static io.stowage.testkit.invariant.Doctored.PLAIN;
import static io.stowage.testkit.invariant.Doctored.WEB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.model.Container;
import io.stowage.model.ContainerInstanceStatus;
import io.stowage.model.ContainerStatus;
import io.stowage.model.Deployment;
import io.stowage.model.DeploymentBuilder;
import io.stowage.model.DesiredStatus;
import io.stowage.model.HealthStatus;
import io.stowage.model.PlacementConstraint;
import io.stowage.model.PlacementConstraintType;
import io.stowage.model.Service;
import io.stowage.model.ServiceStatus;
import io.stowage.model.TaskStatus;
import io.stowage.model.TaskStopCode;
import io.stowage.spi.ContainerState;
import io.stowage.spi.Write;
import io.stowage.testkit.fault.Fault;
import io.stowage.testkit.fault.Rates;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each invariant can fail, says what broke it, and keeps quiet about what is right. */
class InvariantsTest {

    private final Doctored doctored = new Doctored();

    static void violates(Invariant invariant, ThrowingCallable deed) {
        assertThatThrownBy(deed)
                .isInstanceOfSatisfying(
                        InvariantViolation.class,
                        violation -> assertThat(violation.invariant()).isEqualTo(invariant))
                .hasMessageContaining("seed 5");
    }

    @Test
    void aLifeByTheRulesViolatesNothing() {
        doctored.commit(doctored.create("a"), doctored.create("b"));
        doctored.commit(doctored.status("a", TaskStatus.ACTIVATING));
        doctored.commit(doctored.status("a", TaskStatus.RUNNING), doctored.status("b", TaskStatus.RUNNING));
        doctored.commit(
                doctored.change(
                        "a",
                        task -> task.lastStatus(TaskStatus.STOPPING)
                                .desiredStatus(DesiredStatus.STOPPED)
                                .stopCode(TaskStopCode.ESSENTIAL_CONTAINER_EXITED)),
                doctored.create("c"));
        doctored.commit(doctored.status("a", TaskStatus.STOPPED));
        assertThatCode(() -> doctored.commit(new Write.Delete("task", "a"))).doesNotThrowAnyException();
    }

    @Test
    void s1SeesACapacityThatIsExceeded() {
        doctored.commit(doctored.put("service", "s", doctored.service(9)));
        doctored.commit(doctored.create("a"), doctored.create("b"), doctored.create("c"), doctored.create("d"));
        violates(Invariant.S1, () -> doctored.commit(doctored.create("e")));
    }

    @Test
    void s1CountsATaskUntilItIsStopped() {
        doctored.commit(doctored.put("service", "s", doctored.service(9)));
        doctored.commit(doctored.create("a"), doctored.create("b"), doctored.create("c"), doctored.create("d"));
        doctored.commit(doctored.stop("a", TaskStopCode.USER_INITIATED));
        doctored.commit(doctored.status("a", TaskStatus.STOPPING));
        Doctored other = doctored;
        violates(Invariant.S1, () -> other.commit(other.create("e")));
    }

    @Test
    void s1LetsATaskComeOnceAnotherIsStopped() {
        doctored.commit(doctored.put("service", "s", doctored.service(9)));
        doctored.commit(doctored.create("a"), doctored.create("b"), doctored.create("c"), doctored.create("d"));
        doctored.commit(doctored.stop("a", TaskStopCode.USER_INITIATED));
        doctored.commit(doctored.status("a", TaskStatus.STOPPED), doctored.create("e"));
        assertThat(doctored.invariants.mirror(Doctored.CLUSTER).tasks()).hasSize(5);
    }

    @Test
    void s2SeesAHostPortThatIsClaimedTwice() {
        doctored.commit(doctored.create("a", task -> task.taskDefinitionArn(WEB)));
        violates(Invariant.S2, () -> doctored.commit(doctored.create("b", task -> task.taskDefinitionArn(WEB))));
    }

    @Test
    void s3SeesAPlacementOnAnInstanceThatDrains() {
        doctored.commit(doctored.put("instance", "i1", Doctored.instance(ContainerInstanceStatus.DRAINING, true)));
        violates(Invariant.S3, () -> doctored.commit(doctored.create("a")));
    }

    @Test
    void s3SeesAPlacementOnAnInstanceThatIsNotConnected() {
        doctored.commit(doctored.put("instance", "i1", Doctored.instance(ContainerInstanceStatus.ACTIVE, false)));
        violates(Invariant.S3, () -> doctored.commit(doctored.create("a")));
    }

    @Test
    void s3SeesAPlacementOnAnInstanceOfAnotherCapacityProvider() {
        violates(Invariant.S3, () -> doctored.commit(doctored.create("a", task -> task.capacityProviderName("pool"))));
    }

    @Test
    void s3SeesAPlacementOnAHostOfFargate() {
        doctored.commit(doctored.put(
                "instance",
                "i1",
                Doctored.instance(ContainerInstanceStatus.ACTIVE, true).toBuilder()
                        .capacityProviderName("FARGATE_SPOT")
                        .build()));
        doctored.commit(doctored.create("a", task -> task.capacityProviderName("FARGATE_SPOT")));
        violates(Invariant.S3, () -> doctored.commit(doctored.create("b")));
    }

    @Test
    void s6SeesATaskOnNoInstanceThatDoesNotWaitForOne() {
        violates(Invariant.S6, () -> doctored.commit(doctored.create("a", task -> task.containerInstanceArn(null))));
    }

    @Test
    void s6SeesATaskThatWaitsForNoCapacityProvider() {
        violates(
                Invariant.S6,
                () -> doctored.commit(doctored.create(
                        "a", task -> task.lastStatus(TaskStatus.PROVISIONING).containerInstanceArn(null))));
    }

    @Test
    void s3SeesAPlacementInTheCommitThatBeginsToDrain() {
        violates(
                Invariant.S3,
                () -> doctored.commit(
                        doctored.create("a"),
                        doctored.put("instance", "i1", Doctored.instance(ContainerInstanceStatus.DRAINING, true))));
    }

    @Test
    void s3TakesATaskOfNoServiceThatWasPlacedInTheCommitThatBeginsToDrain() {
        doctored.commit(
                doctored.create("a", task -> task.group("family:job").startedBy(null)),
                doctored.put("instance", "i1", Doctored.instance(ContainerInstanceStatus.DRAINING, true)));
        violates(
                Invariant.S3,
                () -> doctored.commit(
                        doctored.create("b", task -> task.group("family:job").startedBy(null))));
    }

    @Test
    void s3TakesATaskOfNoServiceThatWasPlacedBetweenAReactivationAndALoss() {
        doctored.commit(doctored.put("instance", "i1", Doctored.instance(ContainerInstanceStatus.DRAINING, true)));
        doctored.commit(
                doctored.create("a", task -> task.group("family:job").startedBy(null)),
                doctored.put("instance", "i1", Doctored.instance(ContainerInstanceStatus.ACTIVE, false)));
        violates(
                Invariant.S3,
                () -> doctored.commit(
                        doctored.create("b", task -> task.group("family:job").startedBy(null))));
    }

    @Test
    void s3TakesATaskOfNoServiceThatIsTakenDownInTheCommitThatRemovesItsInstance() {
        doctored.commit(
                doctored.create(
                        "a",
                        task -> task.group("family:job")
                                .startedBy(null)
                                .lastStatus(TaskStatus.STOPPED)
                                .desiredStatus(DesiredStatus.STOPPED)
                                .stopCode(TaskStopCode.USER_INITIATED)),
                new Write.Delete("instance", "i1"));
        violates(
                Invariant.S3,
                () -> doctored.commit(
                        doctored.create("b", task -> task.group("family:job").startedBy(null))));
    }

    @Test
    void s3SeesATaskThatIsLeftOnAnInstanceThatItsCommitRemoves() {
        violates(
                Invariant.S3,
                () -> doctored.commit(
                        doctored.create("a", task -> task.group("family:job").startedBy(null)),
                        new Write.Delete("instance", "i1")));
    }

    @Test
    void s3SeesABrokenConstraint() {
        doctored.commit(doctored.put(
                "service",
                "s",
                doctored.service(2).toBuilder()
                        .placementConstraints(
                                List.of(new PlacementConstraint(PlacementConstraintType.DISTINCT_INSTANCE, null)))
                        .build()));
        doctored.commit(doctored.create("a"));
        violates(Invariant.S3, () -> doctored.commit(doctored.create("b")));
    }

    @Test
    void s3SeesAnExpressionThatDoesNotMatch() {
        doctored.commit(doctored.put(
                "service",
                "s",
                doctored.service(2).toBuilder()
                        .placementConstraints(List.of(new PlacementConstraint(
                                PlacementConstraintType.MEMBER_OF, "attribute:ecs.availability-zone == a")))
                        .build()));
        violates(Invariant.S3, () -> doctored.commit(doctored.create("a")));
    }

    @Test
    void s4SeesATaskThatMoves() {
        doctored.commit(doctored.create("a"));
        violates(
                Invariant.S4,
                () -> doctored.commit(doctored.change("a", task -> task.containerInstanceArn("arn:x/other"))));
    }

    @Test
    void s5SeesAStatusThatGoesBack() {
        doctored.commit(doctored.create("a"));
        doctored.commit(doctored.status("a", TaskStatus.RUNNING));
        violates(Invariant.S5, () -> doctored.commit(doctored.status("a", TaskStatus.ACTIVATING)));
    }

    @Test
    void s5SeesATaskThatIsWantedAgain() {
        doctored.commit(doctored.create("a"));
        doctored.commit(doctored.stop("a", TaskStopCode.USER_INITIATED));
        violates(
                Invariant.S5,
                () -> doctored.commit(doctored.change("a", task -> task.desiredStatus(DesiredStatus.RUNNING))));
    }

    @Test
    void s5SeesAStoppedTaskThatChanges() {
        doctored.commit(doctored.create("a"));
        doctored.commit(doctored.stop("a", TaskStopCode.USER_INITIATED));
        doctored.commit(doctored.status("a", TaskStatus.STOPPED));
        violates(Invariant.S5, () -> doctored.commit(doctored.change("a", task -> task.stoppedReason("otherwise"))));
    }

    @Test
    void s6SeesAnEdgeThatIsNone() {
        doctored.commit(doctored.create(
                "a",
                task -> task.lastStatus(TaskStatus.PROVISIONING)
                        .capacityProviderName("pool")
                        .containerInstanceArn(null)));
        violates(Invariant.S6, () -> doctored.commit(doctored.status("a", TaskStatus.RUNNING)));
    }

    @Test
    void s6SeesATaskThatIsBornRunning() {
        violates(
                Invariant.S6, () -> doctored.commit(doctored.create("a", task -> task.lastStatus(TaskStatus.RUNNING))));
    }

    @Test
    void s6SeesATaskThatStopsWhileItIsWanted() {
        doctored.commit(doctored.create("a"));
        violates(Invariant.S6, () -> doctored.commit(doctored.status("a", TaskStatus.STOPPED)));
    }

    @Test
    void s6SeesATaskThatIsDeletedBeforeItIsStopped() {
        doctored.commit(doctored.create("a"));
        violates(Invariant.S6, () -> doctored.commit(new Write.Delete("task", "a")));
    }

    @Test
    void s6SeesAGapInATasksVersions() {
        doctored.commit(doctored.create("a"));
        violates(
                Invariant.S6,
                () -> doctored.commit(doctored.change(
                        "a", task -> task.lastStatus(TaskStatus.RUNNING).version(3))));
    }

    @Test
    void s17SeesAGapInARecordsVersions() {
        violates(Invariant.S17, () -> doctored.commit(Doctored.put("service", "s", doctored.service(2), 3)));
    }

    @Test
    void s7SeesAContainerOfNoTask() {
        violates(Invariant.S7, () -> doctored.container(doctored.host, "ghost", PLAIN, "x"));
    }

    @Test
    void s7SeesAContainerOnTheWrongHost() {
        doctored.commit(doctored.create("a"));
        violates(Invariant.S7, () -> doctored.container(doctored.otherHost, "a", PLAIN, "a"));
    }

    @Test
    void s7SeesATwin() throws Exception {
        doctored.commit(doctored.create("a"));
        doctored.container(doctored.host, "a", PLAIN, "one");
        violates(Invariant.S7, () -> doctored.container(doctored.host, "a", PLAIN, "two"));
    }

    @Test
    void s9SeesATaskThatIsStoppedWhileItsContainerRuns() throws Exception {
        doctored.commit(doctored.create("a"));
        doctored.container(doctored.host, "a", PLAIN, "a");
        doctored.connection(doctored.host).start("a");
        doctored.commit(doctored.stop("a", TaskStopCode.USER_INITIATED));
        violates(Invariant.S9, () -> doctored.commit(doctored.status("a", TaskStatus.STOPPED)));
    }

    @Test
    void s13SeesOneTaskTooMany() {
        doctored.commit(doctored.create("a"), doctored.create("b"));
        violates(Invariant.S13, () -> doctored.commit(doctored.create("c")));
    }

    @Test
    void s16SeesATaskOfADeletedService() {
        doctored.commit(doctored.put(
                "service",
                "s",
                doctored.service(0).toBuilder().status(ServiceStatus.DRAINING).build()));
        violates(Invariant.S16, () -> doctored.commit(doctored.create("a")));
    }

    @Test
    void s13LetsAnUnhealthyTaskBeReplaced() {
        doctored.commit(doctored.create("a"), doctored.create("b"));
        doctored.commit(doctored.change("a", task -> task.healthStatus(HealthStatus.UNHEALTHY)));
        doctored.commit(doctored.create("c"));
        doctored.commit(doctored.stop("a", TaskStopCode.SERVICE_SCHEDULER_INITIATED));
        assertThat(doctored.invariants.mirror(Doctored.CLUSTER).tasks()).hasSize(3);
    }

    @Test
    void s13SeesOneCommitThatScalesBothWays() {
        doctored.commit(doctored.create("a"), doctored.create("b"));
        violates(
                Invariant.S13,
                () -> doctored.commit(
                        doctored.change("b", task -> task.healthStatus(HealthStatus.HEALTHY)),
                        doctored.stop("a", TaskStopCode.SERVICE_SCHEDULER_INITIATED),
                        doctored.create("c")));
    }

    @Test
    void s13SeesAScaleInBelowWhatIsDesired() {
        doctored.commit(doctored.create("a"), doctored.create("b"));
        doctored.commit(doctored.put("service", "s", doctored.service(1)));
        violates(
                Invariant.S13,
                () -> doctored.commit(
                        doctored.stop("a", TaskStopCode.SERVICE_SCHEDULER_INITIATED),
                        doctored.stop("b", TaskStopCode.SERVICE_SCHEDULER_INITIATED)));
    }

    @Test
    void s15SeesARevisionThatChanges() {
        violates(
                Invariant.S15,
                () -> doctored.commit(doctored.put("definition", "web:1", Doctored.definition(WEB, "other", null))));
    }

    @Test
    void s15SeesATaskWhoseRevisionIsNotThere() {
        violates(Invariant.S15, () -> {
            doctored.commit(new Write.Delete("definition", "plain:1"));
            doctored.commit(doctored.create(
                    "a",
                    task -> task.lastStatus(TaskStatus.PROVISIONING)
                            .capacityProviderName("pool")
                            .containerInstanceArn(null)));
        });
    }

    @Test
    void s15SeesATaskThatChangesItsRevision() {
        doctored.commit(doctored.create("a"));
        violates(Invariant.S15, () -> doctored.commit(doctored.change("a", task -> task.taskDefinitionArn(WEB))));
    }

    @Test
    void s15SeesAContainerOfAnotherRevision() {
        doctored.commit(doctored.create("a"));
        violates(Invariant.S15, () -> doctored.container(doctored.host, "a", WEB, "a"));
    }

    @Test
    void s21SeesATaskThatIsCreatedAndStoppedAgain() {
        doctored.commit(doctored.create("a"), doctored.create("b"));
        violates(Invariant.S21, () -> doctored.commit(doctored.stop("a", TaskStopCode.SERVICE_SCHEDULER_INITIATED)));
    }

    @Test
    void s21LetsATaskGoAfterSomethingHappened() {
        doctored.commit(doctored.create("a"), doctored.create("b"));
        doctored.commit(doctored.put("service", "s", doctored.service(1)));
        doctored.commit(doctored.stop("a", TaskStopCode.SERVICE_SCHEDULER_INITIATED));
        assertThat(doctored.invariants.mirror(Doctored.CLUSTER).tasks()).hasSize(2);
    }

    @Test
    void s22SeesAHealthyTaskThatIsStoppedForNoReason() {
        doctored.commit(doctored.create("a"), doctored.create("b"));
        doctored.commit(doctored.status("a", TaskStatus.RUNNING), doctored.status("b", TaskStatus.RUNNING));
        // Something happened, but not to this task.
        doctored.commit(doctored.change("b", task -> task.healthStatus(HealthStatus.HEALTHY)));
        violates(Invariant.S22, () -> doctored.commit(doctored.stop("a", TaskStopCode.SERVICE_SCHEDULER_INITIATED)));
    }

    @Test
    void s22SeesAContainerThatIsToldToStopThoughItsTaskIsWanted() throws Exception {
        doctored.commit(doctored.create("a"));
        doctored.container(doctored.host, "a", PLAIN, "a");
        doctored.connection(doctored.host).start("a");
        doctored.commit(doctored.status("a", TaskStatus.RUNNING));
        violates(Invariant.S22, () -> doctored.connection(doctored.host).signal("a", "SIGTERM"));
    }

    private void failing(int failures, Duration wait) {
        waiting(
                failures == 0 ? null : wait,
                deployment -> deployment.consecutiveFailures(failures == 0 ? null : failures));
    }

    private void crashing(int crashes, @Nullable Duration wait) {
        waiting(wait, deployment -> deployment.consecutiveCrashes(crashes));
    }

    private void waiting(@Nullable Duration wait, UnaryOperator<DeploymentBuilder> why) {
        Service service = doctored.service(2);
        Deployment deployment = service.deployments().get(0);
        doctored.commit(doctored.put(
                "service",
                "s",
                service.toBuilder()
                        .deployments(List.of(why.apply(deployment.toBuilder())
                                .nextAttemptAt(
                                        wait == null
                                                ? null
                                                : doctored.simulation.time().plus(wait))
                                .updatedAt(doctored.simulation.time())
                                .build()))
                        .build()));
    }

    @Test
    void s21SeesATaskThatIsCreatedBeforeItsDeploymentHasWaited() {
        failing(1, Duration.ofSeconds(10));
        violates(Invariant.S21, () -> doctored.commit(doctored.create("a")));
    }

    @Test
    void s21TakesATaskThatIsCreatedWhenItsDeploymentHasWaited() {
        failing(1, Duration.ofSeconds(10));
        doctored.simulation.runFor(Duration.ofSeconds(10));
        assertThatCode(() -> doctored.commit(doctored.create("a"))).doesNotThrowAnyException();
    }

    @Test
    void s21SeesAWaitThatIsShorterThanTheOneBefore() {
        failing(1, Duration.ofSeconds(10));
        failing(2, Duration.ofSeconds(20));
        failing(3, Duration.ofSeconds(20));
        violates(Invariant.S21, () -> failing(4, Duration.ofSeconds(19)));
    }

    @Test
    void s21TakesAShortWaitAfterSomethingBecameHealthy() {
        failing(1, Duration.ofSeconds(10));
        failing(2, Duration.ofSeconds(20));
        failing(0, Duration.ZERO);
        assertThatCode(() -> failing(1, Duration.ofSeconds(10))).doesNotThrowAnyException();
    }

    @Test
    void s21SeesAWaitAfterACrashThatIsShorterThanTheOneBefore() {
        crashing(1, null);
        crashing(2, Duration.ofSeconds(10));
        violates(Invariant.S21, () -> crashing(3, Duration.ofSeconds(9)));
    }

    @Test
    void s21SeesCrashesInARowAfterWhichNothingWaits() {
        crashing(1, null);
        violates(Invariant.S21, () -> crashing(2, null));
    }

    @Test
    void s21SeesCrashesAtOneMomentThatCountAsMoreThanOne() {
        violates(Invariant.S21, () -> crashing(2, Duration.ofSeconds(10)));
    }

    private void running(String... ids) throws Exception {
        for (String id : ids) {
            doctored.container(doctored.host, id, PLAIN, id);
            doctored.connection(doctored.host).start(id);
            doctored.commit(doctored.status(id, TaskStatus.RUNNING));
        }
    }

    private Write gone(String id) {
        return doctored.change(
                id,
                task -> task.lastStatus(TaskStatus.STOPPING)
                        .desiredStatus(DesiredStatus.STOPPED)
                        .stopCode(TaskStopCode.ESSENTIAL_CONTAINER_EXITED)
                        .containers(List.of(Container.builder()
                                .containerArn("arn:aws:ecs:local:0:container/c/" + id + "/app")
                                .taskArn("arn:aws:ecs:local:0:task/c/" + id)
                                .name("app")
                                .image("plain")
                                .lastStatus(ContainerStatus.STOPPED)
                                .healthStatus(HealthStatus.UNKNOWN)
                                .reason("container is gone: removed by somebody else")
                                .build())));
    }

    private void removed(String... ids) throws Exception {
        for (String id : ids) {
            doctored.commit(doctored.change(id, task -> task.healthStatus(HealthStatus.UNHEALTHY)));
            doctored.connection(doctored.host).kill(id);
            doctored.connection(doctored.host).remove(id);
        }
    }

    @Test
    void s22SeesThatMuchIsTakenForGoneAtOnce() throws Exception {
        doctored.commit(doctored.create("a"), doctored.create("b"));
        running("a", "b");
        removed("a", "b");
        violates(Invariant.S22, () -> doctored.commit(gone("a"), gone("b")));
    }

    @Test
    void s22TakesThatMuchIsGoneForTrueAfterAWhileAndThatOneIsAtOnce() throws Exception {
        doctored.commit(doctored.create("a"), doctored.create("b"));
        running("a", "b");
        removed("a");
        assertThatCode(() -> doctored.commit(gone("a"))).doesNotThrowAnyException();
        doctored.commit(doctored.create("c"));
        running("c");
        removed("b", "c");
        doctored.simulation.runFor(Duration.ofSeconds(5));
        assertThatCode(() -> doctored.commit(gone("b"), gone("c"))).doesNotThrowAnyException();
    }

    /** A list that lies may have lacked what is truly gone later: then a second list that lacks it confirms the first. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void s22TakesAListThatLacksThemForAFirstOneThoughItLied(boolean trueOneBetween) throws Exception {
        doctored.commit(doctored.create("a"), doctored.create("b"));
        running("a", "b");
        doctored.host.rates(Rates.NONE.with(Fault.LISTS_LIE, 1_000_000));
        list();
        doctored.simulation.runFor(Duration.ofSeconds(5));
        if (trueOneBetween) {
            doctored.host.rates(Rates.NONE);
            list();
        }
        removed("a", "b");
        if (trueOneBetween) {
            violates(Invariant.S22, () -> doctored.commit(gone("a"), gone("b")));
        } else {
            assertThatCode(() -> doctored.commit(gone("a"), gone("b"))).doesNotThrowAnyException();
        }
    }

    private void list() throws Exception {
        List<ContainerState> unused = doctored.connection(doctored.host).list(Map.of());
    }

    @Test
    void s20SeesACommitThatTellsAndNoneThatTidiesUp() {
        doctored.commit(doctored.create("a"));
        doctored.commit(doctored.stop("a", TaskStopCode.USER_INITIATED));
        doctored.commit(doctored.status("a", TaskStatus.STOPPED));
        long before = doctored.invariants.tellingCommits();
        doctored.commit(new Write.Delete("task", "a"));
        doctored.commit(doctored.put("meta", "x", "anything"));
        assertThat(doctored.invariants.tellingCommits()).isEqualTo(before);
        doctored.commit(doctored.put("service", "s", doctored.service(2)));
        assertThat(doctored.invariants.tellingCommits()).isEqualTo(before + 1);
        assertThat(doctored.invariants.lastTellingCommit()).contains("service s");
    }

    @Test
    void l1SeesWhatIsMissingAndWhatIsTooMuch() throws Exception {
        doctored.commit(doctored.create("a"), doctored.create("b"));
        assertThat(doctored.invariants.shortcomings(Doctored.CLUSTER)).isNotEmpty();
        for (String id : List.of("a", "b")) {
            doctored.container(doctored.host, id, PLAIN, id);
            doctored.connection(doctored.host).start(id);
            doctored.commit(doctored.status(id, TaskStatus.RUNNING));
        }
        assertThat(doctored.invariants.shortcomings(Doctored.CLUSTER)).isEmpty();
        doctored.host.shutDown();
        assertThat(doctored.invariants.shortcomings(Doctored.CLUSTER))
                .as("committed as RUNNING, but nothing runs")
                .hasSize(2);
    }

    @Test
    void l1SeesAContainerOfATaskThatIsOver() throws Exception {
        doctored.commit(doctored.put("service", "s", doctored.service(0)));
        doctored.commit(doctored.create("a", task -> task.group("family:plain").startedBy(null)));
        doctored.commit(doctored.stop("a", TaskStopCode.USER_INITIATED));
        doctored.commit(doctored.status("a", TaskStatus.STOPPED));
        assertThat(doctored.invariants.shortcomings(Doctored.CLUSTER)).isEmpty();
        doctored.container(doctored.host, "a", PLAIN, "a");
        doctored.connection(doctored.host).start("a");
        assertThat(doctored.invariants.shortcomings(Doctored.CLUSTER))
                .singleElement()
                .asString()
                .contains("still runs");
    }

    @Test
    void s38SeesASecondTaskOnAMachineForOneHoweverLongTheFirstIsOver() {
        doctored.commit(doctored.put(
                "instance",
                "i1",
                Doctored.instance(ContainerInstanceStatus.ACTIVE, true).toBuilder()
                        .containerInstanceName("launch-1-1")
                        .capacityProviderName("FARGATE")
                        .build()));
        doctored.commit(doctored.create("a", task -> task.capacityProviderName("FARGATE")));
        doctored.commit(doctored.status("a", TaskStatus.ACTIVATING));
        doctored.commit(doctored.status("a", TaskStatus.RUNNING));
        doctored.commit(doctored.change(
                "a",
                task -> task.lastStatus(TaskStatus.STOPPING)
                        .desiredStatus(DesiredStatus.STOPPED)
                        .stopCode(TaskStopCode.USER_INITIATED)));
        doctored.commit(doctored.status("a", TaskStatus.STOPPED));
        doctored.commit(new Write.Delete("task", "a"));
        violates(
                Invariant.S38,
                () -> doctored.commit(doctored.create("b", task -> task.capacityProviderName("FARGATE"))));
    }
}
