package io.stowage.core.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.placement.Emptying.Mover;
import io.stowage.core.placement.Emptying.Occupied;
import io.stowage.model.PlacementConstraint;
import io.stowage.model.PlacementConstraintType;
import io.stowage.model.TransportProtocol;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class CompactionTest {

    private static final PlacementConstraint DISTINCT =
            new PlacementConstraint(PlacementConstraintType.DISTINCT_INSTANCE, null);

    private final List<Occupied> instances = new ArrayList<>();

    private static Mover task(int cpu, int memory, int gpus, PlacementConstraint... constraints) {
        return task(new Demand(cpu, memory, gpus, List.of()), constraints);
    }

    private static Mover task(Demand demand, PlacementConstraint... constraints) {
        return new Mover("task", demand, new Admission("service:a", List.of(constraints), TaskRules.NONE));
    }

    /** An instance that has had so much before these tasks came. */
    private FakeInstance instance(int cpu, int memory, int gpus, Mover... movers) {
        return instance(cpu, memory, gpus, false, movers);
    }

    private FakeInstance instance(int cpu, int memory, int gpus, boolean fixed, Mover... movers) {
        FakeInstance instance = new FakeInstance(String.format("%02d", instances.size())).left(cpu, memory);
        instance.gpus = gpus;
        for (Mover mover : movers) {
            instance.sketch(mover.demand(), mover.admission().group(), true);
        }
        instances.add(new Occupied(instance, List.of(movers), fixed));
        return instance;
    }

    private OptionalInt fewest() {
        return Compaction.of(instances);
    }

    @Test
    void whatFitsOnOneNeedsOne() {
        instance(4, 4, 0, task(2, 2, 0), task(2, 2, 0));
        instance(8, 8, 0);
        instance(4, 4, 0, task(2, 2, 0), task(2, 2, 0));
        assertThat(fewest()).hasValue(1);
    }

    @Test
    void tasksGoWhereTheyLeaveNothingStranded() {
        instance(10, 2, 0);
        instance(2, 10, 0);
        instance(10, 10, 0, true);
        instance(10, 10, 0, task(1, 5, 0), task(5, 1, 0)).inactive();
        instance(10, 10, 0, task(1, 5, 0), task(5, 1, 0)).disconnected();
        instances.remove(2);
        assertThat(fewest()).hasValue(2);
    }

    @Test
    void gpusAreKeptForWhatNeedsThem() {
        instance(8, 8, 2, task(4, 4, 0), task(4, 4, 0));
        instance(8, 8, 0);
        instance(8, 8, 2, task(4, 4, 1), task(4, 4, 1)).inactive();
        assertThat(fewest()).hasValue(2);
    }

    @Test
    void constraintsAndPortsHold() {
        instance(8, 8, 0, task(1, 1, 0, DISTINCT));
        instance(8, 8, 0, task(1, 1, 0, DISTINCT));
        assertThat(fewest()).hasValue(2);
        instances.clear();
        Demand withPort = new Demand(1, 1, 0, List.of(new HostPort(TransportProtocol.TCP, 80)));
        instance(8, 8, 0, task(withPort));
        instance(8, 8, 0, task(withPort));
        assertThat(fewest()).hasValue(2);
        instances.clear();
        PlacementConstraint blue = new PlacementConstraint(PlacementConstraintType.MEMBER_OF, "attribute:rack == blue");
        instance(8, 8, 0, task(1, 1, 0, blue)).attribute("rack", "blue");
        instance(8, 8, 0, task(8, 8, 0));
        instance(2, 2, 0, task(1, 1, 0, blue)).attribute("rack", "blue");
        assertThat(fewest()).hasValue(2);
    }

    @Test
    void whatHasToStayStaysAndIsFilled() {
        instance(8, 8, 0, true, task(4, 4, 0));
        instance(8, 8, 0, task(4, 4, 0));
        assertThat(fewest()).hasValue(1);
        instance(1, 1, 0, true);
        assertThat(fewest()).hasValue(2);
    }

    @Test
    void withoutAWayThereIsNoAnswer() {
        instance(4, 4, 0);
        instance(9, 9, 0, task(5, 1, 0)).inactive();
        assertThat(fewest()).isEmpty();
        instances.clear();
        assertThat(fewest()).as("nothing needs nothing").hasValue(0);
        instance(4, 4, 0);
        assertThat(fewest()).hasValue(0);
    }

    @Test
    void whereTheWorkIsSpentThereIsNoAnswer() {
        for (int i = 0; i < 50; i++) {
            instance(8, 8, 0, task(2, 2, 0));
        }
        assertThat(Compaction.of(instances, 500)).as("not begun").isEmpty();
        assertThat(Compaction.of(instances, 2_600)).as("broken off").isEmpty();
        assertThat(fewest()).hasValue(13);
    }

    /** It needs as many as what is taken has room for at least, at most as many as have something now, and leaves all as it was. */
    @Property(tries = 500)
    void itIsBetweenWhatIsTakenAndWhatIsUsed(@ForAll long seed) {
        instances.clear();
        Random draw = new Random(seed);
        int used = 0;
        int taken = 0;
        List<Integer> sizes = new ArrayList<>();
        for (int i = 1 + draw.nextInt(20); i > 0; i--) {
            Mover[] movers = new Mover[draw.nextInt(4)];
            int cpu = draw.nextInt(8);
            sizes.add(cpu);
            for (int k = 0; k < movers.length; k++) {
                movers[k] = task(
                        draw.nextInt(5),
                        draw.nextInt(5),
                        0,
                        draw.nextInt(9) == 0 ? new PlacementConstraint[] {DISTINCT} : new PlacementConstraint[0]);
                taken += movers[k].demand().cpu();
                cpu += movers[k].demand().cpu();
                sizes.set(sizes.size() - 1, cpu);
            }
            instance(cpu, 30, 0, movers);
            used += movers.length > 0 ? 1 : 0;
        }
        List<String> before =
                instances.stream().map(each -> described(each.instance())).toList();
        OptionalInt fewest = fewest();
        assertThat(instances.stream().map(each -> described(each.instance())).toList())
                .isEqualTo(before);
        sizes.sort((one, other) -> other - one);
        int bound = 0;
        for (int covered = 0; covered < taken; bound++) {
            covered += sizes.get(bound);
        }
        if (fewest.isPresent()) {
            assertThat(fewest.getAsInt()).isBetween(bound, instances.size());
        }
        assertThat(used).isGreaterThanOrEqualTo(bound);
    }

    private static String described(InstanceView instance) {
        return instance.id() + " " + instance.remainingCpu() + " " + instance.remainingMemory() + " "
                + instance.tasksOfGroup("service:a");
    }
}
