package io.stowage.samples.autoscale;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.runtime.ec2.fake.FakeMachine;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BillTest {

    private static final Instant START = Instant.parse("2026-11-01T12:00:00Z");

    private static FakeMachine machine(String type, long from, @Nullable Long to) {
        return new FakeMachine(
                "i-" + from,
                type,
                "10.0.0.1",
                "running",
                START.plusSeconds(from),
                to == null ? null : START.plusSeconds(to));
    }

    @Test
    void saysWhatEachTypeHasCost() {
        Bill bill = new Bill(
                List.of(machine("large", 0, 3_600L), machine("large", 0, null), machine("small", 900, 1_800L)),
                Map.of("large", 0.08, "small", 0.04),
                START.plusSeconds(7_200));

        assertThat(bill.text().lines())
                .containsExactly(
                        "The bill, in instance-hours",
                        "  large          2 machines   3.0000 h    0.2400 USD",
                        "  small          1 machines   0.2500 h    0.0100 USD",
                        "  all            3 machines   3.2500 h    0.2500 USD");
    }

    @Test
    void saysHoursAloneWhereAPriceIsNotKnown() {
        Bill bill = new Bill(List.of(machine("large", 0, 3_600L)), Map.of(), START);

        assertThat(bill.text()).contains("1.0000 h").doesNotContain("USD");
    }

    @Test
    void countsTheMostMachinesAtOnce() {
        Bill bill = new Bill(
                List.of(machine("a", 0, 10L), machine("a", 5, 20L), machine("a", 10, null), machine("a", 20, 21L)),
                Map.of(),
                START.plusSeconds(30));

        assertThat(bill.mostAtOnce()).isEqualTo(2);
        assertThat(new Bill(List.of(), Map.of(), START).mostAtOnce()).isZero();
    }
}
