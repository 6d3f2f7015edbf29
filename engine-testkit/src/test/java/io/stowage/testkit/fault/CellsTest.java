package io.stowage.testkit.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CellsTest {

    private static final Set<Fault> TWO = EnumSet.of(Fault.HOST_VANISHES, Fault.STORE_STALE);

    private final Cells cells = new Cells();

    @Test
    void tellsWhatWasNeverHit() {
        assertThat(Cells.number(TWO)).isEqualTo(3);
        assertThat(cells.neverHit(TWO))
                .containsExactly("HOST_VANISHES x RUNTIME", "HOST_VANISHES x HEALTH", "STORE_STALE x STORE");
        cells.hit(Fault.HOST_VANISHES, Component.HEALTH);
        cells.hit(Fault.STORE_STALE, Component.STORE);
        assertThat(cells.neverHit(TWO)).containsExactly("HOST_VANISHES x RUNTIME");
    }

    @Test
    void addsUp() {
        Cells others = new Cells();
        others.hit(Fault.STORE_STALE, Component.STORE);
        cells.hit(Fault.STORE_STALE, Component.STORE);
        cells.add(others);
        assertThat(cells.count(Fault.STORE_STALE, Component.STORE)).isEqualTo(2);
        assertThat(cells.table()).isEqualTo(Map.of(Fault.STORE_STALE, Map.of(Component.STORE, 2L)));
    }

    @Test
    void ratesAreSetOneByOne() {
        Rates rates = Rates.NONE.with(Fault.STORE_FAILS, 7).with(Fault.LISTS_LIE, 9);
        assertThat(rates.of(Fault.STORE_FAILS)).isEqualTo(7);
        assertThat(rates.with(Fault.STORE_FAILS, 0).of(Fault.LISTS_LIE)).isEqualTo(9);
        assertThat(Rates.NONE.of(Fault.STORE_FAILS)).isZero();
    }

    @Test
    void everyFaultHasAComponent() {
        assertThat(Fault.values()).allMatch(fault -> !fault.components().isEmpty());
    }
}
