package io.stowage.benchmarks.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import io.stowage.core.state.MachineLaunch;
import io.stowage.spi.InstanceProvider.MachineType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CostBoundTest {

    private static final int TURNS = 100;
    private static final double ROUNDING = 1e-6;

    private static MachineType type(String name, int cpu, int memory, double price) {
        return new MachineType(name, cpu, memory, MachineCatalog.ZONES, Map.of(), price, null);
    }

    private static double bound(Pods pods, List<MachineType> types) {
        return new CostBound(pods, types, CostBound::price, TURNS).find();
    }

    private static Pods pods(Map<Pods.Size, Integer> counts) {
        return new Pods(counts);
    }

    @Test
    void ofTasksThatFillTheirMachinesItIsWhatTheyCost() {
        List<MachineType> types = List.of(type("small", 2_000, 7_944, 1), type("large", 8_000, 31_776, 3.5));
        assertThat(bound(pods(Map.of(new Pods.Size(1_000, 3_972), 16)), types)).isEqualTo(7, offset(0.01));
        assertThat(bound(pods(Map.of(new Pods.Size(8_000, 993), 3)), types)).isEqualTo(10.5, offset(0.01));
    }

    /** By their volume alone, three of them would fit on two machines. */
    @Test
    void itKnowsThatTasksCannotBeCut() {
        List<MachineType> types = List.of(type("only", 10_000, 9_930, 1));
        assertThat(bound(pods(Map.of(new Pods.Size(6_000, 993), 9)), types)).isEqualTo(9, offset(0.01));
    }

    @Test
    void itIsNeverMoreThanTheBestPackingNorIsThatWorseThanWhatIsLaunched() {
        Random random = new Random(7);
        double bounds = 0;
        double optima = 0;
        for (int i = 0; i < 200; i++) {
            Case drawn = Case.draw(random);
            double bound = bound(drawn.pods(), drawn.types);
            double optimum = drawn.cheapest(0, new ArrayList<>());
            assertThat(bound).as(drawn.toString()).isLessThanOrEqualTo(optimum + ROUNDING);
            assertThat(optimum).as(drawn.toString()).isLessThanOrEqualTo(drawn.launched() + ROUNDING);
            bounds += bound;
            optima += optimum;
        }
        assertThat(bounds / optima).as("the bound is a good one").isGreaterThan(0.75);
    }

    /** A few tasks, and the types of machines they may be on. */
    private record Case(List<Pods.Size> tasks, List<MachineType> types) {

        static Case draw(Random random) {
            List<MachineType> types = new ArrayList<>(List.of(type("largest", 16_000, 16_000, 8)));
            for (int i = 0; i < 3; i++) {
                types.add(type("type-" + i, between(random, 2, 16), between(random, 2, 16), 1 + random.nextInt(9)));
            }
            List<Pods.Size> tasks = new ArrayList<>();
            for (int i = 1 + random.nextInt(6); i > 0; i--) {
                tasks.add(new Pods.Size(between(random, 1, 9), between(random, 1, 9)));
            }
            return new Case(tasks, types);
        }

        private static int between(Random random, int low, int high) {
            return 1_000 * low + random.nextInt(1_000 * (high - low));
        }

        Pods pods() {
            Map<Pods.Size, Integer> counts = new LinkedHashMap<>();
            tasks.forEach(task -> counts.merge(task, 1, Integer::sum));
            return new Pods(counts);
        }

        /** Tries every way to share the tasks from this one on out among machines, old and new. */
        double cheapest(int next, List<Pods.Size> loads) {
            if (next == tasks.size()) {
                return loads.stream().mapToDouble(this::cost).sum();
            }
            double least = Double.POSITIVE_INFINITY;
            for (int machine = 0; machine <= loads.size(); machine++) {
                List<Pods.Size> with = new ArrayList<>(loads);
                Pods.Size task = tasks.get(next);
                if (machine == loads.size()) {
                    with.add(task);
                } else {
                    Pods.Size load = loads.get(machine);
                    with.set(machine, new Pods.Size(load.cpu() + task.cpu(), load.memory() + task.memory()));
                }
                least = Math.min(least, cheapest(next + 1, with));
            }
            return least;
        }

        private double cost(Pods.Size load) {
            return types.stream()
                    .filter(type -> type.cpu() >= load.cpu() && type.memory() >= load.memory())
                    .mapToDouble(CostBound::price)
                    .min()
                    .orElse(Double.POSITIVE_INFINITY);
        }

        double launched() {
            Map<String, Double> prices = new LinkedHashMap<>();
            types.forEach(type -> prices.put(type.name(), CostBound.price(type)));
            return Optimum.launched(pods(), types)
                    .map(MachineLaunch::launch)
                    .mapToDouble(launch ->
                            prices.getOrDefault(launch.attempt().pool().machineType(), 0.0))
                    .sum();
        }
    }
}
