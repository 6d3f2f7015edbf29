package io.stowage.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.CreateServiceRequest;
import io.stowage.UpdateContainerInstancesStateRequest;
import io.stowage.UpdateServiceRequest;
import io.stowage.core.agent.TaskOrder;
import io.stowage.core.operation.CreateService;
import io.stowage.core.operation.DeleteAttributes;
import io.stowage.core.operation.DeregisterContainerInstance;
import io.stowage.core.operation.ExplainService;
import io.stowage.core.operation.PutAttributes;
import io.stowage.core.operation.UpdateContainerInstancesState;
import io.stowage.core.operation.UpdateService;
import io.stowage.model.Attribute;
import io.stowage.model.ContainerInstanceStatus;
import io.stowage.model.DeploymentRolloutState;
import io.stowage.model.DesiredStatus;
import io.stowage.model.PlacementConstraint;
import io.stowage.model.PlacementConstraintType;
import io.stowage.model.SchedulingStrategy;
import io.stowage.model.Service;
import io.stowage.model.ServiceEvent;
import io.stowage.model.TaskStatus;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** DAEMON services: on which container instances they have a task, and when that changes. */
class DaemonServicesTest {

    private final LoopRig rig = LoopRig.open();

    private static CreateService daemon(String name, PlacementConstraint... constraints) {
        return new CreateService(
                CreateServiceRequest.builder()
                        .serviceName(name)
                        .taskDefinition("web")
                        .schedulingStrategy(SchedulingStrategy.DAEMON)
                        .placementConstraints(List.of(constraints))
                        .build(),
                LoopRig.definition(),
                "");
    }

    private static PlacementConstraint memberOf(String expression) {
        return new PlacementConstraint(PlacementConstraintType.MEMBER_OF, expression);
    }

    private Service logs() {
        return Objects.requireNonNull(rig.service("logs"));
    }

    private List<String> events() {
        return logs().events().stream().map(ServiceEvent::message).toList();
    }

    private static List<String> ordered(NotedAgent agent, DesiredStatus status) {
        return agent.orders.stream()
                .filter(order -> order.desiredStatus() == status)
                .map(TaskOrder::taskId)
                .distinct()
                .toList();
    }

    private void state(NotedAgent agent, ContainerInstanceStatus status) {
        rig.ask(new UpdateContainerInstancesState(
                new UpdateContainerInstancesStateRequest(null, List.of(agent.instanceId), status)));
        rig.world.settle();
    }

    private String runs(NotedAgent agent) {
        String task = ordered(agent, DesiredStatus.RUNNING).get(0);
        agent.report(task, TaskStatus.RUNNING);
        rig.pass(Duration.ofSeconds(41));
        return task;
    }

    @Test
    void eachInstanceHasOneAndANewOneGetsOneAtOnce() {
        NotedAgent one = rig.instance("one");
        rig.ask(daemon("logs"));
        rig.world.settle();
        assertThat(ordered(one, DesiredStatus.RUNNING)).hasSize(1);

        NotedAgent two = rig.instance("two");
        assertThat(ordered(two, DesiredStatus.RUNNING)).hasSize(1);
        assertThat(logs().desiredCount()).isEqualTo(2);

        runs(one);
        runs(two);
        assertThat(logs().deployments().get(0).rolloutState()).isEqualTo(DeploymentRolloutState.COMPLETED);
        assertThat(events().get(0)).isEqualTo("(service logs) has reached a steady state.");
    }

    /** All agents count as away for a moment whenever another engine takes over. */
    @Test
    void aDeploymentIsNotCompleteBecauseAnInstanceIsAwayForAMoment() {
        NotedAgent one = rig.instance("one");
        NotedAgent two = rig.instance("two");
        rig.ask(daemon("logs"));
        rig.world.settle();
        two.report(ordered(two, DesiredStatus.RUNNING).get(0), TaskStatus.STOPPED);
        rig.world.settle();
        two.disconnect("the line is cut");
        runs(one);
        assertThat(logs().desiredCount()).isEqualTo(2);
        assertThat(logs().deployments().get(0).rolloutState()).isEqualTo(DeploymentRolloutState.IN_PROGRESS);

        two.connect();
        rig.pass(Duration.ofMinutes(1));
        assertThat(ordered(two, DesiredStatus.RUNNING)).hasSize(2);
    }

