package io.stowage.core.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.CreateServiceRequest;
import io.stowage.CreateServiceRequestBuilder;
import io.stowage.ListTasksRequest;
import io.stowage.StopTaskRequest;
import io.stowage.UpdateContainerInstancesStateRequest;
import io.stowage.UpdateServiceRequest;
import io.stowage.UpdateServiceRequestBuilder;
import io.stowage.core.operation.CreateService;
import io.stowage.core.operation.DeleteService;
import io.stowage.core.operation.DeregisterContainerInstance;
import io.stowage.core.operation.DescribeServiceRevisions;
import io.stowage.core.operation.DescribeTasks;
import io.stowage.core.operation.ListTasks;
import io.stowage.core.operation.RefreshCapacityProvider;
import io.stowage.core.operation.StopTask;
import io.stowage.core.operation.UpdateContainerInstancesState;
import io.stowage.core.operation.UpdateService;
import io.stowage.core.state.Ids;
import io.stowage.error.InvalidParameterException;
import io.stowage.error.ResourceInUseException;
import io.stowage.model.CapacityProviderStrategyItem;
import io.stowage.model.ContainerInstanceStatus;
import io.stowage.model.Deployment;
import io.stowage.model.DesiredStatus;
import io.stowage.model.HealthStatus;
import io.stowage.model.LaunchType;
import io.stowage.model.ManagedScalingStatus;
import io.stowage.model.SchedulingStrategy;
import io.stowage.model.Service;
import io.stowage.model.ServiceEvent;
import io.stowage.model.ServiceRevision;
import io.stowage.model.Task;
import io.stowage.model.TaskStatus;
import io.stowage.model.TaskStopCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Services whose tasks are shared out among capacity providers. */
class ServiceStrategiesTest {

    private final LoopRig rig = LoopRig.open();

    private static CreateServiceRequestBuilder service(int desiredCount, CapacityProviderStrategyItem... strategy) {
        return CreateServiceRequest.builder()
                .serviceName("shop")
                .taskDefinition("web")
                .desiredCount(desiredCount)
                .capacityProviderStrategy(strategy.length == 0 ? null : List.of(strategy));
    }

    private Service create(CreateServiceRequestBuilder request) {
        Service created = rig.ask(new CreateService(request.build(), LoopRig.definition(), ""));
        rig.world.settle();
        return created;
    }

    private Service update(UpdateServiceRequestBuilder request) {
        Service updated = rig.ask(new UpdateService(request.service("shop").build(), null));
        rig.world.settle();
        return updated;
    }

    private Service shop() {
        return Objects.requireNonNull(rig.service("shop"));
    }

    private List<Task> tasks(DesiredStatus desired) {
        List<Task> tasks = new ArrayList<>();
        String token = null;
        do {
            var page = rig.ask(new ListTasks(ListTasksRequest.builder()
                    .serviceName("shop")
                    .desiredStatus(desired)
                    .nextToken(token)
                    .build()));
            if (!page.taskArns().isEmpty()) {
                tasks.addAll(rig.ask(new DescribeTasks(page.taskArns())).tasks());
            }
            token = page.nextToken();
        } while (token != null);
        return tasks;
    }

    private List<Task> tasks() {
        return tasks(DesiredStatus.RUNNING);
    }

    private Map<String, Integer> byProvider() {
        Map<String, Integer> counts = new TreeMap<>();
        tasks().forEach(task -> counts.merge(String.valueOf(task.capacityProviderName()), 1, Integer::sum));
        return counts;
    }

    private List<String> events() {
        return shop().events().stream().map(ServiceEvent::message).toList();
    }

    static Stream<Arguments> shares() {
        return Stream.of(
                Arguments.of(List.of(Pools.item("a", 1, 0), Pools.item("b", 1, 0)), 6, Map.of("a", 3, "b", 3)),
                Arguments.of(List.of(Pools.item("a", 1, 0), Pools.item("b", 4, 0)), 10, Map.of("a", 2, "b", 8)),
                Arguments.of(List.of(Pools.item("a", 1, 2), Pools.item("b", 1, 0)), 2, Map.of("a", 2)),
                Arguments.of(List.of(Pools.item("a", 1, 2), Pools.item("b", 1, 0)), 6, Map.of("a", 4, "b", 2)));
    }

