package io.stowage.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.CreateServiceRequest;
import io.stowage.ListTasksRequest;
import io.stowage.UpdateServiceRequest;
import io.stowage.core.operation.CreateService;
import io.stowage.core.operation.DescribeTasks;
import io.stowage.core.operation.ListTasks;
import io.stowage.core.operation.UpdateService;
import io.stowage.core.state.AttachedProvider;
import io.stowage.model.CapacityProviderStrategyItem;
import io.stowage.model.DeploymentConfiguration;
import io.stowage.model.DesiredStatus;
import io.stowage.model.HealthStatus;
import io.stowage.model.ManagedScalingStatus;
import io.stowage.model.ServiceEvent;
import io.stowage.model.Task;
import io.stowage.model.TaskStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A capacity provider without room holds up its own share of a service's tasks, and no other's. */
class StrategyRoomTest {

    private static final List<String> NAMES = List.of("a", "b", "c");
    private static final String NONE_FOUND =
            "(service shop) was unable to place a task because no container instance met all of its requirements. Reason:"
                    + " No Container Instances were found in your capacity provider.";

    private final LoopRig rig = LoopRig.open();
    private final Map<String, NotedAgent> agents = new LinkedHashMap<>();

    /** What a capacity provider may be like. */
    private enum Pool {
        GROWS_WITH_ROOM(ManagedScalingStatus.ENABLED, true),
        GROWS_WITHOUT_ROOM(ManagedScalingStatus.ENABLED, false),
        FIXED_WITH_ROOM(ManagedScalingStatus.DISABLED, true),
        FIXED_WITHOUT_ROOM(ManagedScalingStatus.DISABLED, false);

        private final ManagedScalingStatus scaling;
        private final boolean room;

        Pool(ManagedScalingStatus scaling, boolean room) {
            this.scaling = scaling;
            this.room = room;
        }
    }

    static Stream<List<Pool>> pools() {
        List<List<Pool>> all = new ArrayList<>();
        for (Pool a : Pool.values()) {
            for (Pool b : Pool.values()) {
                all.add(List.of(a, b));
                for (Pool c : Pool.values()) {
                    all.add(List.of(a, b, c));
                }
            }
        }
        return all.stream();
    }

    private void put(List<Pool> pools) {
        List<AttachedProvider> providers = new ArrayList<>();
        for (int i = 0; i < pools.size(); i++) {
            providers.add(Pools.attached(NAMES.get(i), pools.get(i).scaling, 1));
        }
        Pools.put(rig, providers);
        for (int i = 0; i < pools.size(); i++) {
            if (pools.get(i).room) {
                instance(NAMES.get(i));
            }
        }
    }

    /** Room for four tasks. */
    private NotedAgent instance(String provider) {
        NotedAgent agent = Pools.instance(rig, provider, "on-" + provider + agents.size());
        agents.put("on-" + provider + agents.size(), agent);
        return agent;
    }

    private void create(int desired, int minimum, int maximum, CapacityProviderStrategyItem... strategy) {
        rig.ask(new CreateService(
                CreateServiceRequest.builder()
                        .serviceName("shop")
                        .taskDefinition("web")
                        .desiredCount(desired)
                        .capacityProviderStrategy(List.of(strategy))
                        .deploymentConfiguration(DeploymentConfiguration.builder()
                                .minimumHealthyPercent(minimum)
                                .maximumPercent(maximum)
                                .build())
                        .build(),
                LoopRig.definition(),
                ""));
        rig.world.settle();
    }

    private void desired(int desired) {
        rig.ask(new UpdateService(
                UpdateServiceRequest.builder()
                        .service("shop")
                        .desiredCount(desired)
                        .build(),
                null));
        rig.world.settle();
    }

    private List<Task> tasks() {
        List<String> arns = rig.ask(new ListTasks(ListTasksRequest.builder()
                        .serviceName("shop")
                        .desiredStatus(DesiredStatus.RUNNING)
                        .build()))
                .taskArns();
        return arns.isEmpty() ? List.of() : rig.ask(new DescribeTasks(arns)).tasks();
    }

    private Map<String, Integer> counts(boolean placed) {
        Map<String, Integer> counts = new TreeMap<>();
        tasks().stream()
                .filter(task -> (task.containerInstanceArn() != null) == placed)
                .forEach(task -> counts.merge(String.valueOf(task.capacityProviderName()), 1, Integer::sum));
        return counts;
    }

    private List<String> events() {
        return Objects.requireNonNull(rig.service("shop")).events().stream()
                .map(ServiceEvent::message)
                .toList();
    }

    private void getOn() {
        for (NotedAgent agent : agents.values()) {
            agent.orders.forEach(order -> {
                if (order.desiredStatus() == DesiredStatus.RUNNING) {
                    agent.report(order.taskId(), TaskStatus.RUNNING, HealthStatus.HEALTHY);
                } else {
                    agent.report(order.taskId(), TaskStatus.STOPPED);
                }
            });
            rig.world.settle();
        }
        rig.pass(Duration.ofSeconds(41));
    }

    private static CapacityProviderStrategyItem[] even(int providers) {
        return NAMES.stream()
                .limit(providers)
                .map(name -> Pools.item(name, 1, 0))
                .toArray(CapacityProviderStrategyItem[]::new);
    }

