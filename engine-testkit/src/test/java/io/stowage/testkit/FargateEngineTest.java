package io.stowage.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.CreateServiceRequest;
import io.stowage.CreateServiceRequestBuilder;
import io.stowage.DeregisterContainerInstanceRequest;
import io.stowage.Endpoint;
import io.stowage.Engine;
import io.stowage.ListTasksRequest;
import io.stowage.PutClusterCapacityProvidersRequest;
import io.stowage.RegisterContainerInstanceRequest;
import io.stowage.RunTaskRequest;
import io.stowage.RunTaskResponse;
import io.stowage.UpdateServiceRequest;
import io.stowage.core.Stowage;
import io.stowage.error.InvalidParameterException;
import io.stowage.event.TaskStateChange;
import io.stowage.model.CapacityProviderStrategyItem;
import io.stowage.model.Failure;
import io.stowage.model.LaunchType;
import io.stowage.model.PlacementStrategy;
import io.stowage.model.PlacementStrategyType;
import io.stowage.model.Service;
import io.stowage.model.ServiceEvent;
import io.stowage.model.Task;
import io.stowage.testkit.invariant.Invariants;
import io.stowage.testkit.runtime.SimulatedContainer;
import io.stowage.testkit.runtime.SimulatedHost;
import io.stowage.testkit.runtime.SimulatedRuntimeProvider;
import io.stowage.testkit.store.RecordingStateStore;
import io.stowage.testkit.world.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tasks on FARGATE and on container instances in one cluster, on whole engines whose invariants are checked. */
class FargateEngineTest {

    private static final String CLUSTER = "harbour";
    private static final Duration LONG = Duration.ofMinutes(10);

    private final Simulation simulation = new Simulation(31);
    private final SimulatedRuntimeProvider runtime = new SimulatedRuntimeProvider(simulation);
    private final RecordingStateStore store = new RecordingStateStore(simulation);
    private final List<Task> heard = new ArrayList<>();
    private Engine engine = engine();

    private Engine engine() {
        return Stowage.engine()
                .name("one")
                .world(simulation.world("one"))
                .store(store)
                .runtime(runtime)
                .build();
    }

    @BeforeEach
    void open() {
        Invariants unused = Invariants.watch(simulation, store, runtime);
        engine.clusters().create(CLUSTER);
        for (String family : List.of("plain", "slice", "spot")) {
            engine.taskDefinitions().register("""
                    { "family": "FAMILY", "requiresCompatibilities": ["EC2", "FARGATE"], "networkMode": "awsvpc",
                      "cpu": "256", "memory": "512", "containerDefinitions": [
                        { "name": "main", "image": "FAMILY", "stopTimeout": 5 } ] }""".replace("FAMILY", family));
        }
        engine.events().subscribe(CLUSTER, event -> {
            if (event instanceof TaskStateChange change) {
                heard.add(change.detail());
            }
        });
    }

    /** Of 512 CPU units and 2048 MiB: two slices. */
    private SimulatedHost register(String name, @Nullable String provider) {
        SimulatedHost host = runtime.addHost(name, 512, 2048);
        engine.containerInstances()
                .register(RegisterContainerInstanceRequest.builder()
                        .cluster(CLUSTER)
                        .containerInstanceName(name)
                        .runtime(SimulatedRuntimeProvider.NAME)
                        .runtimeProperties(SimulatedRuntimeProvider.properties(host))
                        .capacityProviderName(provider)
                        .build());
        return host;
    }

    private void attachBoth() {
        engine.clusters()
                .putClusterCapacityProviders(
                        new PutClusterCapacityProvidersRequest(CLUSTER, List.of("FARGATE", "FARGATE_SPOT"), List.of()));
    }

    private static CapacityProviderStrategyItem item(String name, int weight) {
        return new CapacityProviderStrategyItem(name, weight, null);
    }

    private static CreateServiceRequestBuilder service(String name, String definition, int desiredCount) {
        return CreateServiceRequest.builder()
                .cluster(CLUSTER)
                .serviceName(name)
                .taskDefinition(definition)
                .desiredCount(desiredCount);
    }

    private void steady(String service) {
        assertThat(engine.services().awaitSteadyState(CLUSTER, service, LONG).reasons())
                .isEmpty();
    }

    private List<Task> tasks(String service) {
        List<String> arns = engine.tasks()
                .list(ListTasksRequest.builder()
                        .cluster(CLUSTER)
                        .serviceName(service)
                        .build())
                .taskArns();
        return engine.tasks().describe(CLUSTER, arns).tasks();
    }

