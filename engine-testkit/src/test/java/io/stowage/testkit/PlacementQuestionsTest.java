package io.stowage.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.CompactionPlan;
import io.stowage.Engine;
import io.stowage.ListTasksRequest;
import io.stowage.PartitionRole;
import io.stowage.PlacementExplanation;
import io.stowage.PlacementPlan;
import io.stowage.RebalancePlan;
import io.stowage.RebalanceServicesRequest;
import io.stowage.RebalanceServicesResponse;
import io.stowage.RegisterContainerInstanceRequest;
import io.stowage.RunTaskRequest;
import io.stowage.UpdateTaskProtectionRequest;
import io.stowage.core.EngineBuilder;
import io.stowage.core.Stowage;
import io.stowage.error.ClusterNotFoundException;
import io.stowage.error.InvalidParameterException;
import io.stowage.error.ServiceNotFoundException;
import io.stowage.model.Service;
import io.stowage.model.Task;
import io.stowage.spi.PlacementFilter;
import io.stowage.spi.PlacementInstance;
import io.stowage.spi.PlacementScorer;
import io.stowage.spi.TasksToPlace;
import io.stowage.store.memory.MemoryStateStore;
import io.stowage.testkit.runtime.SimulatedHost;
import io.stowage.testkit.runtime.SimulatedRuntimeProvider;
import io.stowage.testkit.world.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What a host application may ask of placement, and say to it, on whole engines. */
class PlacementQuestionsTest {

    private static final String CLUSTER = "harbour";
    private static final Duration LONG = Duration.ofMinutes(10);

    private final Simulation simulation = new Simulation(29);
    private final SimulatedRuntimeProvider runtime = new SimulatedRuntimeProvider(simulation);
    private final MemoryStateStore store = new MemoryStateStore(simulation::nanos);

    private Engine engine(String name, UnaryOperator<EngineBuilder> more) {
        EngineBuilder builder = Stowage.engine()
                .name(name)
                .world(simulation.world(name))
                .store(store)
                .runtime(runtime);
        return more.apply(builder).build();
    }

    private void open(Engine engine, int hosts) {
        engine.clusters().create(CLUSTER);
        for (int i = 1; i <= hosts; i++) {
            register(engine, i);
        }
        engine.taskDefinitions().register("""
                { "family": "web", "containerDefinitions": [
                    { "name": "main", "image": "web", "cpu": 256, "memory": 256, "stopTimeout": 5 } ] }""");
        engine.taskDefinitions().register("""
                { "family": "large", "containerDefinitions": [
                    { "name": "main", "image": "web", "cpu": 800, "memory": 256 } ] }""");
    }

    /** The ARN of the instance. */
    private String register(Engine engine, int number) {
        SimulatedHost host = runtime.addHost("quay-" + number, 1024, 2048);
        return engine.containerInstances()
                .register(RegisterContainerInstanceRequest.builder()
                        .cluster(CLUSTER)
                        .containerInstanceName(host.name())
                        .runtime(SimulatedRuntimeProvider.NAME)
                        .runtimeProperties(SimulatedRuntimeProvider.properties(host))
                        .build())
                .containerInstanceArn();
    }

    private static RunTaskRequest run(String definition) {
        return RunTaskRequest.builder()
                .cluster(CLUSTER)
                .taskDefinition(definition)
                .build();
    }

    private static boolean leads(Engine engine) {
        return engine.health().partitions().stream()
                .anyMatch(partition ->
                        partition.partition().equals("cluster/" + CLUSTER) && partition.role() == PartitionRole.LEADER);
    }

    @Test
    void anEngineThatFollowsAnswersAsTheOneThatLeads() {
        Engine leader = engine("one", UnaryOperator.identity());
        open(leader, 3);
        Engine follower = engine("two", UnaryOperator.identity());
        leader.services().create(CLUSTER, "shop", "web", 3);
        assertThat(leader.services().awaitSteadyState(CLUSTER, "shop", LONG).reasons())
                .isEmpty();
        assertThat(leads(leader)).isTrue();
        assertThat(leads(follower)).isFalse();

        CompactionPlan compaction = follower.placement().compact(CLUSTER);
        assertThat(compaction).isEqualTo(leader.placement().compact(CLUSTER));
        assertThat(compaction.needed()).isEqualTo(1);
        assertThat(compaction.moves()).hasSize(2);
        PlacementPlan many = follower.placement().plan(run("large"), 2_000);
        assertThat(many).isEqualTo(leader.placement().plan(run("large"), 2_000));
        assertThat(many.containerInstanceArns()).isEmpty();
        assertThat(Objects.requireNonNull(many.notPlaced()).tasks()).isEqualTo(2_000);
        PlacementExplanation nowhere = follower.placement().explain(run("large"));
        assertThat(nowhere).isEqualTo(leader.placement().explain(run("large")));
        assertThat(Objects.requireNonNull(nowhere.notPlaced()).reason()).isEqualTo("RESOURCE:CPU");
        PlacementExplanation somewhere = follower.placement().explainService(CLUSTER, "shop");
        assertThat(somewhere).isEqualTo(leader.placement().explainService(CLUSTER, "shop"));
        assertThat(somewhere.eligible()).isEqualTo(3);
        assertThatThrownBy(() -> follower.placement().explainService(CLUSTER, "none"))
                .isInstanceOf(ServiceNotFoundException.class);
    }