    @Test
    void instancesThatAreFullKeepNoOtherFromGettingOne() {
        LoopSettings usual = LoopRig.SETTINGS;
        LoopRig small = LoopRig.open(new LoopSettings(
                usual.arnPrefix(),
                usual.lease(),
                usual.retention(),
                usual.healthyAfterRunning(),
                usual.services(),
                LoopRig.limits(2)));
        for (String name : List.of("one", "two", "three", "four")) {
            small.instance(name);
        }
        small.ask(LoopRig.service("shop", 16));
        small.world.settle();
        NotedAgent five = small.instance("five");
        small.ask(daemon("logs"));
        small.world.settle();
        assertThat(ordered(five, DesiredStatus.RUNNING)).hasSize(1);
    }

    @Test
    void onANewInstanceItIsPlacedBeforeWhatHasWaitedLonger() {
        rig.ask(LoopRig.service("shop", 9));
        rig.ask(daemon("logs"));
        NotedAgent one = rig.instance("one");
        assertThat(ordered(one, DesiredStatus.RUNNING)).as("four fit").hasSize(4);
        assertThat(logs().pendingCount()).isEqualTo(1);
    }

    @Test
    void anInstanceWithoutRoomIsNamedAndTriedAgainWhenThereIsSome() {
        NotedAgent one = rig.instance("one");
        rig.ask(LoopRig.service("shop", 4));
        rig.world.settle();
        rig.ask(daemon("logs"));
        rig.world.settle();
        assertThat(logs().desiredCount()).isEqualTo(1);
        assertThat(logs().pendingCount()).isZero();
        assertThat(events().get(0))
                .isEqualTo("(service logs) was unable to place a task because no container instance met all of its"
                        + " requirements. The closest matching (container-instance " + one.instanceId
                        + ") has insufficient CPU units available.");

        rig.ask(new UpdateService(
                UpdateServiceRequest.builder().service("shop").desiredCount(3).build(), null));
        rig.world.settle();
        one.report(ordered(one, DesiredStatus.STOPPED).get(0), TaskStatus.STOPPED);
        rig.world.settle();
        assertThat(logs().pendingCount()).isEqualTo(1);
    }

    @Test
    void constraintsAreAskedAgainWhenAnInstanceChanges() {
        NotedAgent one = rig.instance("one");
        rig.ask(daemon("logs", memberOf("attribute:disk == ssd")));
        rig.world.settle();
        assertThat(logs().desiredCount()).isZero();
        assertThat(logs().deployments().get(0).rolloutState()).isEqualTo(DeploymentRolloutState.COMPLETED);

        Attribute ssd = new Attribute("disk", "ssd", null, one.instanceId);
        rig.ask(new PutAttributes(List.of(ssd)));
        rig.world.settle();
        assertThat(ordered(one, DesiredStatus.RUNNING)).hasSize(1);

        rig.ask(new DeleteAttributes(List.of(ssd)));
        rig.world.settle();
        assertThat(ordered(one, DesiredStatus.STOPPED)).isEqualTo(ordered(one, DesiredStatus.RUNNING));
        assertThat(logs().desiredCount()).isZero();
    }

    @Test
    void constraintsOfTheServiceMayChange() {
        NotedAgent one = rig.instance("one");
        rig.ask(daemon("logs"));
        rig.world.settle();
        rig.ask(new UpdateService(
                UpdateServiceRequest.builder()
                        .service("logs")
                        .placementConstraints(List.of(memberOf("attribute:disk == ssd")))
                        .build(),
                null));
        rig.world.settle();
        assertThat(ordered(one, DesiredStatus.STOPPED)).hasSize(1);
    }

