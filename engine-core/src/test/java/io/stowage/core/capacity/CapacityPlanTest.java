package io.stowage.core.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CapacityPlanTest {

    private static final Offer SMALL = new Offer("small", "a", 2048, 4096, 0.1);
    private static final Offer LARGE = new Offer("large", "a", 8192, 16_384, 0.35);

    @ParameterizedTest
    @CsvSource({"0, 0, 0, 0, 0", "8, 1, 0, 0.1, 0", "6, 1, 0, 0.1, 0.25", "32, 0, 1, 0.35, 0", "34, 1, 1, 0.45, 0.15"})
    void saysMachinesPriceAndWaste(int tasks, int small, int large, double price, double wasted) {
        CapacityPlan plan =
                CapacityPlan.of(List.of(new TaskGroup("web", tasks, 256, 512)), List.of(SMALL, LARGE), true);
        assertThat(plan.machinesByType().getOrDefault("small", 0)).isEqualTo(small);
        assertThat(plan.machinesByType().getOrDefault("large", 0)).isEqualTo(large);
        assertThat(plan.pricePerHour().orElseThrow()).isCloseTo(price, within(1e-9));
        assertThat(plan.wastedCpu()).isCloseTo(wasted, within(1e-9));
        assertThat(plan.wastedMemory()).isCloseTo(wasted, within(1e-9));
        assertThat(plan.unplaceable()).isEmpty();
    }

    @Test
    void cpuAndMemoryAreWastedApart() {
        CapacityPlan plan = CapacityPlan.of(List.of(new TaskGroup("web", 2, 512, 2048)), List.of(SMALL), true);
        assertThat(plan.wastedCpu()).isEqualTo(0.5);
        assertThat(plan.wastedMemory()).isZero();
    }

    @Test
    void whatFitsNowhereIsNotCounted() {
        CapacityPlan plan = CapacityPlan.of(
                List.of(new TaskGroup("web", 1, 1024, 4096), new TaskGroup("huge", 3, 9000, 1)),
                List.of(SMALL, LARGE),
                true);
        assertThat(plan.unplaceable()).isEqualTo(Map.of("huge", 3));
        assertThat(plan.machines()).hasSize(1);
        assertThat(plan.wastedCpu()).isEqualTo(0.5);
    }

    @Test
    void aGuessedPriceIsNotTold() {
        assertThat(CapacityPlan.of(List.of(new TaskGroup("web", 1, 1, 1)), List.of(SMALL), false)
                        .pricePerHour())
                .isEmpty();
    }
}