    /** Nothing is committed when a task has run for long enough, or its protection ends. */
    @Test
    void anEngineThatFollowsKnowsWhatTimeHasMadeHealthy() {
        Engine leader = engine("one", UnaryOperator.identity());
        open(leader, 2);
        Engine follower = engine("two", UnaryOperator.identity());
        leader.services().create(CLUSTER, "shop", "web", 2);
        assertThat(leader.services().awaitSteadyState(CLUSTER, "shop", LONG).reasons())
                .isEmpty();
        leader.services().scale(CLUSTER, "shop", 8);
        simulation.runFor(Duration.ofSeconds(20));
        register(leader, 3);
        simulation.runFor(Duration.ofSeconds(5));
        assertThat(follower.placement().rebalance(CLUSTER, 10).moves())
                .as("tasks that have run for less than 40 seconds stay")
                .hasSize(2);
        simulation.runFor(LONG);
        RebalancePlan plan = follower.placement().rebalance(CLUSTER, 10);
        assertThat(plan).isEqualTo(leader.placement().rebalance(CLUSTER, 10));
        assertThat(plan.complete()).isTrue();
        assertThat(plan.moves()).hasSize(2);
    }

    @Test
    void whatIsPlannedToMoveKeepsToProtectionAndToFilters() {
        Moody moody = new Moody();
        Engine engine = engine("one", builder -> builder.placementFilter("moody", moody));
        open(engine, 3);
        engine.services().create(CLUSTER, "shop", "web", 3);
        assertThat(engine.services().awaitSteadyState(CLUSTER, "shop", LONG).reasons())
                .isEmpty();
        List<String> tasks = engine.tasks().list(CLUSTER).taskArns();

        engine.tasks().updateProtection(new UpdateTaskProtectionRequest(CLUSTER, tasks, true, 10));
        assertThat(engine.placement().compact(CLUSTER).moves()).isEmpty();
        engine.tasks().updateProtection(new UpdateTaskProtectionRequest(CLUSTER, tasks, false, null));
        assertThat(engine.placement().compact(CLUSTER).moves()).hasSize(2);

        String fresh = register(engine, 4);
        engine.services().scale(CLUSTER, "shop", 6);
        moody.refuses = fresh;
        assertThat(engine.services().awaitSteadyState(CLUSTER, "shop", LONG).reasons())
                .isEmpty();
        assertThat(engine.placement().rebalance(CLUSTER, 10).moves()).isEmpty();
        moody.refuses = "";
        assertThat(engine.placement().rebalance(CLUSTER, 10).moves()).isNotEmpty();
    }

    /** Says what it is told to about tasks of a service, and throws about one instance. */
    private static final class Moody implements PlacementFilter, PlacementScorer {
        private String throwsAt = "";
        private String refuses = "";

        @Override
        public boolean appliesTo(TasksToPlace tasks) {
            if (tasks.group().equals("service:broken")) {
                throw new IllegalStateException("can't tell");
            }
            return tasks.group().startsWith("service:");
        }

        @Override
        public Optional<String> refuses(PlacementInstance instance, TasksToPlace tasks) {
            if (instance.arn().equals(throwsAt)) {
                throw new IllegalStateException("no licence server");
            }
            return instance.arn().equals(refuses) ? Optional.of("no licence") : Optional.empty();
        }

        @Override
        public long score(PlacementInstance instance, TasksToPlace tasks) {
            if (instance.arn().equals(throwsAt)) {
                throw new IllegalStateException("no prices");
            }
            return instance.arn().equals(refuses) ? 0 : 1;
        }
    }

    private List<String> placesOf(Engine engine, String service) {
        simulation.runFor(Duration.ofSeconds(30));
        List<String> arns = engine.tasks()
                .list(ListTasksRequest.builder()
                        .cluster(CLUSTER)
                        .serviceName(service)
                        .build())
                .taskArns();
        return engine.tasks().describe(CLUSTER, arns).tasks().stream()
                .map(Task::containerInstanceArn)
                .distinct()
                .toList();
    }

    @Test
    void aFilterThatThrowsRefusesThatInstanceAndTheLoopGoesOn() {
        Moody moody = new Moody();
        Engine engine = engine("one", builder -> builder.placementFilter("licence", moody));
        open(engine, 3);
        List<String> instances = engine.containerInstances().list(CLUSTER).containerInstanceArns();
        moody.throwsAt = instances.get(0);
        moody.refuses = instances.get(1);
        engine.services().create(CLUSTER, "shop", "web", 4);
        assertThat(placesOf(engine, "shop")).containsExactly(instances.get(2));
        PlacementExplanation nowhere = engine.placement().explainService(CLUSTER, "shop");
        assertThat(Objects.requireNonNull(nowhere.notPlaced()).lacks())
                .anySatisfy(lack -> assertThat(lack.found())
                        .isEqualTo("licence: it threw java.lang.IllegalStateException: no licence server"));
        assertThat(engine.placement().explain(run("web")).eligible())
                .as("tasks that it doesn't apply to")
                .isEqualTo(2);
        moody.throwsAt = "";
        engine.services().create(CLUSTER, "broken", "web", 1);
        assertThat(placesOf(engine, "broken")).containsExactly(instances.get(0));
        assertThat(engine.health().counters().get("partsFailed")).isZero();
    }

