package io.stowage.testkit.invariant;

import static io.stowage.testkit.invariant.Doctored.PLAIN;
import static io.stowage.testkit.invariant.InvariantsTest.violates;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.stowage.model.Container;
import io.stowage.model.ContainerInstanceStatus;
import io.stowage.model.ContainerStatus;
import io.stowage.model.Deployment;
import io.stowage.model.DeploymentCircuitBreaker;
import io.stowage.model.DeploymentConfiguration;
import io.stowage.model.DeploymentRolloutState;
import io.stowage.model.DeploymentStatus;
import io.stowage.model.DesiredStatus;
import io.stowage.model.InstanceRebalancing;
import io.stowage.model.Service;
import io.stowage.model.Task;
import io.stowage.model.TaskStatus;
import io.stowage.model.TaskStopCode;
import io.stowage.model.ThresholdConfiguration;
import io.stowage.model.ThresholdType;
import io.stowage.spi.Commit;
import io.stowage.spi.Lease;
import io.stowage.spi.PartitionSnapshot;
import io.stowage.spi.Revision;
import io.stowage.spi.Write;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each invariant of deployments, of the store under several engines, and of what is truly done to containers can fail. */
class MoreInvariantsTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final String NEXT = "ecs-svc/2";

    private final Doctored doctored = new Doctored();

    /** The service in the middle of a rollout from the first deployment to the next. */
    private Service rollingOut(int desired, int minimum, int maximum) {
        Service service = doctored.service(desired);
        Deployment first = service.deployments().get(0);
        return service.toBuilder()
                .deploymentConfiguration(DeploymentConfiguration.builder()
                        .minimumHealthyPercent(minimum)
                        .maximumPercent(maximum)
                        .build())
                .deployments(List.of(
                        first.toBuilder()
                                .id(NEXT)
                                .rolloutState(DeploymentRolloutState.IN_PROGRESS)
                                .build(),
                        first.toBuilder().status(DeploymentStatus.ACTIVE).build()))
                .build();
    }

    private void violated(Invariant invariant, String details) {
        throw doctored.invariants.violation(invariant, details);
    }

    private void twoRun() {
        doctored.commit(doctored.create("a"), doctored.create("b"));
        doctored.commit(doctored.status("a", TaskStatus.RUNNING), doctored.status("b", TaskStatus.RUNNING));
    }

    @Test
    void s8SeesAContainerThatIsStartedLongAfterTheEndOfItsTask() throws Exception {
        doctored.commit(doctored.create("a"));
        doctored.container(doctored.host, "a", PLAIN, "a");
        doctored.commit(doctored.stop("a", TaskStopCode.USER_INITIATED));
        doctored.simulation.runFor(Duration.ofMinutes(30));
        violates(Invariant.S8, () -> doctored.connection(doctored.host).start("a"));
    }

    @Test
    void s8TakesAContainerThatIsStartedByACallThatWasUnderWay() throws Exception {
        doctored.commit(doctored.create("a"));
        doctored.container(doctored.host, "a", PLAIN, "a");
        doctored.commit(doctored.stop("a", TaskStopCode.USER_INITIATED));
        doctored.simulation.runFor(Duration.ofMinutes(1));
        doctored.connection(doctored.host).start("a");
        assertThat(doctored.host.containers()).hasSize(1);
    }

    @Test
    void s8SeesAContainerOfSomebodyElseThatIsTouched() throws Exception {
        doctored.commit(doctored.create("a"));
        doctored.container(doctored.host, "a", PLAIN, "a");
        var own = doctored.host.containers().iterator().next().spec();
        assertThat(doctored.otherHost.addForeign(own)).isTrue();
        violates(Invariant.S8, () -> doctored.connection(doctored.otherHost).kill("a"));
    }

    @Test
    void s10SeesATaskThatIsGivenUpThoughItRuns() throws Exception {
        doctored.commit(doctored.create("a"));
        doctored.container(doctored.host, "a", PLAIN, "a");
        doctored.connection(doctored.host).start("a");
        doctored.commit(doctored.status("a", TaskStatus.RUNNING));
        violates(Invariant.S10, () -> doctored.commit(doctored.stop("a", TaskStopCode.ESSENTIAL_CONTAINER_EXITED)));
    }

    @Test
    void s10TakesATaskThatIsGivenUpBecauseItsContainerIsGone() throws Exception {
        doctored.commit(doctored.create("a"));
        doctored.container(doctored.host, "a", PLAIN, "a");
        doctored.connection(doctored.host).start("a");
        doctored.commit(doctored.status("a", TaskStatus.RUNNING));
        doctored.host.vanish(doctored.host.containers().iterator().next());
        doctored.commit(doctored.stop("a", TaskStopCode.ESSENTIAL_CONTAINER_EXITED));
        assertThat(doctored.host.containers()).isEmpty();
    }

    @Test
    void s10SeesATaskThatIsDeclaredRunningThoughNothingWasStarted() throws Exception {
        doctored.commit(doctored.create("a"));
        doctored.container(doctored.host, "a", PLAIN, "a");
        violates(Invariant.S10, () -> doctored.commit(doctored.status("a", TaskStatus.RUNNING)));
    }

    @Test
    void s11SeesATaskAboveTheCeiling() {
        twoRun();
        doctored.commit(doctored.put("service", "s", rollingOut(2, 50, 150)));
        doctored.commit(doctored.create("c", task -> task.startedBy(NEXT)));
        violates(Invariant.S11, () -> doctored.commit(doctored.create("d", task -> task.startedBy(NEXT))));
    }

    @Test
    void s12SeesAHealthyTaskThatIsStoppedBelowTheFloor() {
        twoRun();
        doctored.commit(doctored.put("service", "s", rollingOut(2, 50, 100)));
        doctored.commit(doctored.stop("a", TaskStopCode.SERVICE_SCHEDULER_INITIATED));
        violates(Invariant.S12, () -> doctored.commit(doctored.stop("b", TaskStopCode.SERVICE_SCHEDULER_INITIATED)));
    }

    @Test
    void s12SeesADrainBelowTheFloor() {
        twoRun();
        doctored.commit(doctored.put("instance", "i1", Doctored.instance(ContainerInstanceStatus.DRAINING, true)));
        violates(Invariant.S12, () -> doctored.commit(doctored.stop("b", TaskStopCode.SERVICE_SCHEDULER_INITIATED)));
    }

    @Test
    void s28SeesAProtectedTaskThatIsStoppedForScale() {
        protectedTaskRuns();
        doctored.commit(doctored.put("service", "s", doctored.service(0)));
        violates(Invariant.S28, () -> doctored.commit(stopAt(NOW)));
    }

    @Test
    void s28SeesAProtectedTaskThatIsStoppedForADeployment() {
        protectedTaskRuns();
        doctored.commit(doctored.put("service", "s", rollingOut(1, 0, 200)));
        violates(Invariant.S28, () -> doctored.commit(stopAt(NOW)));
    }

    @Test
    void s28TakesTheEndOfTheProtectionAndADrain() {
        protectedTaskRuns();
        doctored.commit(doctored.put("service", "s", rollingOut(1, 0, 200)));
        doctored.commit(stopAt(NOW.plusSeconds(60)));

        Doctored drained = new Doctored();
        drained.commit(drained.create("a", task -> task.protectionExpirationDate(NOW.plusSeconds(60))));
        drained.commit(drained.put("service", "s", drained.service(0)));
        drained.commit(drained.put("instance", "i1", Doctored.instance(ContainerInstanceStatus.DRAINING, true)));
        drained.commit(drained.stop("a", TaskStopCode.SERVICE_SCHEDULER_INITIATED));
    }

    private Write stopAt(Instant at) {
        return doctored.change(
                "a",
                task -> task.desiredStatus(DesiredStatus.STOPPED)
                        .stopCode(TaskStopCode.SERVICE_SCHEDULER_INITIATED)
                        .stoppingAt(at));
    }

    private void protectedTaskRuns() {
        doctored.commit(doctored.create("a", task -> task.protectionExpirationDate(NOW.plusSeconds(60))));
        doctored.commit(doctored.status("a", TaskStatus.RUNNING));
    }

    /** One service of which a move may begin. */
    private Service toBeMoved(int left, int atOnce, InstanceRebalancing.Move... underWay) {
        return doctored.service(1).toBuilder()
                .instanceRebalancing(new InstanceRebalancing(NOW, atOnce, left, 0, List.of(underWay)))
                .build();
    }

    private void taskToBeMoved(Instant protectedUntil) {
        doctored.commit(doctored.put(
                "instance",
                "i2",
                Doctored.instance(ContainerInstanceStatus.ACTIVE, true).toBuilder()
                        .containerInstanceArn(Doctored.INSTANCE.replace("i1", "i2"))
                        .build()));
        doctored.commit(doctored.create("a", task -> task.protectionExpirationDate(protectedUntil)));
        doctored.commit(doctored.status("a", TaskStatus.RUNNING));
        doctored.commit(doctored.put("service", "s", toBeMoved(2, 1)));
    }

    private InstanceRebalancing.Move move() {
        Task a = doctored.task("a");
        return new InstanceRebalancing.Move(a.taskArn(), a.taskArn().replace("/a", "/b"));
    }

    private Write elsewhere() {
        return doctored.create("b", task -> task.containerInstanceArn(Doctored.INSTANCE.replace("i1", "i2")));
    }

    @Test
    void s30SeesAMoveThatIsNotCounted() {
        taskToBeMoved(NOW);
        violates(
                Invariant.S30,
                () -> doctored.commit(elsewhere(), doctored.put("service", "s", toBeMoved(2, 1, move()))));
    }

    @Test
    void s30SeesMoreMovesThanMayBeUnderWay() {
        taskToBeMoved(NOW);
        InstanceRebalancing.Move other = new InstanceRebalancing.Move("x", "y");
        violates(
                Invariant.S30,
                () -> doctored.commit(elsewhere(), doctored.put("service", "s", toBeMoved(0, 1, move(), other))));
    }

    @Test
    void s30SeesAProtectedTaskThatIsToBeMovedAndOneThatStaysWhereItIs() {
        taskToBeMoved(NOW.plusSeconds(60));
        violates(
                Invariant.S30,
                () -> doctored.commit(
                        doctored.create(
                                "b",
                                task -> task.createdAt(NOW)
                                        .containerInstanceArn(Doctored.INSTANCE.replace("i1", "i2"))),
                        doctored.put("service", "s", toBeMoved(1, 1, move()))));
    }

    @Test
    void s31SeesAYoungTaskThatIsStoppedBecauseOfItsAge() {
        doctored.commit(doctored.create("a"), doctored.create("b"));
        doctored.commit(doctored.status("a", TaskStatus.RUNNING), doctored.status("b", TaskStatus.RUNNING));
        doctored.commit(doctored.put(
                "service",
                "s",
                doctored.service(1).toBuilder()
                        .maximumTaskLifetimeSeconds(3_600)
                        .build()));
        Instant created = doctored.task("a").createdAt();
        violates(
                Invariant.S31,
                () -> doctored.commit(doctored.change(
                        "a",
                        task -> task.desiredStatus(DesiredStatus.STOPPED)
                                .stopCode(TaskStopCode.SERVICE_SCHEDULER_INITIATED)
                                .stoppedReason("Task has reached its maximum lifetime of 3600 seconds (deployment d)")
                                .stoppingAt(created.plusSeconds(3_239)))));
    }

    @Test
    void s14SeesTwoPrimaryDeployments() {
        Service service = rollingOut(2, 100, 200);
        violates(
                Invariant.S14,
                () -> doctored.commit(doctored.put(
                        "service",
                        "s",
                        service.toBuilder()
                                .deployments(service.deployments().stream()
                                        .map(deployment -> deployment.toBuilder()
                                                .status(DeploymentStatus.PRIMARY)
                                                .build())
                                        .toList())
                                .build())));
    }

    @Test
    void s14SeesATaskOfADeploymentThatWasSuperseded() {
        doctored.commit(doctored.put("service", "s", rollingOut(2, 100, 200)));
        violates(Invariant.S14, () -> doctored.commit(doctored.create("a")));
    }

    /** The rollout with a breaker that fires with the second failed task, and goes back. */
    private Service watched(DeploymentRolloutState state, int failedTasks) {
        Service service = rollingOut(2, 100, 200);
        Deployment first = service.deployments().get(1);
        return service.toBuilder()
                .deploymentConfiguration(DeploymentConfiguration.builder()
                        .deploymentCircuitBreaker(new DeploymentCircuitBreaker(
                                true, true, false, new ThresholdConfiguration(ThresholdType.COUNT, 2)))
                        .build())
                .deployments(List.of(
                        service.deployments().get(0).toBuilder()
                                .rolloutState(state)
                                .rolloutStateReason("for a reason")
                                .failedTasks(failedTasks)
                                .build(),
                        first.toBuilder().completedAt(first.createdAt()).build()))
                .build();
    }

    /** The same on its way back. */
    private Service goneBack(Service from) {
        Deployment last = from.deployments().get(0);
        Deployment first = from.deployments().get(1);
        return from.toBuilder()
                .deployments(List.of(
                        first.toBuilder()
                                .status(DeploymentStatus.PRIMARY)
                                .rolloutState(DeploymentRolloutState.IN_PROGRESS)
                                .build(),
                        last.toBuilder()
                                .status(DeploymentStatus.ACTIVE)
                                .rolloutState(DeploymentRolloutState.FAILED)
                                .build()))
                .build();
    }

    private static Service withoutRollback(Service service) {
        return service.toBuilder()
                .deploymentConfiguration(DeploymentConfiguration.builder()
                        .deploymentCircuitBreaker(new DeploymentCircuitBreaker(
                                true, false, false, new ThresholdConfiguration(ThresholdType.COUNT, 2)))
                        .build())
                .build();
    }

    private void commit(Service service) {
        doctored.commit(doctored.put("service", "s", service));
    }

    private Write failed(String task) {
        return doctored.change(
                task,
                stopped -> stopped.startedBy(NEXT)
                        .desiredStatus(DesiredStatus.STOPPED)
                        .lastStatus(TaskStatus.STOPPED)
                        .stopCode(TaskStopCode.TASK_FAILED_TO_START)
                        .stoppingAt(doctored.simulation.time()));
    }

    @Test
    void s14SeesATaskOfADeploymentThatHasFailed() {
        commit(withoutRollback(watched(DeploymentRolloutState.IN_PROGRESS, 2)));
        commit(withoutRollback(watched(DeploymentRolloutState.FAILED, 2)));
        violates(Invariant.S14, () -> doctored.commit(doctored.create("a")));
    }

    @Test
    void s14SeesADeploymentThatFailsThoughTooFewOfItsTasksHave() {
        commit(watched(DeploymentRolloutState.IN_PROGRESS, 1));
        violates(Invariant.S14, () -> commit(watched(DeploymentRolloutState.FAILED, 1)));
    }

    @Test
    void s14SeesAFailedDeploymentThatIsTakenUpAgain() {
        commit(withoutRollback(watched(DeploymentRolloutState.IN_PROGRESS, 2)));
        commit(withoutRollback(watched(DeploymentRolloutState.FAILED, 2)));
        violates(Invariant.S14, () -> commit(withoutRollback(watched(DeploymentRolloutState.IN_PROGRESS, 2))));
    }

    @Test
    void s14SeesADeploymentThatIsGivenUpThoughThereIsSomethingToGoBackTo() {
        doctored.commit(doctored.put("service", "s", doctored.service(3)));
        commit(watched(DeploymentRolloutState.IN_PROGRESS, 2));
        violates(Invariant.S14, () -> commit(watched(DeploymentRolloutState.FAILED, 2)));
    }

    @Test
    void s14SeesATaskThatIsStartedThoughTooManyHaveFailed() {
        commit(watched(DeploymentRolloutState.IN_PROGRESS, 2));
        Write.Put created = (Write.Put) doctored.create("a");
        Task late = ClusterMirror.object(created.record().payload(), Task.class).toBuilder()
                .startedBy(NEXT)
                .build();
        violates(Invariant.S14, () -> doctored.commit(Doctored.put("task", "a", late, 1)));
    }

    @Test
    void s14SeesAFailedTaskThatIsNotCounted() {
        doctored.commit(doctored.create("a"));
        commit(watched(DeploymentRolloutState.IN_PROGRESS, 0));
        violates(Invariant.S14, () -> doctored.commit(failed("a")));
    }

    @Test
    void s14SeesAFailedTaskThatIsCountedTwice() {
        doctored.commit(doctored.create("a"));
        commit(watched(DeploymentRolloutState.IN_PROGRESS, 0));
        doctored.commit(failed("a"), doctored.put("service", "s", watched(DeploymentRolloutState.IN_PROGRESS, 1)));
        violates(Invariant.S14, () -> commit(watched(DeploymentRolloutState.IN_PROGRESS, 2)));
    }

    @Test
    void s14LetsAServiceGoBackToWhatCompletedLast() {
        commit(watched(DeploymentRolloutState.IN_PROGRESS, 2));
        commit(goneBack(watched(DeploymentRolloutState.IN_PROGRESS, 2)));
        assertThat(doctored.invariants.mirror("c").service("s")).isNotNull();
    }

    @Test
    void s14SeesAServiceThatGoesBackToWhatDidNotCompleteLast() {
        Service service = watched(DeploymentRolloutState.IN_PROGRESS, 2);
        Deployment other = service.deployments().get(1).toBuilder()
                .id("ecs-svc/3")
                .rolloutState(DeploymentRolloutState.IN_PROGRESS)
                .build();
        Deployment primary = service.deployments().get(0);
        commit(service.toBuilder().deployments(List.of(primary, other)).build());
        violates(
                Invariant.S14,
                () -> commit(goneBack(
                        service.toBuilder().deployments(List.of(primary, other)).build())));
    }

    @Test
    void s14SeesARollbackThatIsRolledBack() {
        Service service = watched(DeploymentRolloutState.IN_PROGRESS, 2);
        Deployment primary = service.deployments().get(0).toBuilder()
                .completedAt(doctored.simulation.time())
                .build();
        Service back = service.toBuilder()
                .deployments(List.of(primary, service.deployments().get(1)))
                .build();
        commit(back);
        violates(Invariant.S14, () -> commit(goneBack(back)));
    }

    @Test
    void s16SeesATaskOfAServiceThatIsGone() {
        doctored.commit(new Write.Delete("service", "s"));
        violates(Invariant.S16, () -> doctored.commit(doctored.create("a")));
    }

    @Test
    void s16SeesANewServiceThatTakesUpTheDeploymentOfAnOldOne() {
        doctored.commit(new Write.Delete("service", "s"));
        doctored.simulation.runFor(Duration.ofSeconds(1));
        violates(Invariant.S16, () -> doctored.commit(Doctored.put("service", "s", doctored.service(2), 1)));
    }

    @Test
    void s18SeesACommitUnderNoLease() {
        violates(Invariant.S18, () -> doctored.commitAs(null, doctored.put("meta", "m", "anything")));
    }

    @Test
    void s18SeesAnEpochThatGoesBack() {
        Lease second = doctored.nextLeader("second");
        doctored.commit(doctored.put("meta", "m", "anything"));
        Lease first = new Lease(second.partition(), "first", second.epoch() - 1);
        Lease other = new Lease(second.partition(), "other", second.epoch());
        for (Lease stale : List.of(first, other)) {
            Fencing fencing = new Fencing();
            Commit led = Doctored.commitUnder(second, Revision.NONE);
            fencing.check(led, 1, this::violated);
            Commit late = Doctored.commitUnder(stale, led.revision());
            violates(Invariant.S18, () -> fencing.check(late, 2, this::violated));
        }
    }

    @Test
    void s17SeesACommitThatWasDecidedOnAnotherRevision() {
        Commit commit = Doctored.commitUnder(null, Revision.NONE);
        violates(Invariant.S17, () -> new Fencing().check(commit, 7, this::violated));
    }

    @Test
    void s17SeesACommitThatWasDecidedOnAnotherCommitOfTheSameNumber() {
        Lease lease = doctored.nextLeader("second");
        Fencing fencing = new Fencing();
        fencing.check(Doctored.commitUnder(lease, Revision.NONE), 1, this::violated);
        Commit onALostOne = Doctored.commitUnder(lease, new Revision(1, "lost"));
        violates(Invariant.S17, () -> fencing.check(onALostOne, 2, this::violated));
    }

    @Test
    void s19SeesAContainerThatRunsASecondTime() throws Exception {
        doctored.commit(doctored.create("a"));
        doctored.container(doctored.host, "a", PLAIN, "a");
        doctored.connection(doctored.host).start("a");
        doctored.connection(doctored.host).kill("a");
        doctored.connection(doctored.host).remove("a");
        violates(Invariant.S19, () -> doctored.container(doctored.host, "a", PLAIN, "a"));
    }

    @Test
    void s19TakesAContainerAnewOfWhichNoTraceIsLeft() throws Exception {
        doctored.commit(doctored.create("a"));
        doctored.container(doctored.host, "a", PLAIN, "a");
        doctored.connection(doctored.host).start("a");
        doctored.host.vanish(doctored.host.containers().iterator().next());
        doctored.container(doctored.host, "a", PLAIN, "a");
        doctored.connection(doctored.host).start("a");
        doctored.commit(doctored.status("a", TaskStatus.RUNNING));
        doctored.host.vanish(doctored.host.containers().iterator().next());
        violates(Invariant.S19, () -> doctored.container(doctored.host, "a", PLAIN, "a"));
    }

    @Test
    void s19TakesARunAnewThatWasRemovedForTheNextOneWhenNothingWasCommittedForLong() throws Exception {
        doctored.commit(doctored.create("a"));
        runAndEnd("a");
        doctored.simulation.runFor(Duration.ofSeconds(5));
        doctored.connection(doctored.host).remove("a");
        doctored.restartable("a");
        doctored.connection(doctored.host).start("a");
        assertThat(doctored.host.containers()).hasSize(1);
    }

    @Test
    void s19SeesARunAnewThatWasRemovedForTheNextOneWithoutWaitingForTheCommit() throws Exception {
        doctored.commit(doctored.create("a"));
        runAndEnd("a");
        doctored.simulation.runFor(Duration.ofSeconds(2));
        doctored.connection(doctored.host).remove("a");
        violates(Invariant.S19, () -> doctored.restartable("a"));
    }

    @Test
    void s19SeesARunAnewAfterWhichTheNextOneWasCommitted() throws Exception {
        Container restarted = Container.builder()
                .containerArn("arn:aws:ecs:local:0:container/c/a/app")
                .taskArn("arn:aws:ecs:local:0:task/c/a")
                .name("app")
                .image("plain")
                .lastStatus(ContainerStatus.PENDING)
                .restartCount(1)
                .build();
        doctored.commit(doctored.create("a"));
        runAndEnd("a");
        doctored.commit(doctored.change("a", task -> task.containers(List.of(restarted))));
        doctored.simulation.runFor(Duration.ofSeconds(5));
        doctored.connection(doctored.host).remove("a");
        violates(Invariant.S19, () -> doctored.restartable("a"));
    }

    private void runAndEnd(String task) throws Exception {
        doctored.restartable(task);
        doctored.connection(doctored.host).start(task);
        doctored.connection(doctored.host).kill(task);
    }

    @Test
    void s23SeesAStoreThatIsNotWhatItsCommitsHaveMadeIt() {
        PartitionSnapshot before = doctored.store.read(Doctored.PARTITION);
        doctored.commit(doctored.create("a"));
        doctored.invariants.recompute();
        violates(
                Invariant.S23,
                () -> WholeState.check(before, doctored.invariants.mirror(Doctored.CLUSTER), this::violated));
    }

    @Test
    void s23SeesAStateThatHoldsMoreThanThereIsRoomFor() {
        doctored.commit(doctored.create("a"));
        doctored.commit(doctored.put(
                "instance",
                "i1",
                Doctored.instance(ContainerInstanceStatus.ACTIVE, true).toBuilder()
                        .registeredResources(List.of())
                        .build()));
        violates(Invariant.S23, doctored.invariants::recompute);
    }

    @Test
    void whatTheStoreForgotIsForgottenHereToo() {
        doctored.store.keepCopy();
        doctored.commit(doctored.create("a"));
        doctored.store.failOver(50);
        assertThat(doctored.invariants.mirror(Doctored.CLUSTER).tasks()).isEmpty();
    }

    private void lostAfter(Duration absence) {
        Instant lostAt = doctored.simulation.time();
        doctored.commit(doctored.put(
                "instance",
                "i1",
                Doctored.instance(ContainerInstanceStatus.ACTIVE, false).toBuilder()
                        .agentDisconnectedAt(lostAt.minus(absence))
                        .agentLostAt(lostAt)
                        .build()));
    }

    @Test
    void s10SeesAnInstanceThatCountsAsLostTooEarly() {
        violates(Invariant.S10, () -> lostAfter(Duration.ofSeconds(119)));
    }

    @Test
    void s10TakesAnInstanceForLostThatWasAwayForLong() {
        assertThatCode(() -> lostAfter(Duration.ofMinutes(2))).doesNotThrowAnyException();
    }
}