    private static List<String> images(SimulatedHost host) {
        return host.containers().stream().map(SimulatedContainer::image).toList();
    }

    private List<String> events(String service) {
        return engine.services().describe(CLUSTER, List.of(service)).services().get(0).events().stream()
                .map(ServiceEvent::message)
                .toList();
    }

    @Test
    void tasksOfBothKindsAreNeverMixedUp() {
        SimulatedHost quay = register("quay", null);
        SimulatedHost slipway = register("slipway", "FARGATE");
        SimulatedHost ramp = register("ramp", "FARGATE_SPOT");
        attachBoth();
        engine.services().create(service("plain", "plain", 2).build());
        engine.services()
                .create(service("slice", "slice", 2)
                        .launchType(LaunchType.FARGATE)
                        .build());
        engine.services()
                .create(service("spot", "spot", 2)
                        .capacityProviderStrategy(List.of(item("FARGATE_SPOT", 1)))
                        .build());
        List.of("plain", "slice", "spot").forEach(this::steady);

        assertThat(images(quay)).containsExactly("plain", "plain");
        assertThat(images(slipway)).containsExactly("slice", "slice");
        assertThat(images(ramp)).containsExactly("spot", "spot");
        assertThat(tasks("slice")).allSatisfy(task -> {
            assertThat(task.containerInstanceArn()).isNull();
            assertThat(task.launchType()).isEqualTo(LaunchType.FARGATE);
            assertThat(task.capacityProviderName()).isEqualTo("FARGATE");
            assertThat(task.platformVersion()).isEqualTo("1.4.0");
        });
        assertThat(tasks("spot")).extracting(Task::capacityProviderName).containsOnly("FARGATE_SPOT");
        assertThat(tasks("plain")).extracting(Task::containerInstanceArn).doesNotContainNull();
        assertThat(engine.services().endpoints(CLUSTER, "slice"))
                .hasSize(2)
                .extracting(Endpoint::containerInstanceArn)
                .containsOnlyNulls();
        assertThat(engine.containerInstances().list(CLUSTER).containerInstanceArns())
                .hasSize(1);
        assertThat(engine.clusters().describe(CLUSTER).clusters().get(0).registeredContainerInstancesCount())
                .isEqualTo(1);
    }

    @Test
    void placementIsAskedOfTheHostsOfTheProvider() {
        register("quay", null);
        register("slipway", "FARGATE");
        register("ramp", "FARGATE");
        engine.services()
                .create(service("slice", "slice", 2)
                        .launchType(LaunchType.FARGATE)
                        .build());
        steady("slice");
        assertThat(engine.placement().explainService(CLUSTER, "slice").eligible())
                .isEqualTo(2);
        assertThat(engine.placement().rebalance(CLUSTER, 10).failures())
                .extracting(Failure::reason)
                .containsExactly("FARGATE");
    }

    @Test
    void noEventOfATaskSaysWhereItIs() {
        register("slipway", "FARGATE");
        engine.services()
                .create(service("slice", "slice", 2)
                        .launchType(LaunchType.FARGATE)
                        .build());
        steady("slice");
        engine.tasks().stop(CLUSTER, tasks("slice").get(0).taskArn(), "to see what comes");
        steady("slice");
        engine.services().forceDelete(CLUSTER, "slice");
        simulation.runFor(LONG);

        assertThat(heard)
                .hasSizeGreaterThan(9)
                .allMatch(task -> task.containerInstanceArn() == null && task.launchType() == LaunchType.FARGATE);
        assertThat(engine.tasks().list(CLUSTER).taskArns()).isEmpty();
    }

    @Test
    void anEngineThatComesBackKnowsWhereTheTasksAre() {
        SimulatedHost slipway = register("slipway", "FARGATE");
        engine.services()
                .create(service("slice", "slice", 2)
                        .launchType(LaunchType.FARGATE)
                        .build());
        steady("slice");
        List<Task> before = tasks("slice");
        engine.close();
        simulation.runFor(Duration.ofMinutes(2));
        engine = engine();
        steady("slice");

        assertThat(tasks("slice"))
                .extracting(Task::taskArn)
                .isEqualTo(before.stream().map(Task::taskArn).toList());
        assertThat(tasks("slice")).extracting(Task::containerInstanceArn).containsOnlyNulls();
        assertThat(images(slipway)).hasSize(2);
    }

