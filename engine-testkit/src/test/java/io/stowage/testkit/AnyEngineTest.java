package io.stowage.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stowage.AwaitedDeployment;
import io.stowage.CreateServiceRequest;
import io.stowage.DeploymentResult;
import io.stowage.Endpoint;
import io.stowage.Engine;
import io.stowage.PartitionHealth;
import io.stowage.PartitionRole;
import io.stowage.RegisterContainerInstanceRequest;
import io.stowage.RunTaskRequest;
import io.stowage.RunTaskResponse;
import io.stowage.Services;
import io.stowage.SteadyState;
import io.stowage.UpdateServiceRequest;
import io.stowage.core.Stowage;
import io.stowage.error.InvalidParameterException;
import io.stowage.error.ServerException;
import io.stowage.model.ClusterStatus;
import io.stowage.model.DeploymentAlarms;
import io.stowage.model.DeploymentConfiguration;
import io.stowage.model.Task;
import io.stowage.spi.AlarmState;
import io.stowage.spi.StateStore;
import io.stowage.store.memory.MemoryStateStore;
import io.stowage.testkit.runtime.SimulatedHost;
import io.stowage.testkit.runtime.SimulatedRuntimeProvider;
import io.stowage.testkit.world.LaneModel;
import io.stowage.testkit.world.Simulation;
import io.stowage.testkit.world.VirtualWorld;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Engines that share a store: any of them is asked, one of them leads, and another takes its place when it is gone. */
class AnyEngineTest {

    private static final Duration LONG = Duration.ofMinutes(10);
    private static final String WEB = """
            { "family": "web", "containerDefinitions": [
                { "name": "main", "image": "web", "cpu": 16, "memory": 16, "stopTimeout": 5 } ] }""";

    /** Some engines on one store, in one simulation. */
    private static final class Site {
        final Simulation simulation;
        final SimulatedRuntimeProvider runtime;
        final StateStore store;
        final Map<String, Engine> engines = new LinkedHashMap<>();
        final Map<String, VirtualWorld> worlds = new LinkedHashMap<>();

        /** What the source of alarms says; nothing of those that are not in it. */
        final Map<String, AlarmState> alarms = new LinkedHashMap<>();

        Site(long seed, String... names) {
            simulation = new Simulation(seed);
            runtime = new SimulatedRuntimeProvider(simulation);
            store = new TextStore(new MemoryStateStore(simulation::nanos));
            for (String name : names) {
                start(name);
            }
        }

        void start(String name) {
            VirtualWorld world = simulation.world(name);
            worlds.put(name, world);
            engines.put(
                    name,
                    Stowage.engine()
                            .name(name)
                            .world(world)
                            .store(store)
                            .runtime(runtime)
                            .alarms((cluster, names) -> Map.copyOf(alarms))
                            .build());
        }

        Engine engine(String name) {
            return Objects.requireNonNull(engines.get(name), name);
        }

        void crash(String name) {
            Objects.requireNonNull(worlds.get(name), name).crash();
        }

        boolean up(String name) {
            return !Objects.requireNonNull(worlds.get(name), name).isDead();
        }

        void open(String by) {
            engine(by).clusters().create("harbour");
            engine(by).taskDefinitions().register(WEB);
            register(by, "one");
            register(by, "two");
            simulation.runFor(Duration.ofSeconds(15));
        }

        void register(String by, String name) {
            SimulatedHost host = runtime.addHost(name, 4096, 4096);
            engine(by)
                    .containerInstances()
                    .register(RegisterContainerInstanceRequest.builder()
                            .cluster("harbour")
                            .containerInstanceName(name)
                            .runtime(SimulatedRuntimeProvider.NAME)
                            .runtimeProperties(SimulatedRuntimeProvider.properties(host))
                            .build());
        }

        PartitionHealth harbour(String engine) {
            return engine(engine).health().partitions().stream()
                    .filter(partition -> partition.partition().equals("cluster/harbour"))
                    .findFirst()
                    .orElseThrow();
        }

        List<String> leaders() {
            return engines.keySet().stream()
                    .filter(this::up)
                    .filter(name -> harbour(name).role() == PartitionRole.LEADER)
                    .toList();
        }

