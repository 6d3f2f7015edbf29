package io.stowage.core.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.capacity.Collector.Garbage;
import io.stowage.core.capacity.Collector.Records;
import io.stowage.core.capacity.Collector.Sightings;
import io.stowage.spi.InstanceProvider.Machine;
import io.stowage.spi.InstanceProvider.MachineState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CollectorTest {

    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final Instant LONG_AGO = NOW.minus(Duration.ofHours(1));

    private static final class Known implements Records {
        final List<String> known = new ArrayList<>();
        final List<String> withTasks = new ArrayList<>();

        @Override
        public boolean know(Machine machine) {
            return known.contains(machine.id());
        }

        @Override
        public boolean hasTasks(Machine machine) {
            return withTasks.contains(machine.id());
        }
    }

    private final Known records = new Known();

    private static Machine stray(String id, Instant launchedAt) {
        return Machines.of(id, MachineState.RUNNING, launchedAt, Machines.tags("launch-1", 1));
    }

    private Garbage look(Sightings before, Machine... machines) {
        return Collector.collect(Machines.CLUSTER, List.of(machines), records, before, NOW);
    }

    /** Seen once before, each of them. */
    private List<String> secondLook(Machine... machines) {
        return look(look(Sightings.NONE, machines).sightings(), machines).terminate();
    }

    @Test
    void aStrayMachineGoesAtTheSecondLook() {
        Garbage first = look(Sightings.NONE, stray("i-1", LONG_AGO));
        assertThat(first.terminate()).isEmpty();
        assertThat(look(first.sightings(), stray("i-1", LONG_AGO)).terminate()).containsExactly("i-1");
    }

    @Test
    void theLooksAreInARow() {
        Sightings once = look(Sightings.NONE, stray("i-1", LONG_AGO)).sightings();
        Sightings gone = look(once).sightings();
        assertThat(look(gone, stray("i-1", LONG_AGO)).terminate()).isEmpty();
        records.known.add("i-1");
        Sightings known = look(once, stray("i-1", LONG_AGO)).sightings();
        records.known.clear();
        assertThat(look(known, stray("i-1", LONG_AGO)).terminate()).isEmpty();
    }

    @Test
    void itIsOlderThanFifteenMinutes() {
        Duration young = Duration.ofMinutes(15);
        assertThat(secondLook(stray("i-1", NOW.minus(young)))).isEmpty();
        assertThat(secondLook(stray("i-1", NOW.minus(young).minusMillis(1)))).containsExactly("i-1");
    }

    @Test
    void youngOnesAreCountedWhileTheyAgeNotOnlyAfterwards() {
        Machine machine = stray("i-1", NOW.minus(Duration.ofMinutes(15)));
        Sightings twice =
                look(look(Sightings.NONE, machine).sightings(), machine).sightings();
        assertThat(Collector.collect(Machines.CLUSTER, List.of(machine), records, twice, NOW.plusMillis(1))
                        .terminate())
                .containsExactly("i-1");
    }

    @Test
    void atMostThreeGoTheOldestFirst() {
        assertThat(secondLook(
                        stray("i-1", LONG_AGO),
                        stray("i-2", LONG_AGO),
                        stray("i-3", LONG_AGO.minusSeconds(9)),
                        stray("i-0", LONG_AGO)))
                .containsExactly("i-3", "i-0", "i-1");
        assertThat(secondLook(stray("i-1", LONG_AGO), stray("i-2", LONG_AGO), stray("i-3", LONG_AGO)))
                .hasSize(3);
    }

    @Test
    void whatARecordKnowsStays() {
        records.known.add("i-1");
        assertThat(secondLook(stray("i-1", LONG_AGO), stray("i-2", LONG_AGO))).containsExactly("i-2");
    }

    @Test
    void whatHasTasksStays() {
        records.withTasks.add("i-1");
        assertThat(secondLook(stray("i-1", LONG_AGO), stray("i-2", LONG_AGO))).containsExactly("i-2");
    }

    @Test
    void whatIsNotOursStaysHoweverSimilar() {
        for (String tag : Machines.tags("launch-1", 1).keySet()) {
            Map<String, String> without = new TreeMap<>(Machines.tags("launch-1", 1));
            without.remove(tag);
            assertThat(secondLook(Machines.of("i-1", MachineState.RUNNING, LONG_AGO, without)))
                    .isEqualTo(List.of());
        }
        Map<String, String> other = new TreeMap<>(Machines.tags("launch-1", 1));
        other.put(OwnTags.CLUSTER, Machines.CLUSTER + "-2");
        assertThat(secondLook(Machines.of("i-1", MachineState.RUNNING, LONG_AGO, other)))
                .isEmpty();
        assertThat(OwnTags.ofCluster(Machines.CLUSTER)).isEqualTo(Map.of("stowage:cluster", Machines.CLUSTER));
    }

    @ParameterizedTest
    @EnumSource(MachineState.class)
    void onlyWhatIsThereGoes(MachineState state) {
        boolean there = state == MachineState.PENDING || state == MachineState.RUNNING;
        assertThat(secondLook(Machines.of("i-1", state, LONG_AGO, Machines.tags("launch-1", 1))))
                .hasSize(there ? 1 : 0);
    }
}
