package io.stowage.benchmarks.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.placement.Demand;
import io.stowage.core.placement.Room;
import java.util.List;
import org.junit.jupiter.api.Test;

class PackingsTest {

    private static Demand task(int cpu, int memory) {
        return new Demand(cpu, memory, 0, List.of());
    }

    @Test
    void theBundledTraceIsReadWhole() {
        Trace trace = Trace.of("openb");
        assertThat(trace.nodes()).hasSize(1_523);
        assertThat(trace.pods()).hasSize(5_074);
        assertThat(trace.nodes().get(0)).isEqualTo(new Room("openb-node-0000", 32_000, 262_144, 0));
    }

    @Test
    void compactionComesWithinFivePerCentOfTheLowerBound() {
        Trace trace = Trace.of("openb");
        int bound = LowerBound.of(trace);
        assertThat(bound).isBetween(649, 690);
        Filling filled = new Packings(trace, 1).filled();
        assertThat(filled.unplaced()).isZero();
        Occupation occupation = Occupation.of(filled);
        assertThat(occupation.fewest(1)).isBetween(bound, bound * 105 / 100);
        assertThat(occupation.leftWhenEmptied()).isBetween(bound, (int) filled.hostsUsed() - 1);
        assertThat(occupation.nodes())
                .as("what was planned is taken back")
                .allSatisfy(each -> assertThat(each.instance().tasksOfGroup(Workload.GROUP))
                        .isEqualTo(each.movers().size()));
    }

    @Test
    void theBoundCountsAllResourcesTogether() {
        List<Room> nodes = List.of(new Room("a", 10, 2, 0), new Room("b", 2, 10, 0), new Room("c", 5, 5, 0));
        assertThat(LowerBound.of(new Trace(nodes, List.of(task(10, 2))))).isEqualTo(1);
        assertThat(LowerBound.of(new Trace(nodes, List.of(task(8, 8))))).isEqualTo(2);
    }

    @Test
    void eachHeuristicChoosesByItsOwnRule() {
        List<Room> nodes = List.of(new Room("a", 8, 8, 0), new Room("b", 4, 4, 0), new Room("c", 16, 4, 0));
        List<Demand> tasks = List.of(task(3, 1));
        assertThat(Heuristic.FIRST_FIT.pack(nodes, tasks).used()).containsExactly(nodes.get(0));
        assertThat(Heuristic.BEST_FIT.pack(nodes, tasks).used()).containsExactly(nodes.get(1));
        assertThat(Heuristic.DOT_PRODUCT.pack(nodes, tasks).used()).containsExactly(nodes.get(2));
        assertThat(Heuristic.FIRST_FIT.pack(nodes, List.of(task(17, 1))).unplaced())
                .isEqualTo(1);
    }

    @Test
    void whatIsNotNeededIsRemoved() {
        List<Room> nodes = List.of(new Room("a", 8, 8, 0), new Room("b", 4, 4, 0), new Room("c", 4, 4, 0));
        assertThat(new Removal(Heuristic.FIRST_FIT, List.of(task(4, 4), task(4, 4))).left(nodes, 1))
                .isLessThanOrEqualTo(2);
        assertThat(new Removal(Heuristic.FIRST_FIT, List.of(task(9, 9))).left(nodes, 1))
                .isEqualTo(3);
    }
}
