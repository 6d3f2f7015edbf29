package io.stowage.core.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.capacity.MachinesForTasks.Choice;
import io.stowage.core.capacity.MachinesForTasks.Free;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Which machine is for which task, where each has one to itself. */
class MachinesForTasksTest {

    private static final List<String> GROUPS = List.of("small", "medium", "large");

    private static TaskGroup waits(String id, int tasks) {
        int size = 256 << (2 * GROUPS.indexOf(id));
        return new TaskGroup(id, tasks, size, 2 * size, List.of(), true, (type, zone) -> true);
    }

    /** A machine that was launched for a task of the group, and has just as much. */
    private static Free machine(String id, boolean ready, String group) {
        TaskGroup task = waits(group, 1);
        return new Free(
                id,
                ready,
                new ComingMachine(group, "a", task.cpu(), task.memory(), List.of(), Map.of(group, 1)),
                any -> true);
    }

    private static Free ready(String id, String group) {
        return machine(id, true, group);
    }

    private static Free coming(String id, String group) {
        return machine(id, false, group);
    }

    private static List<String> left(Choice choice) {
        return choice.left().stream()
                .map(group -> group.id() + " " + group.tasks())
                .toList();
    }

    @Test
    void whatWaitsAndHasNoMachineIsLeft() {
        Choice choice = MachinesForTasks.decide(List.of(waits("small", 2), waits("large", 1)), List.of());

        assertThat(left(choice)).containsExactly("small 2", "large 1");
        assertThat(choice.given()).isEmpty();
        assertThat(choice.spare()).isEmpty();
    }

    @Test
    void aMachineIsForTheTaskThatItWasLaunchedForHoweverLargeItIs() {
        Choice choice = MachinesForTasks.decide(
                List.of(waits("small", 1), waits("large", 1)), List.of(ready("1", "large"), coming("2", "small")));

        assertThat(choice.given()).containsExactly(Map.entry("1", "large"));
        assertThat(choice.awaited()).containsExactly("2");
        assertThat(choice.left()).isEmpty();
    }

    @Test
    void oneWhoseTaskWaitsNoLongerIsForTheLargestThatItHolds() {
        Choice choice =
                MachinesForTasks.decide(List.of(waits("small", 3), waits("medium", 1)), List.of(ready("1", "large")));

        assertThat(choice.given()).containsExactly(Map.entry("1", "medium"));
        assertThat(left(choice)).containsExactly("small 3");
    }

    @Test
    void oneThatIsReadyGoesBeforeOneThatIsComing() {
        Choice choice =
                MachinesForTasks.decide(List.of(waits("small", 1)), List.of(coming("1", "small"), ready("2", "small")));

        assertThat(choice.given()).containsExactly(Map.entry("2", "small"));
        assertThat(choice.spare()).containsExactly("1");
        assertThat(choice.unfit()).isEmpty();
    }

    @Test
    void whatNobodyWaitsForIsSpare() {
        Choice choice = MachinesForTasks.decide(
                List.of(waits("large", 1)), List.of(ready("1", "small"), coming("2", "medium")));

        assertThat(choice.spare()).containsExactly("1", "2");
        assertThat(choice.unfit()).as("they are what they were to be").isEmpty();
        assertThat(left(choice)).containsExactly("large 1");
    }

    @Test
    void oneThatIsLessThanItWasToBeIsUnfit() {
        Free dwarf = new Free(
                "1", true, new ComingMachine("large", "a", 10, 10, List.of(), Map.of("large", 1)), group -> true);
        Free bare = new Free("2", true, ready("2", "small").machine(), group -> false);

        Choice choice = MachinesForTasks.decide(List.of(waits("small", 1), waits("large", 1)), List.of(dwarf, bare));

        assertThat(choice.unfit()).containsExactly("1", "2");
        assertThat(choice.spare()).containsExactly("1", "2");
        assertThat(left(choice)).containsExactly("small 1", "large 1");
    }