        String leader() {
            assertThat(leaders()).hasSize(1);
            return leaders().get(0);
        }
    }

    @Test
    void eachEngineIsAskedForAnythingAndAllSeeTheSame() {
        Site site = new Site(1, "a", "b", "c");
        site.engine("b").clusters().create("harbour");
        site.simulation.runFor(Duration.ofSeconds(15));
        String leader = site.leader();
        for (String name : site.engines.keySet()) {
            site.register(name, "host-" + name);
            assertThat(site.engine(name).containerInstances().list("harbour").containerInstanceArns())
                    .hasSizeGreaterThan(0);
        }
        site.engine("c").taskDefinitions().register(WEB);
        site.simulation.runFor(Duration.ofSeconds(10));
        for (String name : site.engines.keySet()) {
            site.engine(name).services().create("harbour", "shop-" + name, "web", 2);
            SteadyState state = site.engine(name).services().awaitSteadyState("harbour", "shop-" + name, LONG);
            assertThat(state.reasons()).as(name).isEmpty();
        }
        for (String name : site.engines.keySet()) {
            assertThat(site.engine(name).services().list("harbour").serviceArns())
                    .hasSize(3);
            assertThat(site.engine(name).tasks().list("harbour").taskArns()).hasSize(6);
            assertThat(site.engine(name).clusters().list().clusterArns()).hasSize(1);
            assertThat(site.harbour(name).role())
                    .isEqualTo(name.equals(leader) ? PartitionRole.LEADER : PartitionRole.FOLLOWER);
            assertThat(site.harbour(name).readAge()).isLessThan(Duration.ofSeconds(3));
            assertThatThrownBy(() -> site.engine(name).tasks().stop("harbour", "none", "why"))
                    .isInstanceOf(InvalidParameterException.class);
        }
    }

    @Test
    void aTaskStartedOnOneEngineIsSeenOnTheOthersAtOnce() {
        Site site = new Site(2, "a", "b", "c");
        site.open("a");
        String asked = site.leader().equals("b") ? "c" : "b";
        List<String> arns = site.engine(asked).tasks().run("harbour", "web", 3).tasks().stream()
                .map(Task::taskArn)
                .toList();
        for (Engine engine : site.engines.values()) {
            assertThat(engine.tasks().describe("harbour", arns).failures()).isEmpty();
        }
        assertThat(site.engine(asked)
                        .tasks()
                        .awaitRunning("harbour", arns, LONG)
                        .reasons())
                .isEmpty();
    }

    /** Each engine is watched; the leader is lost, and so are hosts and tasks; in the end all watches tell the same, and what is so. */
    @Test
    void theEndpointsAreWatchedOnEachEngineAcrossAChangeOfLeader() {
        Site site = new Site(7, "a", "b", "c");
        site.open("a");
        site.engine("a").services().create("harbour", "shop", "web", 3);
        Map<String, List<List<Endpoint>>> told = new TreeMap<>();
        site.engines.forEach((name, engine) -> {
            List<List<Endpoint>> lists = new ArrayList<>();
            told.put(name, lists);
            engine.services().watchEndpoints("harbour", "shop", lists::add);
        });
        site.engine("b").services().awaitSteadyState("harbour", "shop", LONG);
        site.simulation.runFor(Duration.ofSeconds(3));
        told.forEach((name, lists) ->
                assertThat(lists.get(lists.size() - 1)).as(name).hasSize(3));

        String gone = site.leader();
        site.crash(gone);
        told.remove(gone);
        site.engines.remove(gone);
        site.simulation.runFor(Duration.ofSeconds(20));
        told.forEach((name, lists) ->
                assertThat(lists.get(lists.size() - 1)).as(name).hasSize(3));

        Engine asked = site.engine(site.leader().equals("c") ? "b" : "c");
        asked.services()
                .update(UpdateServiceRequest.builder()
                        .cluster("harbour")
                        .service("shop")
                        .forceNewDeployment(true)
                        .desiredCount(2)
                        .build());
        assertThat(asked.services().awaitSteadyState("harbour", "shop", LONG).reasons())
                .isEmpty();
        site.simulation.runFor(Duration.ofSeconds(3));
        List<Endpoint> present = asked.services().endpoints("harbour", "shop");
        assertThat(present).hasSize(2);
        told.forEach((name, lists) -> assertThat(lists)
                .as(name)
                .satisfies(all -> assertThat(all.get(all.size() - 1)).isEqualTo(present)));
    }