    /** ECS's examples, and it comes to the same when the service grows to it task by task. */
    @ParameterizedTest
    @MethodSource("shares")
    void tasksAreSharedOutByBaseAndWeight(
            List<CapacityProviderStrategyItem> strategy, int count, Map<String, Integer> shares) {
        Pools.put(rig, ManagedScalingStatus.ENABLED, "a", "b");
        create(service(0, strategy.toArray(new CapacityProviderStrategyItem[0])));
        for (int desired = 1; desired <= count; desired++) {
            update(UpdateServiceRequest.builder().desiredCount(desired));
        }
        assertThat(byProvider()).isEqualTo(new TreeMap<>(shares));
    }

    @Test
    void tasksThatWaitCountAsPendingUntilThereIsRoom() {
        Pools.put(rig, ManagedScalingStatus.ENABLED, "a", "b");
        Service created = create(service(5, Pools.item("a", 1, 0)));
        assertThat(created.launchType()).isNull();
        assertThat(created.capacityProviderStrategy()).containsExactly(Pools.item("a", 1, 0));
        assertThat(shop().pendingCount()).isEqualTo(5);
        assertThat(shop().deployments().get(0).pendingCount()).isEqualTo(5);
        assertThat(tasks()).allMatch(task -> task.lastStatus() == TaskStatus.PROVISIONING && task.launchType() == null);
        assertThat(events()).singleElement().asString().contains("has started 5 tasks");
        NotedAgent none = Pools.instance(rig, "b", "other");
        NotedAgent agent = Pools.instance(rig, "a", "own");
        assertThat(none.orders).isEmpty();
        assertThat(agent.orders).hasSize(4);
        assertThat(shop().pendingCount()).isEqualTo(5);
        agent.orders.forEach(order -> agent.report(order.taskId(), TaskStatus.RUNNING));
        rig.world.settle();
        assertThat(shop().pendingCount()).isEqualTo(1);
        assertThat(shop().runningCount()).isEqualTo(4);
    }

    @Test
    void theDefaultOfTheClusterIsTheServicesOwnFromItsCreationOn() {
        Pools.put(rig, ManagedScalingStatus.ENABLED, Pools.strategy("a"), "a", "b");
        create(service(1));
        Pools.put(rig, ManagedScalingStatus.ENABLED, Pools.strategy("b"), "a", "b");
        update(UpdateServiceRequest.builder().desiredCount(2));
        assertThat(shop().capacityProviderStrategy()).isEqualTo(Pools.strategy("a"));
        assertThat(byProvider()).isEqualTo(Map.of("a", 2));
    }

    @Test
    void aLaunchTypeGoesBeforeTheDefaultOfTheCluster() {
        Pools.put(rig, ManagedScalingStatus.ENABLED, Pools.strategy("a"), "a");
        Service created = create(service(1).launchType(LaunchType.EC2));
        assertThat(created.capacityProviderStrategy()).isEmpty();
        assertThat(created.launchType()).isEqualTo(LaunchType.EC2);
        assertThat(tasks()).isEmpty();
    }

    @Test
    void aDaemonServiceIsOnTheInstancesOfAllCapacityProviders() {
        Pools.put(rig, ManagedScalingStatus.ENABLED, Pools.strategy("a"), "a");
        CreateServiceRequestBuilder daemon = CreateServiceRequest.builder()
                .serviceName("shop")
                .taskDefinition("web")
                .schedulingStrategy(SchedulingStrategy.DAEMON);
        assertThatThrownBy(() -> create(daemon.capacityProviderStrategy(Pools.strategy("a"))))
                .hasRootCauseInstanceOf(InvalidParameterException.class)
                .hasMessageContaining(
                        "Specifying a capacity provider strategy is not supported when you create a service using the DAEMON scheduling strategy.");
        create(daemon.capacityProviderStrategy(null));
        assertThat(Pools.instance(rig, "a", "one").orders).hasSize(1);
        assertThat(rig.instance("two").orders).hasSize(1);
        assertThat(byProvider()).isEqualTo(Map.of("null", 2));
    }

