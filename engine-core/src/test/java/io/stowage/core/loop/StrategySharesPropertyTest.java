package io.stowage.core.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.CreateServiceRequest;
import io.stowage.ListTasksRequest;
import io.stowage.UpdateContainerInstancesStateRequest;
import io.stowage.UpdateServiceRequest;
import io.stowage.core.agent.TaskOrder;
import io.stowage.core.operation.CreateService;
import io.stowage.core.operation.DescribeTasks;
import io.stowage.core.operation.ListTasks;
import io.stowage.core.operation.UpdateContainerInstancesState;
import io.stowage.core.operation.UpdateService;
import io.stowage.model.Attribute;
import io.stowage.model.AvailabilityZoneRebalancing;
import io.stowage.model.CapacityProviderStrategyItem;
import io.stowage.model.ContainerInstanceStatus;
import io.stowage.model.DesiredStatus;
import io.stowage.model.ManagedScalingStatus;
import io.stowage.model.Task;
import io.stowage.model.TaskStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Base and weight hold whenever a service is at rest, whatever has happened to it: it grew and shrank, tasks of it died, became too old or had to leave
 * their instances, or were evened out over availability zones. The oracle gives one task after the other to whom the text says.
 */
class StrategySharesPropertyTest {

    private static final List<String> NAMES = List.of("a", "b", "c");
    private static final int MOST = 8;

    /** One try begins with nothing. */
    private LoopRig rig = LoopRig.open();

    private final Map<String, List<NotedAgent>> agents = new TreeMap<>();
    private int hosts;

    private void open(int hostsOfEach, String... zones) {
        rig = LoopRig.open();
        agents.clear();
        Pools.put(rig, ManagedScalingStatus.DISABLED, "a", "b", "c");
        for (String name : NAMES) {
            for (int i = 0; i < hostsOfEach; i++) {
                instance(name, zones[i % zones.length]);
            }
        }
    }

    private void instance(String provider, String zone) {
        hosts++;
        agents.computeIfAbsent(provider, name -> new ArrayList<>())
                .add(Pools.instance(
                        rig, provider, "host-" + hosts, new Attribute("ecs.availability-zone", zone, null, null)));
    }

    private static Map<String, Integer> shares(List<CapacityProviderStrategyItem> strategy, int tasks) {
        Map<String, Integer> counts = new TreeMap<>();
        for (int task = 0; task < tasks; task++) {
            String next = null;
            double least = Double.MAX_VALUE;
            for (CapacityProviderStrategyItem item : strategy) {
                int has = counts.getOrDefault(item.capacityProvider(), 0);
                double ratio = has < item.base() ? -1 : (has - item.base()) / (double) item.weight();
                boolean may = has < item.base() || item.weight() > 0;
                if (may && ratio < least) {
                    least = ratio;
                    next = item.capacityProvider();
                }
            }
            counts.merge(String.valueOf(next), 1, Integer::sum);
        }
        return counts;
    }

    private Map<String, Integer> counts() {
        Map<String, Integer> counts = new TreeMap<>();
        tasks().forEach(task -> counts.merge(String.valueOf(task.capacityProviderName()), 1, Integer::sum));
        return counts;
    }

    private List<Task> tasks() {
        List<String> arns = rig.ask(new ListTasks(ListTasksRequest.builder()
                        .serviceName("shop")
                        .desiredStatus(DesiredStatus.RUNNING)
                        .build()))
                .taskArns();
        return arns.isEmpty() ? List.of() : rig.ask(new DescribeTasks(arns)).tasks();
    }

    private void create(List<CapacityProviderStrategyItem> strategy, int desired, boolean zones) {
        rig.ask(new CreateService(
                CreateServiceRequest.builder()
                        .serviceName("shop")
                        .taskDefinition("web")
                        .desiredCount(desired)
                        .capacityProviderStrategy(strategy)
                        .maximumTaskLifetimeSeconds(3_600)
                        .availabilityZoneRebalancing(
                                zones ? AvailabilityZoneRebalancing.ENABLED : AvailabilityZoneRebalancing.DISABLED)
                        .build(),
                LoopRig.definition(),
                ""));
    }

    private void update(UpdateServiceRequest request) {
        rig.ask(new UpdateService(request, null));
    }

    /** What is ordered is done, until there are as many tasks as are desired, and all of them run. */
    private void rest(int desired) {
        int rounds = 0;
        do {
            agents.values().forEach(all -> all.forEach(StrategySharesPropertyTest::obey));
            rig.pass(Duration.ofSeconds(41));
            rounds++;
        } while (rounds < 30 && (rounds < 3 || !rests(desired)));
    }