    @Test
    void aServiceWaitsForCapacityOfEitherOfItsProviders() {
        register("quay", null);
        register("slipway", "FARGATE");
        attachBoth();
        engine.services()
                .create(service("slice", "slice", 1)
                        .capacityProviderStrategy(List.of(item("FARGATE", 1), item("FARGATE_SPOT", 1)))
                        .build());
        steady("slice");
        engine.services().scale(CLUSTER, "slice", 4);
        simulation.runFor(LONG);

        assertThat(events("slice"))
                .anySatisfy(event -> assertThat(event)
                        .isEqualTo("(service slice) was unable to place a task. Reason: Capacity is unavailable at this"
                                + " time. Please try again later or in a different availability zone."));
        assertThat(tasks("slice")).hasSize(2);
        SimulatedHost ramp = register("ramp", "FARGATE_SPOT");
        steady("slice");
        assertThat(images(ramp)).hasSize(2);
        assertThat(tasks("slice")).hasSize(4);
    }

    @Test
    void oneThatIsFullTakesNoMoreThoughTheClusterHasRoom() {
        register("quay", null);
        register("slipway", "FARGATE");
        simulation.runFor(Duration.ofSeconds(5));
        RunTaskRequest request = RunTaskRequest.builder()
                .cluster(CLUSTER)
                .taskDefinition("slice")
                .launchType(LaunchType.FARGATE)
                .count(3)
                .clientToken("three")
                .build();
        RunTaskResponse response = engine.tasks().run(request);
        assertThat(response.tasks()).hasSize(2);
        assertThat(response.failures()).extracting(Failure::reason).containsExactly("RESOURCE:FARGATE");
        simulation.runFor(LONG);
        assertThat(engine.tasks().run(request).tasks())
                .as("the same tasks, as they are now")
                .hasSize(2)
                .allMatch(task -> task.containerInstanceArn() == null);
        assertThat(engine.tasks()
                        .run(request.toBuilder()
                                .clientToken(null)
                                .launchType(null)
                                .build())
                        .tasks())
                .extracting(Task::containerInstanceArn)
                .hasSize(2)
                .doesNotContainNull();
    }

    @Test
    void aDrainedHostLosesItsTasksToAnotherOfItsKind() {
        register("quay", null);
        register("slipway", "FARGATE");
        engine.services()
                .create(service("slice", "slice", 2)
                        .launchType(LaunchType.FARGATE)
                        .build());
        steady("slice");
        List<String> before = tasks("slice").stream().map(Task::taskArn).toList();
        SimulatedHost other = register("other", "FARGATE");
        engine.containerInstances().drain(CLUSTER, "slipway");
        simulation.runFor(LONG);
        steady("slice");

        assertThat(tasks("slice")).extracting(Task::taskArn).doesNotContainAnyElementsOf(before);
        assertThat(images(other)).containsExactly("slice", "slice");
        engine.containerInstances().deregister(new DeregisterContainerInstanceRequest(CLUSTER, "slipway", false));
    }

    @Test
    void aServiceGoesOverToFargateByANewDeployment() {
        register("quay", null);
        SimulatedHost slipway = register("slipway", "FARGATE");
        attachBoth();
        engine.services().create(service("plain", "plain", 2).build());
        steady("plain");
        UpdateServiceRequest over = UpdateServiceRequest.builder()
                .cluster(CLUSTER)
                .service("plain")
                .capacityProviderStrategy(List.of(item("FARGATE", 1)))
                .build();
        assertThatThrownBy(() -> engine.services().update(over))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("force a new deployment");
        Service updated = engine.services()
                .update(over.toBuilder().forceNewDeployment(true).build());
        assertThat(updated.platformVersion()).isEqualTo("1.4.0");
        simulation.runFor(LONG);
        steady("plain");

        assertThat(images(slipway)).hasSize(2);
        assertThat(tasks("plain")).hasSize(2).allMatch(task -> "FARGATE".equals(task.capacityProviderName()));
        assertThatThrownBy(() -> engine.services()
                        .update(UpdateServiceRequest.builder()
                                .cluster(CLUSTER)
                                .service("plain")
                                .placementStrategy(List.of(new PlacementStrategy(PlacementStrategyType.RANDOM, null)))
                                .build()))
                .isInstanceOf(InvalidParameterException.class);
    }
}