    @Test
    void onANewInstanceTheTasksOfADaemonServiceComeBeforeThoseThatWait() {
        Pools.put(rig, ManagedScalingStatus.ENABLED, "a");
        create(service(4, Pools.item("a", 1, 0)));
        rig.ask(new CreateService(
                CreateServiceRequest.builder()
                        .serviceName("lamp")
                        .taskDefinition("web")
                        .schedulingStrategy(SchedulingStrategy.DAEMON)
                        .build(),
                LoopRig.definition(),
                ""));
        Pools.instance(rig, "a", "one");
        assertThat(Objects.requireNonNull(rig.service("lamp")).pendingCount()).isEqualTo(1);
        assertThat(tasks())
                .filteredOn(task -> task.lastStatus() == TaskStatus.PENDING)
                .hasSize(3);
    }

    @Test
    void anotherStrategyNeedsANewDeployment() {
        Pools.put(rig, ManagedScalingStatus.ENABLED, "a", "b");
        create(service(2, Pools.item("a", 1, 0)));
        String first = shop().deployments().get(0).id();
        assertThatThrownBy(() -> update(UpdateServiceRequest.builder().capacityProviderStrategy(Pools.strategy("b"))))
                .isInstanceOf(CompletionException.class)
                .hasMessageContaining("making a change to a capacity provider strategy on a service that is already"
                        + " using one, you must force a new deployment");
        update(UpdateServiceRequest.builder().capacityProviderStrategy(Pools.strategy("a")));
        update(UpdateServiceRequest.builder()
                .capacityProviderStrategy(Pools.strategy(LoopRig.PREFIX + ":capacity-provider/a")));
        assertThat(shop().deployments()).extracting(Deployment::id).containsExactly(first);
        update(UpdateServiceRequest.builder()
                .capacityProviderStrategy(Pools.strategy("b"))
                .forceNewDeployment(true));
        assertThat(shop().capacityProviderStrategy()).isEqualTo(Pools.strategy("b"));
        assertThat(shop().deployments().get(0).capacityProviderStrategy()).isEqualTo(Pools.strategy("b"));
        assertThat(byProvider()).isEqualTo(Map.of("b", 2));
        assertThat(revision(shop().deployments().get(0)).capacityProviderStrategy())
                .isEqualTo(Pools.strategy("b"));
        update(UpdateServiceRequest.builder()
                .capacityProviderStrategy(List.of())
                .forceNewDeployment(true));
        assertThat(shop().launchType()).isEqualTo(LaunchType.EC2);
        assertThat(shop().deployments().get(0).launchType()).isEqualTo(LaunchType.EC2);
        assertThat(byProvider()).isEmpty();
    }

    private ServiceRevision revision(Deployment deployment) {
        String arn = LoopRig.PREFIX + ":service-revision/harbour/shop/" + Ids.shortId(deployment.id());
        return rig.ask(new DescribeServiceRevisions(List.of(arn)))
                .serviceRevisions()
                .get(0);
    }

    @Test
    void whoWaitsGoesFirstWhenTheServiceIsScaledInAndTheOldestStaysLongest() {
        Pools.put(rig, ManagedScalingStatus.ENABLED, "a");
        Pools.instance(rig, "a", "one");
        create(service(5, Pools.item("a", 1, 0)));
        rig.pass(Duration.ofSeconds(1));
        update(UpdateServiceRequest.builder().desiredCount(6));
        Task oldest = tasks().stream()
                .filter(task -> task.lastStatus() == TaskStatus.PROVISIONING)
                .min((a, b) -> a.createdAt().compareTo(b.createdAt()))
                .orElseThrow();
        update(UpdateServiceRequest.builder().desiredCount(5));
        assertThat(tasks())
                .filteredOn(task -> task.lastStatus() == TaskStatus.PROVISIONING)
                .containsExactly(oldest);
        Task gone = tasks(DesiredStatus.STOPPED).get(0);
        assertThat(gone.lastStatus()).isEqualTo(TaskStatus.STOPPED);
        assertThat(gone.stopCode()).isEqualTo(TaskStopCode.SERVICE_SCHEDULER_INITIATED);
        update(UpdateServiceRequest.builder().desiredCount(4));
        assertThat(tasks()).hasSize(4).allMatch(task -> task.lastStatus() == TaskStatus.PENDING);
    }

