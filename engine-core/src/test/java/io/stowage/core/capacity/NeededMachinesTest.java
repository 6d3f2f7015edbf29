package io.stowage.core.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NeededMachinesTest {

    private static final Offer SMALL = new Offer("small", "a", 2048, 4096, 1);
    private static final Offer LARGE = new Offer("large", "a", 8192, 16_384, 3.9);

    private static Needed decide(List<TaskGroup> groups, Offer... offers) {
        return NeededMachines.decide(groups, List.of(), List.of(offers), Map.of());
    }

    private static Map<String, Integer> types(Needed needed) {
        Map<String, Integer> types = new TreeMap<>();
        needed.machines().forEach(machine -> types.merge(machine.offer().machineType(), 1, Integer::sum));
        return types;
    }

    private static ComingMachine coming(Offer offer, Map<String, Integer> tasks) {
        return new ComingMachine(offer.machineType(), offer.zone(), offer.cpu(), offer.memory(), List.of(), tasks);
    }

    private static TaskGroup claiming(String id, int tasks, String... claims) {
        return new TaskGroup(id, tasks, 256, 256, List.of(claims), false, (type, zone) -> true);
    }

    /** Of the small one 8 to a machine, of the large one 32 for the price of 31.2. */
    @ParameterizedTest
    @CsvSource({
        "0, 0, 0",
        "1, 1, 0",
        "8, 1, 0",
        "9, 2, 0",
        "24, 3, 0",
        "25, 0, 1",
        "32, 0, 1",
        "33, 1, 1",
        "56, 3, 1",
        "57, 0, 2",
        "1000, 1, 31"
    })
    void takesTheCheapestThatHoldThem(int tasks, int small, int large) {
        Needed needed = decide(List.of(new TaskGroup("web", tasks, 256, 512)), SMALL, LARGE);
        assertThat(types(needed).getOrDefault("small", 0)).isEqualTo(small);
        assertThat(types(needed).getOrDefault("large", 0)).isEqualTo(large);
        assertThat(needed.machines().stream().mapToInt(NeededMachine::taskCount).sum())
                .isEqualTo(tasks);
        assertThat(needed.awaited()).isZero();
    }

    @Test
    void takesFewerMachinesAmongEquals() {
        Offer four = new Offer("four", "a", 8192, 16_384, 4);
        assertThat(types(decide(List.of(new TaskGroup("web", 32, 256, 512)), SMALL, four)))
                .isEqualTo(Map.of("four", 1));
    }

    @Test
    void takesTheFirstTypeAmongEquals() {
        Offer other = new Offer("other", "a", 2048, 4096, 1);
        assertThat(types(decide(List.of(new TaskGroup("web", 1, 256, 512)), SMALL, other)))
                .isEqualTo(Map.of("small", 1));
        assertThat(types(decide(List.of(new TaskGroup("web", 1, 256, 512)), other, SMALL)))
                .isEqualTo(Map.of("other", 1));
    }

    @Test
    void putsDifferentTasksTogether() {
        List<TaskGroup> groups = List.of(new TaskGroup("cpu", 3, 1536, 512), new TaskGroup("memory", 3, 512, 3584));
        Needed needed = decide(groups, SMALL);
        assertThat(needed.machines())
                .hasSize(3)
                .allSatisfy(machine -> assertThat(machine.tasks()).isEqualTo(Map.of("cpu", 1, "memory", 1)));
    }

    @Test
    void whatFitsExactlyFits() {
        assertThat(decide(List.of(new TaskGroup("all", 1, 2048, 4096)), SMALL).machines())
                .hasSize(1);
        assertThat(decide(List.of(new TaskGroup("all", 2, 2049, 1)), SMALL).unplaceable())
                .isEqualTo(Map.of("all", 2));
        assertThat(decide(List.of(new TaskGroup("all", 2, 1, 4097)), SMALL).unplaceable())
                .isEqualTo(Map.of("all", 2));
        assertThat(decide(List.of(new TaskGroup("all", 2, 1, 4097)), SMALL).machines())
                .isEmpty();
        assertThat(decide(List.of(new TaskGroup("all", 2, 1, 1))).unplaceable()).isEqualTo(Map.of("all", 2));
    }

    @Test
    void tasksThatNeedNothingShareOneMachine() {
        assertThat(decide(List.of(new TaskGroup("none", 500, 0, 0)), SMALL).machines())
                .hasSize(1);
    }

    @Test
    void whatClaimsTheSameIsApart() {
        assertThat(decide(List.of(claiming("web", 3, "tcp/80")), SMALL).machines())
                .hasSize(3);
        assertThat(decide(List.of(claiming("web", 2, "tcp/80"), claiming("api", 1, "tcp/80")), SMALL)
                        .machines())
                .hasSize(3);
        assertThat(decide(List.of(claiming("web", 2, "tcp/80"), claiming("api", 2, "tcp/81")), SMALL)
                        .machines())
                .hasSize(2);
        assertThat(decide(List.of(claiming("web", 1, "tcp/80", "tcp/81"), claiming("api", 1, "tcp/81")), SMALL)
                        .machines())
                .hasSize(2);
        assertThat(decide(List.of(claiming("web", 3, "tcp/80"), new TaskGroup("job", 15, 256, 256)), SMALL)
                        .machines())
                .hasSize(3);
    }

    @Test
    void whatIsExclusiveHasItsMachine() {
        TaskGroup alone = new TaskGroup("fargate", 3, 256, 512, List.of(), true, (type, zone) -> true);
        Needed needed = decide(List.of(alone, new TaskGroup("web", 8, 256, 512)), SMALL, LARGE);
        assertThat(needed.machines()).hasSize(4);
        assertThat(needed.machines())
                .allSatisfy(machine -> assertThat(machine.tasks()).hasSize(1));
        assertThat(types(needed)).isEqualTo(Map.of("small", 4));
        ComingMachine begun = coming(LARGE, Map.of("web", 8));
        Needed again = NeededMachines.decide(
                List.of(alone, new TaskGroup("web", 8, 256, 512)), List.of(begun), List.of(SMALL), Map.of());
        assertThat(again.machines()).hasSize(3);
    }

    @Test
    void machinesMustSuit() {
        TaskGroup picky = new TaskGroup(
                "web", 9, 256, 512, List.of(), false, (type, zone) -> zone.equals("b") && !type.equals("x"));
        Offer elsewhere = new Offer("small", "b", 2048, 4096, 2);
        Offer cheaper = new Offer("x", "b", 2048, 4096, 0.5);
        assertThat(decide(List.of(picky), SMALL, cheaper, elsewhere).machines())
                .extracting(NeededMachine::offer)
                .containsExactly(elsewhere, elsewhere);
        assertThat(decide(List.of(picky), SMALL).unplaceable()).isEqualTo(Map.of("web", 9));
        assertThat(NeededMachines.decide(
                                List.of(picky), List.of(coming(SMALL, Map.of("web", 8))), List.of(elsewhere), Map.of())
                        .machines())
                .hasSize(2);
    }

    @Test
    void machinesGoWhereTheFewestAre() {
        List<Offer> zones =
                List.of(SMALL, new Offer("small", "b", 2048, 4096, 1), new Offer("small", "c", 2048, 4096, 1));
        List<TaskGroup> five = List.of(new TaskGroup("web", 40, 256, 512));
        assertThat(NeededMachines.decide(five, List.of(), zones, Map.of("a", 2, "b", 1))
                        .machines())
                .extracting(machine -> machine.offer().zone())
                .containsExactly("c", "b", "c", "a", "b");
    }

    @Test
    void anotherTypeOfTheSameSizeIsNoReasonToLeaveTheFirst() {
        Offer other = new Offer("other", "b", 2048, 4096, 1);
        assertThat(types(decide(List.of(new TaskGroup("web", 40, 256, 512)), SMALL, other)))
                .isEqualTo(Map.of("small", 5));
    }

    @Test
    void whatIsExclusiveKeepsNoOthersApart() {
        TaskGroup alone = new TaskGroup("fargate", 1, 2048, 4096, List.of(), true, (type, zone) -> true);
        List<TaskGroup> groups = List.of(new TaskGroup("web", 1, 256, 512), alone, new TaskGroup("api", 1, 256, 512));
        assertThat(decide(groups, SMALL).machines())
                .extracting(NeededMachine::tasks)
                .containsExactly(Map.of("web", 1, "api", 1), Map.of("fargate", 1));
    }

    @Test
    void theFullestComeFirst() {
        List<TaskGroup> groups = List.of(new TaskGroup("one", 1, 2048, 4096), new TaskGroup("many", 6, 256, 512));
        assertThat(decide(groups, SMALL).machines())
                .extracting(NeededMachine::taskCount)
                .containsExactly(6, 1);
    }

    @ParameterizedTest
    @CsvSource({"8, 1, 0, 1", "9, 1, 1, 1", "16, 2, 0, 2", "8, 2, 0, 1", "0, 2, 0, 0", "17, 2, 1, 2"})
    void whatIsComingIsFilledFirst(int tasks, int coming, int launched, int awaited) {
        List<ComingMachine> machines = Collections.nCopies(coming, coming(SMALL, Map.of()));
        Needed needed = NeededMachines.decide(
                List.of(new TaskGroup("web", tasks, 256, 512)), machines, List.of(SMALL), Map.of());
        assertThat(needed.machines()).hasSize(launched);
        assertThat(needed.awaited()).isEqualTo(awaited);
    }

    @Test
    void whatIsComingIsForWhatItWasLaunchedFor() {
        ComingMachine forMemory = coming(SMALL, Map.of("memory", 1));
        TaskGroup cpu = new TaskGroup("cpu", 1, 2048, 4096);
        TaskGroup memory = new TaskGroup("memory", 1, 512, 3584);
        Needed needed = NeededMachines.decide(List.of(cpu, memory), List.of(forMemory), List.of(SMALL), Map.of());
        assertThat(needed.machines()).hasSize(1);
        assertThat(needed.machines().get(0).tasks()).isEqualTo(Map.of("cpu", 1));
    }

    @Test
    void whatIsHeldOnAComingMachineStaysHeld() {
        ComingMachine held = new ComingMachine("small", "a", 2048, 4096, List.of("tcp/80"), Map.of());
        assertThat(NeededMachines.decide(List.of(claiming("web", 1, "tcp/80")), List.of(held), List.of(SMALL), Map.of())
                        .machines())
                .hasSize(1);
        assertThat(NeededMachines.decide(List.of(claiming("web", 1, "tcp/81")), List.of(held), List.of(SMALL), Map.of())
                        .machines())
                .isEmpty();
    }

    @Test
    void theFirstArePickedAndSpareOnesAreLikeThem() {
        Offer cheap = new Offer("cheap", "a", 256, 256, 0.1);
        Offer b = new Offer("small", "b", 2048, 4096, 1);
        List<Offer> offers = List.of(SMALL, b, cheap);
        Needed needed = NeededMachines.decide(
                List.of(new TaskGroup("web", 12, 256, 512)), List.of(), List.of(SMALL, b), Map.of());
        assertThat(NeededMachines.pick(needed, 0, offers, Map.of())).isEmpty();
        assertThat(NeededMachines.pick(needed, 1, offers, Map.of()))
                .isEqualTo(needed.machines().subList(0, 1));
        assertThat(NeededMachines.pick(needed, 2, offers, Map.of())).isEqualTo(needed.machines());
        assertThat(NeededMachines.pick(needed, 4, offers, Map.of("a", 1)).subList(2, 4))
                .containsExactly(new NeededMachine(b, Map.of()), new NeededMachine(SMALL, Map.of()));
        Needed one = new Needed(needed.machines().subList(0, 1), List.of(), Map.of());
        Offer first = needed.machines().get(0).offer();
        assertThat(NeededMachines.pick(one, 2, offers, Map.of()).get(1).offer())
                .isIn(SMALL, b)
                .isNotEqualTo(first);
        Needed nothing = new Needed(List.of(), List.of(), Map.of());
        assertThat(NeededMachines.pick(nothing, 1, offers, Map.of()))
                .containsExactly(new NeededMachine(cheap, Map.of()));
        assertThat(NeededMachines.pick(nothing, 1, List.of(), Map.of())).isEmpty();
    }

    @Test
    void numbersMustMakeSense() {
        assertThatThrownBy(() -> new TaskGroup("web", -1, 0, 0)).hasMessageContaining("tasks is -1");
        assertThatThrownBy(() -> new TaskGroup("web", 1, -1, 0)).hasMessageContaining("cpu -1");
        assertThatThrownBy(() -> new TaskGroup("web", 1, 0, -1)).hasMessageContaining("memory -1");
        assertThatThrownBy(() -> new Offer("m", "", -1, 0, 0)).hasMessageContaining("cpu is -1");
        assertThatThrownBy(() -> new Offer("m", "", 0, -1, 0)).hasMessageContaining("memory -1");
        assertThatThrownBy(() -> new Offer("m", "", 0, 0, -0.1)).hasMessageContaining("price -0.1");
        assertThatThrownBy(() -> new Offer("m", "", 0, 0, Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Offer("m", "", 0, 0, Double.POSITIVE_INFINITY))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(new Offer("m", "", 0, 0, 0).price()).isZero();
        assertThat(Offer.guessedPrice(2048, 9 * 1024)).isEqualTo(3);
    }

    @Test
    void whatIsPostponedIsOnlyForWhatFitsOnNothingElse() {
        List<TaskGroup> groups = List.of(new TaskGroup("web", 8, 256, 512));
        List<ComingMachine> postponed = List.of(coming(SMALL, Map.of("web", 8)));

        assertThat(NeededMachines.decide(groups, List.of(coming(SMALL, Map.of())), postponed, List.of(SMALL), Map.of())
                        .used())
                .containsExactly(0);
        assertThat(NeededMachines.decide(groups, List.of(), postponed, List.of(SMALL), Map.of())
                        .used())
                .containsExactly(0);
        assertThat(NeededMachines.decide(
                                List.of(new TaskGroup("web", 12, 256, 512)),
                                List.of(coming(SMALL, Map.of())),
                                postponed,
                                List.of(SMALL),
                                Map.of())
                        .used())
                .containsExactly(0, 1);
    }
}
