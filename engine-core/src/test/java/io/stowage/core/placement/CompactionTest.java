package io.stowage.core.placement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class CompactionTest {

    private static Demand task(int cpu, int memory, int gpus) {
        return new Demand(cpu, memory, gpus, List.of());
    }

    @Test
    void whatFitsOnOneIsPutOnOne() {
        List<Room> rooms = List.of(new Room("a", 4, 4, 0), new Room("b", 8, 8, 0), new Room("c", 4, 4, 0));
        Compaction.Plan plan =
                Compaction.of(rooms, Collections.nCopies(4, task(2, 2, 0))).orElseThrow();
        assertThat(plan.rooms()).containsExactly(rooms.get(1));
        assertThat(plan.roomOf()).containsOnly("b").hasSize(4);
    }

    @Test
    void tasksGoWhereTheyLeaveNothingStranded() {
        List<Room> rooms = List.of(new Room("wide", 10, 2, 0), new Room("tall", 2, 10, 0));
        List<Demand> tasks = List.of(task(1, 5, 0), task(5, 1, 0), task(1, 5, 0), task(5, 1, 0));
        assertThat(Compaction.of(rooms, tasks).orElseThrow().roomOf()).containsExactly("tall", "wide", "tall", "wide");
    }

    @Test
    void gpusAreKeptForWhatNeedsThem() {
        List<Room> rooms = List.of(new Room("gpu", 8, 8, 2), new Room("plain", 8, 8, 0));
        List<Demand> tasks = List.of(task(4, 4, 0), task(4, 4, 0), task(4, 4, 1), task(4, 4, 1));
        assertThat(Compaction.of(rooms, tasks).orElseThrow().roomOf()).containsExactly("plain", "plain", "gpu", "gpu");
    }

    @Test
    void whatDoesNotFitIsNotPlanned() {
        assertThat(Compaction.of(List.of(new Room("a", 4, 4, 0)), List.of(task(3, 1, 0), task(3, 1, 0))))
                .isEmpty();
        assertThat(Compaction.of(List.of(), List.of(task(1, 1, 0)))).isEmpty();
    }

    @Test
    void nothingNeedsNothing() {
        assertThat(Compaction.of(List.of(new Room("a", 4, 4, 0)), List.of())
                        .orElseThrow()
                        .rooms())
                .isEmpty();
    }

    @Property(tries = 500)
    void noRoomIsFilledBeyondWhatItHas(@ForAll long seed) {
        Random draw = new Random(seed);
        List<Room> rooms = new ArrayList<>();
        for (int i = draw.nextInt(20); i > 0; i--) {
            rooms.add(new Room("r" + i, 4 + draw.nextInt(12), 4 + draw.nextInt(12), draw.nextInt(3)));
        }
        List<Demand> tasks = new ArrayList<>();
        for (int i = draw.nextInt(30); i > 0; i--) {
            tasks.add(task(draw.nextInt(5), draw.nextInt(5), draw.nextInt(6) / 5));
        }
        Optional<Compaction.Plan> plan = Compaction.of(rooms, tasks);
        plan.ifPresent(found -> {
            assertThat(found.roomOf()).hasSameSizeAs(tasks);
            assertThat(rooms).containsAll(found.rooms());
            for (Room room : found.rooms()) {
                checkNotTooFull(room, tasks, found.roomOf());
            }
        });
    }

    private static void checkNotTooFull(Room room, List<Demand> tasks, List<String> roomOf) {
        int cpu = 0;
        int memory = 0;
        int gpus = 0;
        for (int i = 0; i < tasks.size(); i++) {
            if (roomOf.get(i).equals(room.id())) {
                cpu += tasks.get(i).cpu();
                memory += tasks.get(i).memory();
                gpus += tasks.get(i).gpus();
            }
        }
        assertThat(cpu).isLessThanOrEqualTo(room.cpu());
        assertThat(memory).isLessThanOrEqualTo(room.memory());
        assertThat(gpus).isLessThanOrEqualTo(room.gpus());
    }
}