    @Test
    void aServiceThatIsDeletedLeavesNobodyWaiting() {
        Pools.put(rig, ManagedScalingStatus.ENABLED, "a");
        create(service(3, Pools.item("a", 1, 0)));
        rig.ask(new DeleteService("shop", true));
        rig.world.settle();
        assertThat(tasks(DesiredStatus.STOPPED)).hasSize(3).allMatch(task -> task.lastStatus() == TaskStatus.STOPPED);
    }

    @Test
    void withoutManagedScalingAServiceSaysThatItFindsNoRoomAndTakesWhatComes() {
        Pools.put(rig, ManagedScalingStatus.DISABLED, "a");
        create(service(2, Pools.item("a", 1, 0)));
        assertThat(tasks()).isEmpty();
        assertThat(events().get(0))
                .isEqualTo("(service shop) was unable to place a task because no container instance met all of its"
                        + " requirements. Reason: No Container Instances were found in your capacity provider.");
        rig.instance("another");
        assertThat(tasks()).isEmpty();
        assertThat(Pools.instance(rig, "a", "one").orders).hasSize(2);
        assertThat(byProvider()).isEqualTo(Map.of("a", 2));
    }

    @Test
    void moreThanFiveHundredDoNotWaitUntilOneOfThemGoes() {
        Pools.put(rig, ManagedScalingStatus.ENABLED, "a");
        create(service(510, Pools.item("a", 1, 0)));
        assertThat(shop().pendingCount()).isEqualTo(500);
        assertThat(events().get(0))
                .isEqualTo("(service shop) was unable to place a task. Reason: Tasks provisioning capacity limit was"
                        + " exceeded.");
        NotedAgent agent = Pools.instance(rig, "a", "one");
        assertThat(agent.orders).hasSize(4);
        assertThat(shop().pendingCount()).isEqualTo(504);
        rig.ask(new StopTask(new StopTaskRequest(null, tasks().get(499).taskArn(), null)));
        rig.world.settle();
        assertThat(tasks())
                .filteredOn(task -> task.lastStatus() == TaskStatus.PROVISIONING)
                .hasSize(500);
    }

    @Test
    void aTaskThatWaitedInVainIsAFailureOfItsDeployment() {
        Pools.put(rig, ManagedScalingStatus.ENABLED, "a");
        create(service(1, Pools.item("a", 1, 0)));
        Task first = tasks().get(0);
        rig.pass(Duration.ofMinutes(29));
        assertThat(tasks()).containsExactly(first);
        rig.pass(Duration.ofMinutes(2));
        Task stopped = tasks(DesiredStatus.STOPPED).get(0);
        assertThat(events())
                .containsOnlyOnce(
                        "(service shop) was unable to place a task because no container instance met all of its"
                                + " requirements. Reason: No Container Instances were found in your capacity provider.");
        assertThat(stopped.stopCode()).isEqualTo(TaskStopCode.TASK_FAILED_TO_START);
        Deployment deployment = shop().deployments().get(0);
        assertThat(deployment.failedTasks()).isEqualTo(1);
        assertThat(deployment.consecutiveFailures()).isEqualTo(1);
        assertThat(tasks())
                .singleElement()
                .satisfies(task -> assertThat(task.lastStatus()).isEqualTo(TaskStatus.PROVISIONING));
    }

    @Test
    void whichInstanceIsTheClosestToATaskThatWaitedInVainIsSaid() {
        Pools.put(rig, ManagedScalingStatus.ENABLED, "a");
        NotedAgent agent = Pools.instance(rig, "a", "one");
        create(service(5, Pools.item("a", 1, 0)));
        rig.pass(Duration.ofMinutes(31));
        assertThat(events())
                .contains("(service shop) was unable to place a task because no container instance met all of its"
                        + " requirements. The closest matching (container-instance " + agent.instanceId
                        + ") has insufficient CPU units available.");
    }