    /** Else a task could drive itself out, and be launched again. */
    @Test
    void whatTasksAreOnAnInstanceIsAskedBeforeALaunchAlone() {
        NotedAgent one = rig.instance("one");
        rig.ask(daemon("logs", memberOf("task:group == service:shop")));
        rig.world.settle();
        assertThat(logs().desiredCount()).isZero();

        rig.ask(LoopRig.service("shop", 1));
        rig.world.settle();
        assertThat(logs().pendingCount()).isEqualTo(1);

        rig.ask(new UpdateService(
                UpdateServiceRequest.builder().service("shop").desiredCount(0).build(), null));
        rig.world.settle();
        assertThat(logs().pendingCount()).isEqualTo(1);
        assertThat(ordered(one, DesiredStatus.STOPPED)).as("of shop").hasSize(1);
    }

    @Test
    void aDrainingInstanceKeepsItUntilAllElseIsGone() {
        NotedAgent one = rig.instance("one");
        rig.ask(daemon("logs"));
        rig.world.settle();
        String log = runs(one);
        String job = rig.run();
        one.report(job, TaskStatus.RUNNING);
        state(one, ContainerInstanceStatus.DRAINING);
        assertThat(ordered(one, DesiredStatus.STOPPED)).isEmpty();
        assertThat(logs().desiredCount()).isZero();

        one.report(job, TaskStatus.STOPPED);
        rig.world.settle();
        assertThat(ordered(one, DesiredStatus.STOPPED)).containsExactly(log);

        one.report(log, TaskStatus.STOPPED);
        state(one, ContainerInstanceStatus.ACTIVE);
        assertThat(logs().pendingCount()).isEqualTo(1);
    }

    @Test
    void twoDaemonsDoNotWaitForEachOther() {
        NotedAgent one = rig.instance("one");
        rig.ask(daemon("logs"));
        rig.ask(daemon("metrics"));
        rig.world.settle();
        state(one, ContainerInstanceStatus.DRAINING);
        assertThat(ordered(one, DesiredStatus.STOPPED)).hasSize(2);
    }

    @Test
    void aTaskThatDiesIsReplacedWhereItWas() {
        NotedAgent one = rig.instance("one");
        rig.ask(daemon("logs"));
        rig.world.settle();
        one.report(runs(one), TaskStatus.STOPPED);
        rig.world.settle();
        assertThat(ordered(one, DesiredStatus.RUNNING)).hasSize(2);
    }

    @Test
    void anInstanceThatIsNotConnectedKeepsItsTask() {
        NotedAgent one = rig.instance("one");
        rig.ask(daemon("logs"));
        rig.world.settle();
        runs(one);
        one.disconnect("the line is cut");
        rig.world.settle();
        assertThat(logs().desiredCount()).isEqualTo(1);
        assertThat(logs().runningCount()).isEqualTo(1);
        assertThat(ordered(one, DesiredStatus.STOPPED)).isEmpty();
    }

    @Test
    void anInstanceThatIsGoneIsCountedNoMore() {
        NotedAgent one = rig.instance("one");
        rig.ask(daemon("logs"));
        rig.world.settle();
        rig.ask(new DeregisterContainerInstance(one.instanceId, true));
        rig.world.settle();
        assertThat(logs().desiredCount()).isZero();
        assertThat(logs().pendingCount()).isZero();
    }

    @Test
    void whoTakesOverDecidesTheSame() {
        NotedAgent one = rig.instance("one");
        rig.ask(daemon("logs"));
        rig.world.settle();
        runs(one);
        state(one, ContainerInstanceStatus.DRAINING);
        rig.close();
        LoopRig next = LoopRig.another(2, rig.store, LoopRig.SETTINGS);
        next.pass(Duration.ofSeconds(30));
        assertThat(Objects.requireNonNull(next.service("logs")).desiredCount()).isZero();
    }

    @Test
    void theNextPlaceIsWhereThereIsNone() {
        rig.instance("one");
        rig.ask(daemon("logs"));
        rig.world.settle();
        assertThat(rig.ask(new ExplainService("logs")).eligible()).isZero();
    }
}