    private boolean rests(int desired) {
        List<Task> tasks = tasks();
        return tasks.size() == desired
                && tasks.stream().allMatch(task -> task.lastStatus() == TaskStatus.RUNNING)
                && Objects.requireNonNull(rig.service("shop")).deployments().size() == 1;
    }

    private static void obey(NotedAgent agent) {
        List<String> stopped = ordered(agent, DesiredStatus.STOPPED);
        for (String task : ordered(agent, DesiredStatus.RUNNING)) {
            agent.report(task, stopped.contains(task) ? TaskStatus.STOPPED : TaskStatus.RUNNING);
        }
    }

    private static List<String> ordered(NotedAgent agent, DesiredStatus status) {
        return agent.orders.stream()
                .filter(order -> order.desiredStatus() == status)
                .map(TaskOrder::taskId)
                .distinct()
                .toList();
    }

    private static List<CapacityProviderStrategyItem> anyStrategy(Random draw) {
        int providers = 2 + draw.nextInt(2);
        int base = draw.nextInt(providers + 1);
        List<CapacityProviderStrategyItem> strategy = new ArrayList<>();
        for (int i = 0; i < providers; i++) {
            strategy.add(Pools.item(
                    NAMES.get(i), i == 0 ? 1 + draw.nextInt(4) : draw.nextInt(5), i == base ? 1 + draw.nextInt(3) : 0));
        }
        return strategy;
    }

    @Property(tries = 60)
    void baseAndWeightHoldAtRest(@ForAll long seed) {
        Random draw = new Random(seed);
        open(6, "z");
        List<CapacityProviderStrategyItem> strategy = anyStrategy(draw);
        int desired = draw.nextInt(MOST);
        create(strategy, desired, false);
        for (int step = 0; step < 8; step++) {
            rest(desired);
            assertThat(counts()).as("%s after step %d", strategy, step).isEqualTo(shares(strategy, desired));
            switch (draw.nextInt(6)) {
                case 0, 1 -> {
                    desired = draw.nextInt(MOST);
                    update(UpdateServiceRequest.builder()
                            .service("shop")
                            .desiredCount(desired)
                            .build());
                }
                case 2 -> rig.pass(Duration.ofMinutes(10 + draw.nextInt(60)));
                case 3 -> die(draw);
                case 4 -> drain(draw);
                default -> {
                    strategy = anyStrategy(draw);
                    update(UpdateServiceRequest.builder()
                            .service("shop")
                            .capacityProviderStrategy(strategy)
                            .forceNewDeployment(true)
                            .build());
                }
            }
        }
    }

    /** Every moment at which all tasks that are there run is one at which base and weight hold: no task moves to another one's share. */
    @Property(tries = 40)
    void theyHoldWhileAvailabilityZonesAreEvenedOut(@ForAll long seed) {
        Random draw = new Random(seed);
        open(3, "east");
        List<CapacityProviderStrategyItem> strategy = anyStrategy(draw);
        int desired = 2 + draw.nextInt(MOST - 2);
        create(strategy, desired, true);
        rest(desired);
        boolean everywhere = draw.nextBoolean();
        for (String name : NAMES) {
            if (everywhere || draw.nextBoolean()) {
                instance(name, "west");
                instance(name, "west");
            }
        }
        for (int round = 0; round < 25; round++) {
            agents.values().forEach(all -> all.forEach(StrategySharesPropertyTest::obey));
            rig.pass(Duration.ofSeconds(41));
            if (rests(desired)) {
                assertThat(counts()).as("%s", strategy).isEqualTo(shares(strategy, desired));
            }
        }
        assertThat(rests(desired)).isTrue();
        if (everywhere) {
            long east = tasks().stream()
                    .filter(task -> "east".equals(task.availabilityZone()))
                    .count();
            assertThat(Math.abs(2 * east - desired))
                    .as("in the east of %d", desired)
                    .isLessThan(2);
        }
    }

    private void die(Random draw) {
        for (Task task : tasks()) {
            if (draw.nextInt(3) == 0) {
                agents.values()
                        .forEach(all -> all.forEach(agent -> {
                            String id = task.taskArn().substring(task.taskArn().lastIndexOf('/') + 1);
                            if (ordered(agent, DesiredStatus.RUNNING).contains(id)) {
                                agent.report(id, TaskStatus.STOPPED);
                            }
                        }));
            }
        }
    }

    private void drain(Random draw) {
        String provider = NAMES.get(draw.nextInt(NAMES.size()));
        List<NotedAgent> own = agents.get(provider);
        String id = own.get(draw.nextInt(own.size())).instanceId;
        rig.ask(new UpdateContainerInstancesState(
                new UpdateContainerInstancesStateRequest(null, List.of(id), ContainerInstanceStatus.DRAINING)));
        instance(provider, "z");
    }
}