    /** Both are told once, however often it is tried again. */
    @Test
    void whatEachCapacityProviderLacksIsSaidOnce() {
        Pools.put(rig, ManagedScalingStatus.DISABLED, "a", "b");
        NotedAgent agent = Pools.instance(rig, "a", "one");
        create(service(10, Pools.item("a", 1, 0), Pools.item("b", 1, 0)));
        List<String> told = List.of(
                "(service shop) was unable to place a task because no container instance met all of its requirements. The"
                        + " closest matching (container-instance " + agent.instanceId
                        + ") has insufficient CPU units available.",
                "(service shop) was unable to place a task because no container instance met all of its requirements."
                        + " Reason: No Container Instances were found in your capacity provider.");
        assertThat(events()).containsAll(told);
        int before = events().size();
        for (int desired = 11; desired < 15; desired++) {
            update(UpdateServiceRequest.builder().desiredCount(desired));
        }
        assertThat(events()).hasSize(before);
    }

    private void runAll(NotedAgent... agents) {
        for (NotedAgent agent : agents) {
            agent.orders.stream()
                    .filter(order -> order.desiredStatus() == DesiredStatus.RUNNING)
                    .forEach(order -> agent.report(order.taskId(), TaskStatus.RUNNING, HealthStatus.HEALTHY));
        }
        rig.pass(Duration.ofMinutes(2));
    }

    private void drain(NotedAgent agent) {
        rig.ask(new UpdateContainerInstancesState(new UpdateContainerInstancesStateRequest(
                null, List.of(agent.instanceId), ContainerInstanceStatus.DRAINING)));
        rig.world.settle();
    }

    @Test
    void whatDrainsIsReplacedOnItsOwnCapacityProvider() {
        Pools.put(rig, ManagedScalingStatus.DISABLED, "a", "b");
        NotedAgent leaving = Pools.instance(rig, "a", "leaving");
        NotedAgent other = Pools.instance(rig, "b", "other");
        create(service(4, Pools.item("a", 0, 2), Pools.item("b", 1, 0)));
        runAll(leaving, other);
        NotedAgent next = Pools.instance(rig, "a", "next");
        drain(leaving);
        assertThat(next.orders).as("the base is of the one that drains").hasSize(2);
        runAll(next);
        assertThat(byProvider()).isEqualTo(Map.of("a", 2, "b", 2));
    }

    @Test
    void whatDrainsIsReplacedThoughAnotherCapacityProviderHasNoRoom() {
        Pools.put(rig, ManagedScalingStatus.DISABLED, "a", "b");
        NotedAgent leaving = Pools.instance(rig, "b", "leaving");
        create(service(4, Pools.item("a", 1, 0), Pools.item("b", 1, 0)));
        runAll(leaving);
        assertThat(byProvider()).isEqualTo(Map.of("b", 2));
        NotedAgent next = Pools.instance(rig, "b", "next");
        drain(leaving);
        assertThat(next.orders).hasSize(2);
        runAll(next);
        NotedAgent late = Pools.instance(rig, "a", "late");
        assertThat(late.orders).hasSize(2);
        runAll(late);
        assertThat(byProvider()).isEqualTo(Map.of("a", 2, "b", 2));
    }

    @Test
    void tasksThatFindNoRoomWaitOnceTheirCapacityProviderScales() {
        Pools.put(rig, ManagedScalingStatus.DISABLED, "a");
        create(service(2, Pools.item("a", 1, 0)));
        assertThat(tasks()).isEmpty();
        rig.ask(new RefreshCapacityProvider(Pools.attached("a", ManagedScalingStatus.ENABLED, 2)));
        rig.world.settle();
        assertThat(tasks()).hasSize(2).allMatch(task -> task.lastStatus() == TaskStatus.PROVISIONING);
    }

    @Test
    void aCapacityProviderStaysAsLongAsADeploymentMayBeGoneBackToThatUsesIt() {
        Pools.put(rig, ManagedScalingStatus.DISABLED, "a", "b");
        NotedAgent one = Pools.instance(rig, "a", "one");
        create(service(1, Pools.item("a", 1, 0)));
        runAll(one);
        update(UpdateServiceRequest.builder()
                .capacityProviderStrategy(Pools.strategy("b"))
                .forceNewDeployment(true));
        rig.ask(new DeregisterContainerInstance(one.instanceId, true));
        rig.world.settle();
        assertThatThrownBy(() -> Pools.put(rig, ManagedScalingStatus.DISABLED, "b"))
                .hasRootCauseInstanceOf(ResourceInUseException.class)
                .hasMessageContaining("a has service shop");
    }
}