    @Test
    void whenTheLeaderIsGoneAnotherLeadsWithinFifteenSeconds() {
        Site site = new Site(3, "a", "b", "c");
        site.open("a");
        site.engine("a").services().create("harbour", "shop", "web", 2);
        site.engine("b").services().awaitSteadyState("harbour", "shop", LONG);
        for (int crashes = 0; crashes < 6; crashes++) {
            String gone = site.leader();
            site.crash(gone);
            site.simulation.runFor(Duration.ofSeconds(15));
            String next = site.leader();
            assertThat(next).isNotEqualTo(gone);
            assertThat(site.engine(next).tasks().list("harbour").taskArns()).hasSize(2);
            site.start(gone);
            site.simulation.runFor(Duration.ofSeconds(5));
            assertThat(site.harbour(gone).role()).isEqualTo(PartitionRole.FOLLOWER);
        }
    }

    @Test
    void aLeaderThatClosesIsFollowedAtOnce() {
        Site site = new Site(4, "a", "b");
        site.open("a");
        String first = site.leader();
        site.engine(first).close();
        site.worlds.get(first).crash();
        site.simulation.runFor(Duration.ofSeconds(4));
        assertThat(site.leader()).isNotEqualTo(first);
    }

    /** Requests go on while leaders come and go: one that was answered was done once, and one that was not, at most once. */
    @Test
    void leadersThatComeAndGoLoseNothingAndDoubleNothing() {
        int answered = 0;
        int unknown = 0;
        for (long seed = 1; seed <= 8; seed++) {
            Site site = new Site(seed, "a", "b", "c");
            site.open("a");
            Map<String, Integer> made = new TreeMap<>();
            List<String> done = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                String leader = site.leaders().isEmpty() ? "" : site.leader();
                String asked = List.of("a", "b", "c").get((int) ((i + seed) % 3));
                String token = "seed" + seed + "run" + i;
                if (!leader.isEmpty() && !leader.equals(asked)) {
                    VirtualWorld victim = site.worlds.get(leader);
                    site.simulation.schedule(
                            Duration.ofMillis(37L * ((i * 7L + seed * 13) % 60)), "crash", victim::crash);
                }
                try {
                    RunTaskResponse run = site.engine(asked)
                            .tasks()
                            .run(RunTaskRequest.builder()
                                    .cluster("harbour")
                                    .taskDefinition("web")
                                    .startedBy(token)
                                    .build());
                    if (run.failures().isEmpty()) {
                        done.add(token);
                    }
                    answered++;
                } catch (ServerException noAnswer) {
                    assertThat(noAnswer).hasMessageContaining("unknown");
                    unknown++;
                }
                site.simulation.runFor(Duration.ofSeconds(20));
                for (String name : List.of("a", "b", "c")) {
                    if (!site.up(name)) {
                        site.start(name);
                    }
                }
                site.simulation.runFor(Duration.ofSeconds(20));
            }
            site.simulation.runFor(Duration.ofSeconds(30));
            Engine any = site.engine(site.leader());
            List<String> arns = any.tasks().list("harbour").taskArns();
            any.tasks()
                    .describe("harbour", arns)
                    .tasks()
                    .forEach(task -> made.merge(String.valueOf(task.startedBy()), 1, Integer::sum));
            assertThat(made.values()).as("seed %d: %s", seed, made).allMatch(count -> count == 1);
            assertThat(made.keySet()).as("seed %d", seed).containsAll(done);
            assertThat(site.store.read("inbox/harbour").records()).isEmpty();
            site.simulation.runFor(Duration.ofMinutes(8));
            assertThat(site.store.read("cluster/harbour").records())
                    .noneMatch(record -> record.kind().equals("reply"));
        }
        assertThat(answered).isGreaterThan(60);
        assertThat(unknown).isLessThan(answered);
    }

    @Test
    void clustersComeAndGoOnAnyEngine() {
        Site site = new Site(5, "a", "b", "c");
        for (int i = 0; i < 6; i++) {
            Engine creating = site.engine(List.of("a", "b", "c").get(i % 3));
            Engine deleting = site.engine(List.of("b", "c", "a").get(i % 3));
            assertThat(creating.clusters().create("harbour").status()).isEqualTo(ClusterStatus.ACTIVE);
            assertThat(deleting.clusters().create("harbour").status()).isEqualTo(ClusterStatus.ACTIVE);
            assertThat(deleting.clusters().delete("harbour").status()).isEqualTo(ClusterStatus.INACTIVE);
            assertThat(creating.clusters().list().clusterArns()).isEmpty();
        }
    }

    @Test
    void aLeaderThatIsCutOffFromTheStoreStepsDownAndComesBackAsAFollower() {
        Site site = new Site(6, "a", "b");
        site.open("a");
        String first = site.leader();
        VirtualWorld world = site.worlds.get(first);
        world.laneModels(lane -> lane.equals("store") ? LaneModel.SOUND.withLost(1_000_000) : LaneModel.SOUND);
        // Its calls take effect, and it never hears: it must not keep the lease from everybody for ever.
        site.simulation.runFor(Duration.ofMinutes(1));
        assertThat(site.leader()).isNotEqualTo(first);
        world.laneModels(lane -> LaneModel.SOUND);
        site.simulation.runFor(Duration.ofSeconds(20));
        assertThat(site.harbour(first).role()).isEqualTo(PartitionRole.FOLLOWER);
        assertThat(site.engine(first).tasks().run("harbour", "web", 1)).isNotNull();
    }

    private static void deploy(Site site, String by) {
        site.engine(by)
                .services()
                .update(UpdateServiceRequest.builder()
                        .cluster("harbour")
                        .service("shop")
                        .forceNewDeployment(true)
                        .build());
    }

    @Test
    void aDeploymentIsAwaitedOnAnyEngineAndAnAlarmOfTheSourceHasItGoBack() {
        Site site = new Site(4, "a", "b", "c");
        site.open("a");
        String follower = site.leader().equals("b") ? "c" : "b";
        Services services = site.engine(follower).services();
        services.create(CreateServiceRequest.builder()
                .cluster("harbour")
                .serviceName("shop")
                .taskDefinition("web")
                .desiredCount(1)
                .deploymentConfiguration(DeploymentConfiguration.builder()
                        .alarms(new DeploymentAlarms(List.of("errors"), true, true))
                        .bakeTimeInMinutes(2)
                        .build())
                .build());
        AwaitedDeployment first = services.awaitDeployment("harbour", "shop", LONG);
        assertThat(first.result()).isEqualTo(DeploymentResult.COMPLETED);
        assertThat(first.reasons()).isEmpty();

        deploy(site, follower);
        assertThat(services.awaitDeployment("harbour", "shop", Duration.ofSeconds(20))
                        .result())
                .isEqualTo(DeploymentResult.IN_PROGRESS);
        site.alarms.put("errors", new AlarmState(true, null, "too many"));
        AwaitedDeployment back = services.awaitDeployment("harbour", "shop", LONG);
        assertThat(back.result()).isEqualTo(DeploymentResult.ROLLED_BACK);
        assertThat(Objects.requireNonNull(back.deployment().alarms()).triggeredAlarmNames())
                .containsExactly("errors");
        assertThat(back.reasons()).isNotEmpty();

        site.alarms.put("errors", new AlarmState(false, null, ""));
        site.simulation.runFor(Duration.ofSeconds(25));
        assertThat(site.engine(follower).alarms().list("harbour")).isEmpty();
        deploy(site, follower);
        String third = services.listDeployments("harbour", "shop")
                .serviceDeployments()
                .get(0)
                .serviceDeploymentArn();
        deploy(site, follower);
        assertThat(services.awaitDeployment(third, Duration.ZERO).result()).isEqualTo(DeploymentResult.SUPERSEDED);
    }
}
