package io.stowage.core.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NeededMachinesPropertyTest {

    private static final List<List<String>> CLAIMS =
            List.of(List.of(), List.of(), List.of("tcp/80"), List.of("tcp/80", "web"));

    /** Of every set of tasks the cheapest partition into machines: tried one by one. */
    @Property(tries = 300)
    void fewTasksGetTheCheapestMachinesThereAre(
            @ForAll("groups") List<TaskGroup> groups, @ForAll("offers") List<Offer> offers) {
        Needed needed = NeededMachines.decide(groups, List.of(), offers, Map.of());
        assertThatItHolds(groups, needed);
        List<TaskGroup> tasks = new ArrayList<>();
        for (TaskGroup group : groups) {
            for (int i = needed.unplaceable().getOrDefault(group.id(), 0); i < group.tasks(); i++) {
                tasks.add(group);
            }
        }
        assertThat(Fleets.cost(needed.machines())).isCloseTo(cheapest(tasks, offers), within(1e-6));
    }

    @Property(tries = 100)
    void whoPlansAgainLaunchesNothing(@ForAll("many") List<TaskGroup> groups, @ForAll("offers") List<Offer> offers) {
        Needed needed = NeededMachines.decide(groups, List.of(), offers, Map.of());
        assertThatItHolds(groups, needed);
        List<ComingMachine> coming = needed.machines().stream()
                .map(machine -> new ComingMachine(
                        machine.offer().machineType(),
                        machine.offer().zone(),
                        machine.offer().cpu(),
                        machine.offer().memory(),
                        List.of(),
                        machine.tasks()))
                .toList();
        Needed again = NeededMachines.decide(groups, coming, offers, Map.of());
        assertThat(again.machines()).isEmpty();
        assertThat(again.awaited()).isEqualTo(coming.size());
        assertThat(again.unplaceable()).isEqualTo(needed.unplaceable());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void thousandTasksOfARealClusterCostAtMostATwentiethTooMuch(long seed) {
        List<TaskGroup> groups = Fleets.openb(seed, 1000);
        List<Offer> offers = Fleets.cloud();
        Needed needed = NeededMachines.decide(groups, List.of(), offers, Map.of());
        assertThatItHolds(groups, needed);
        assertThat(needed.unplaceable()).isEmpty();
        assertThat(Fleets.cost(needed.machines())).isLessThan(1.05 * Fleets.leastCost(groups, offers));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void ofOneTypeTheyTakeAtMostATwentiethTooMany(long seed) {
        List<TaskGroup> groups = Fleets.openb(seed, 1000);
        List<Offer> offers = List.of(new Offer("r.192", "a", 192 * 1024, 1536 * 1000, 1));
        Needed needed = NeededMachines.decide(groups, List.of(), offers, Map.of());
        assertThatItHolds(groups, needed);
        assertThat(needed.machines().size() - 1.0).isLessThan(1.05 * Fleets.leastCost(groups, offers));
    }

    /** Too many groups for more than one try for each machine. */
    @Test
    void thousandTasksThatAreAllDifferentCostHardlyMore() {
        Random random = new Random(1);
        List<TaskGroup> groups = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            groups.add(new TaskGroup("group-" + i, 1, 64 + random.nextInt(4000), 64 + random.nextInt(16_000)));
        }
        Needed needed = NeededMachines.decide(groups, List.of(), Fleets.cloud(), Map.of());
        assertThatItHolds(groups, needed);
        assertThat(needed.unplaceable()).isEmpty();
        assertThat(Fleets.cost(needed.machines())).isLessThan(1.06 * Fleets.leastCost(groups, Fleets.cloud()));
    }

    /** Every task is on a machine that suits and holds it, or is said to fit on none. */
    private static void assertThatItHolds(List<TaskGroup> groups, Needed needed) {
        Map<String, Integer> placed = new TreeMap<>(needed.unplaceable());
        for (NeededMachine machine : needed.machines()) {
            List<TaskGroup> on = new ArrayList<>();
            for (TaskGroup group : groups) {
                for (int i = 0; i < machine.tasks().getOrDefault(group.id(), 0); i++) {
                    on.add(group);
                }
            }
            assertThat(holds(machine.offer(), on)).isTrue();
            machine.tasks().forEach((id, count) -> placed.merge(id, count, Integer::sum));
        }
        for (TaskGroup group : groups) {
            assertThat(placed.getOrDefault(group.id(), 0)).isEqualTo(group.tasks());
        }
    }

    private static boolean holds(Offer offer, List<TaskGroup> tasks) {
        List<String> claims =
                tasks.stream().flatMap(task -> task.claims().stream()).toList();
        return tasks.stream().mapToLong(TaskGroup::cpu).sum() <= offer.cpu()
                && tasks.stream().mapToLong(TaskGroup::memory).sum() <= offer.memory()
                && claims.size() == claims.stream().distinct().count()
                && (tasks.size() == 1 || tasks.stream().noneMatch(TaskGroup::exclusive))
                && tasks.stream().allMatch(task -> task.suits().on(offer.machineType(), offer.zone()));
    }

    private static double cheapest(List<TaskGroup> tasks, List<Offer> offers) {
        int all = 1 << tasks.size();
        double[] one = new double[all];
        double[] best = new double[all];
        Arrays.fill(best, 1, all, Double.POSITIVE_INFINITY);
        for (int set = 1; set < all; set++) {
            List<TaskGroup> on = new ArrayList<>();
            for (int i = 0; i < tasks.size(); i++) {
                if ((set >> i & 1) == 1) {
                    on.add(tasks.get(i));
                }
            }
            one[set] = offers.stream()
                    .filter(offer -> holds(offer, on))
                    .mapToDouble(Offer::price)
                    .min()
                    .orElse(Double.POSITIVE_INFINITY);
            for (int part = set; part > 0; part = (part - 1) & set) {
                best[set] = Math.min(best[set], one[part] + best[set ^ part]);
            }
        }
        return best[all - 1];
    }

    @Provide
    Arbitrary<List<TaskGroup>> groups() {
        return groups(3, 2);
    }

    @Provide
    Arbitrary<List<TaskGroup>> many() {
        return groups(8, 60);
    }

    private static Arbitrary<List<TaskGroup>> groups(int most, int tasks) {
        Arbitrary<TaskGroup> group = Combinators.combine(
                        Arbitraries.integers().between(0, tasks),
                        Arbitraries.integers().between(0, 9),
                        Arbitraries.integers().between(0, 9),
                        Arbitraries.of(CLAIMS),
                        Arbitraries.of(false, false, false, true),
                        Arbitraries.of("", "", "a", "b"))
                .as((count, cpu, memory, claims, exclusive, zone) -> new TaskGroup(
                        "", count, cpu, memory, claims, exclusive, (type, in) -> zone.isEmpty() || zone.equals(in)));
        return group.list().ofMinSize(1).ofMaxSize(most).map(NeededMachinesPropertyTest::named);
    }

    private static List<TaskGroup> named(List<TaskGroup> groups) {
        List<TaskGroup> named = new ArrayList<>();
        for (TaskGroup group : groups) {
            named.add(new TaskGroup(
                    "group-" + named.size(),
                    group.tasks(),
                    group.cpu(),
                    group.memory(),
                    group.claims(),
                    group.exclusive(),
                    group.suits()));
        }
        return named;
    }

    @Provide
    Arbitrary<List<Offer>> offers() {
        return Combinators.combine(
                        Arbitraries.integers().between(4, 20),
                        Arbitraries.integers().between(4, 20),
                        Arbitraries.integers().between(1, 30),
                        Arbitraries.of("a", "b"))
                .as((cpu, memory, price, zone) -> new Offer("t" + cpu + "x" + memory, zone, cpu, memory, price))
                .list()
                .ofMinSize(1)
                .ofMaxSize(3);
    }
}