    @Test
    void aScorerThatThrowsPutsThatInstanceLast() {
        Moody moody = new Moody();
        Engine engine = engine("one", builder -> builder.placementScorer("price", moody));
        open(engine, 3);
        List<String> instances = engine.containerInstances().list(CLUSTER).containerInstanceArns();
        moody.throwsAt = instances.get(0);
        moody.refuses = instances.get(1);
        engine.services().create(CLUSTER, "shop", "web", 1);
        assertThat(placesOf(engine, "shop")).containsExactly(instances.get(1));
        engine.services().scale(CLUSTER, "shop", 2);
        assertThat(placesOf(engine, "shop")).containsExactlyInAnyOrder(instances.get(1), instances.get(2));
    }

    /** Allows tasks of services only where something runs; remembers what it was asked. */
    private static final class Sociable implements PlacementFilter {
        private final List<String> asked = new ArrayList<>();

        @Override
        public boolean appliesTo(TasksToPlace tasks) {
            return tasks.group().startsWith("service:");
        }

        @Override
        public Optional<String> refuses(PlacementInstance instance, TasksToPlace tasks) {
            asked.add(instance.arn());
            return instance.runningTasksCount() > 0 ? Optional.empty() : Optional.of("lonely");
        }
    }

    @Test
    void whatAFilterRefusedIsTriedAgainWhereATaskHasMadeItAllowIt() {
        Sociable sociable = new Sociable();
        Engine engine = engine("one", builder -> builder.placementFilter("sociable", sociable));
        open(engine, 3);
        engine.services().create(CLUSTER, "shop", "web", 1);
        simulation.runFor(Duration.ofSeconds(30));
        assertThat(engine.tasks().list(CLUSTER).taskArns()).isEmpty();
        assertThat(sociable.asked).isNotEmpty();
        sociable.asked.clear();
        simulation.runFor(LONG);
        assertThat(sociable.asked).as("nothing has changed").isEmpty();

        Task task = engine.tasks().run(run("web")).tasks().get(0);
        assertThat(placesOf(engine, "shop")).containsExactly(task.containerInstanceArn());
    }

    @Test
    void aFilterNeedsAName() {
        assertThatThrownBy(() -> Stowage.engine().placementFilter("no name", new Moody()))
                .hasMessageContaining("name is 'no name'");
    }

    /** Asked of an engine that follows, done by the one that leads. */
    @Test
    void whatIsPlannedIsCarriedOutOnRequest() {
        Engine leader = engine("one", UnaryOperator.identity());
        open(leader, 1);
        Engine follower = engine("two", UnaryOperator.identity());
        leader.services().create(CLUSTER, "shop", "web", 4);
        assertThat(leader.services().awaitSteadyState(CLUSTER, "shop", LONG).reasons())
                .isEmpty();
        String second = register(leader, 2);
        simulation.runFor(Duration.ofSeconds(5));

        RebalanceServicesResponse asked = follower.services().rebalance(CLUSTER, 10);
        assertThat(asked.services()).singleElement().satisfies(share -> {
            assertThat(share.serviceArn()).endsWith("/shop");
            assertThat(share.moves()).isEqualTo(2);
        });
        simulation.runFor(LONG);
        Service shop =
                leader.services().describe(CLUSTER, List.of("shop")).services().get(0);
        assertThat(shop.instanceRebalancing()).isNull();
        assertThat(shop.runningCount()).isEqualTo(4);
        assertThat(leader.tasks()
                        .list(ListTasksRequest.builder()
                                .cluster(CLUSTER)
                                .containerInstance(second)
                                .build())
                        .taskArns())
                .hasSize(2);
        assertThat(follower.services().rebalance(CLUSTER, 10).services()).isEmpty();
        assertThat(follower.services().stopRebalancing(CLUSTER, null)).isEmpty();
    }

    @Test
    void whatCannotBeRebalancedIsRefused() {
        Engine engine = engine("one", UnaryOperator.identity());
        open(engine, 1);
        assertThatThrownBy(() -> engine.services().rebalance(CLUSTER, 0))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessage("budget is 0; it must be 1 to 1000");
        assertThatThrownBy(() -> engine.services().rebalance(new RebalanceServicesRequest(CLUSTER, null, null, 101)))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessage("mostAtOnce is 101; it must be 1 to 100");
        assertThatThrownBy(() -> engine.services().rebalance("nowhere", 10))
                .isInstanceOf(ClusterNotFoundException.class);
        assertThatThrownBy(() -> engine.services().rebalance(new RebalanceServicesRequest(CLUSTER, "none", null, null)))
                .isInstanceOf(ServiceNotFoundException.class);
    }
}