    private void assertSharesOf(int each, List<Pool> pools) {
        Map<String, Integer> placed = new TreeMap<>();
        Map<String, Integer> waiting = new TreeMap<>();
        for (int i = 0; i < pools.size(); i++) {
            if (pools.get(i).room) {
                placed.put(NAMES.get(i), each);
            } else if (pools.get(i).scaling == ManagedScalingStatus.ENABLED) {
                waiting.put(NAMES.get(i), each);
            }
        }
        assertThat(counts(true)).as("placed").isEqualTo(placed);
        assertThat(counts(false)).as("PROVISIONING").isEqualTo(waiting);
    }

    @ParameterizedTest
    @MethodSource("pools")
    void eachHasItsShareOrWaitsForItAlone(List<Pool> pools) {
        put(pools);
        create(2 * pools.size(), 100, 200, even(pools.size()));
        assertSharesOf(2, pools);
        for (int desired = 2 * pools.size() + 1; desired <= 3 * pools.size(); desired++) {
            desired(desired);
        }
        assertSharesOf(3, pools);
        boolean short0 = pools.contains(Pool.FIXED_WITHOUT_ROOM);
        assertThat(events().contains(NONE_FOUND)).isEqualTo(short0);
    }

    @ParameterizedTest
    @MethodSource("pools")
    void itTakesItsRoomAsSoonAsThatComes(List<Pool> pools) {
        put(pools);
        create(2 * pools.size(), 100, 200, even(pools.size()));
        for (int i = 0; i < pools.size(); i++) {
            if (!pools.get(i).room) {
                instance(NAMES.get(i));
            }
        }
        Map<String, Integer> all = new TreeMap<>();
        NAMES.stream().limit(pools.size()).forEach(name -> all.put(name, 2));
        assertThat(counts(true)).isEqualTo(all);
    }

    /** What the limits allow is not held for a task that can't be started: here they allow one task more than there are. */
    @ParameterizedTest
    @MethodSource("pools")
    void aRolloutGoesOnWhereThereIsRoom(List<Pool> pools) {
        NotedAgent old = rig.instance("old");
        agents.put("old", old);
        rig.ask(new CreateService(
                LoopRig.service("shop", 4).request().toBuilder()
                        .deploymentConfiguration(DeploymentConfiguration.builder()
                                .minimumHealthyPercent(50)
                                .maximumPercent(125)
                                .build())
                        .build(),
                LoopRig.definition(),
                ""));
        rig.world.settle();
        getOn();
        put(pools);
        rig.ask(new UpdateService(
                UpdateServiceRequest.builder()
                        .service("shop")
                        .capacityProviderStrategy(List.of(even(pools.size())))
                        .forceNewDeployment(true)
                        .build(),
                null));
        rig.world.settle();
        for (int i = 0; i < 6; i++) {
            getOn();
        }
        Map<String, Integer> share = pools.size() == 2 ? Map.of("a", 2, "b", 2) : Map.of("a", 2, "b", 1, "c", 1);
        for (int i = 0; i < pools.size(); i++) {
            if (pools.get(i).room) {
                assertThat(counts(true)).containsEntry(NAMES.get(i), share.get(NAMES.get(i)));
            }
        }
    }

    @Test
    void whatDiesIsReplacedThoughTwoOthersHaveNoRoom() {
        put(List.of(Pool.FIXED_WITHOUT_ROOM, Pool.FIXED_WITHOUT_ROOM, Pool.FIXED_WITH_ROOM));
        create(6, 100, 200, even(3));
        getOn();
        NotedAgent agent = agents.values().iterator().next();
        agent.report(agent.orders.get(0).taskId(), TaskStatus.STOPPED);
        rig.pass(Duration.ofMinutes(1));
        assertThat(counts(true)).isEqualTo(Map.of("c", 2));
    }

    @Test
    void whatIsTooOldIsReplacedWhereThereIsRoomForOneMoreAndStaysWhereThereIsNone() {
        put(List.of(Pool.FIXED_WITH_ROOM, Pool.FIXED_WITH_ROOM));
        rig.ask(new CreateService(
                CreateServiceRequest.builder()
                        .serviceName("shop")
                        .taskDefinition("web")
                        .desiredCount(6)
                        .capacityProviderStrategy(List.of(Pools.item("a", 2, 0), Pools.item("b", 1, 0)))
                        .maximumTaskLifetimeSeconds(3_600)
                        .build(),
                LoopRig.definition(),
                ""));
        rig.world.settle();
        getOn();
        List<String> first = tasks().stream().map(Task::taskArn).toList();
        rig.pass(Duration.ofMinutes(61));
        for (int i = 0; i < 4; i++) {
            getOn();
        }
        assertThat(counts(true)).isEqualTo(Map.of("a", 4, "b", 2));
        assertThat(tasks())
                .filteredOn(task -> first.contains(task.taskArn()))
                .extracting(Task::capacityProviderName)
                .containsExactly("a", "a", "a", "a");
        assertThat(events()).anyMatch(event -> event.contains("was unable to replace tasks"));
        instance("a");
        rig.pass(Duration.ofMinutes(1));
        for (int i = 0; i < 4; i++) {
            getOn();
        }
        assertThat(counts(true)).isEqualTo(Map.of("a", 4, "b", 2));
        assertThat(tasks()).extracting(Task::taskArn).doesNotContainAnyElementsOf(first);
    }
}