    @Provide
    Arbitrary<List<TaskGroup>> groups() {
        return Arbitraries.integers().between(0, 4).list().ofSize(GROUPS.size()).map(counts -> {
            List<TaskGroup> groups = new ArrayList<>();
            for (int i = 0; i < counts.size(); i++) {
                if (counts.get(i) > 0) {
                    groups.add(waits(GROUPS.get(i), counts.get(i)));
                }
            }
            return groups;
        });
    }

    @Provide
    Arbitrary<List<Free>> machines() {
        Arbitrary<Free> machine = Combinators.combine(
                        Arbitraries.of(true, false), Arbitraries.of(GROUPS), Arbitraries.of(GROUPS))
                .as((ready, group, size) -> {
                    ComingMachine like = ready("", size).machine();
                    return new Free(
                            "",
                            ready,
                            new ComingMachine(size, "a", like.cpu(), like.memory(), List.of(), Map.of(group, 1)),
                            any -> true);
                });
        return machine.list().ofMaxSize(8).map(list -> {
            List<Free> named = new ArrayList<>();
            list.forEach(each ->
                    named.add(new Free(String.valueOf(named.size()), each.ready(), each.machine(), each.takes())));
            return named;
        });
    }

    @Property
    void eachMachineHasOneFateAndEachTaskAtMostOneMachine(
            @ForAll("groups") List<TaskGroup> groups, @ForAll("machines") List<Free> machines) {
        Choice choice = MachinesForTasks.decide(groups, machines);

        List<String> fates = new ArrayList<>(choice.given().keySet());
        fates.addAll(choice.awaited());
        fates.addAll(choice.spare());
        assertThat(fates)
                .containsExactlyInAnyOrderElementsOf(
                        machines.stream().map(Free::id).toList());
        int waiting = groups.stream().mapToInt(TaskGroup::tasks).sum();
        int left = choice.left().stream().mapToInt(TaskGroup::tasks).sum();
        assertThat(choice.given().size() + choice.awaited().size() + left).isEqualTo(waiting);
        Map<String, Integer> given = new LinkedHashMap<>();
        choice.given().values().forEach(group -> given.merge(group, 1, Integer::sum));
        for (TaskGroup group : groups) {
            assertThat(given.getOrDefault(group.id(), 0)).isLessThanOrEqualTo(group.tasks());
        }
    }

    @Property
    void whatIsGivenFitsAndIsReadyAndNothingIsSpareThatWouldDo(
            @ForAll("groups") List<TaskGroup> groups, @ForAll("machines") List<Free> machines) {
        Choice choice = MachinesForTasks.decide(groups, machines);

        for (Free machine : machines) {
            String group = choice.given().get(machine.id());
            if (group != null) {
                assertThat(machine.ready()).isTrue();
                assertThat(waits(group, 1).cpu())
                        .isLessThanOrEqualTo(machine.machine().cpu());
            }
            if (choice.spare().contains(machine.id())) {
                assertThat(choice.left())
                        .allMatch(waiting -> waiting.cpu() > machine.machine().cpu());
            }
        }
    }

    /** Asked again, with what was given gone, it comes to the same. */
    @Property
    void whoDecidesAgainAfterThatAwaitsTheSame(
            @ForAll("groups") List<TaskGroup> groups, @ForAll("machines") List<Free> machines) {
        Choice first = MachinesForTasks.decide(groups, machines);
        Map<String, Integer> counts = new LinkedHashMap<>();
        groups.forEach(group -> counts.put(group.id(), group.tasks()));
        first.given().values().forEach(group -> counts.merge(group, -1, Integer::sum));
        List<TaskGroup> waiting = groups.stream()
                .filter(group -> counts.getOrDefault(group.id(), 0) > 0)
                .map(group -> waits(group.id(), counts.getOrDefault(group.id(), 0)))
                .toList();
        Set<String> gone = new LinkedHashSet<>(first.spare());
        gone.addAll(first.given().keySet());

        Choice second = MachinesForTasks.decide(
                waiting,
                machines.stream().filter(each -> !gone.contains(each.id())).toList());

        assertThat(second.awaited()).isEqualTo(first.awaited());
        assertThat(second.given()).isEmpty();
        assertThat(second.spare()).isEmpty();
        assertThat(left(second)).isEqualTo(left(first));
    }
}
