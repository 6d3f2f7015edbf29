package io.stowage.testkit;

import io.stowage.model.Task;
import io.stowage.model.TaskStatus;
import io.stowage.spi.Commit;
import io.stowage.spi.PartitionSnapshot;
import io.stowage.spi.StoredRecord;
import io.stowage.testkit.store.DamagedRecords;
import io.stowage.testkit.store.RecordingStateStore;
import io.stowage.testkit.world.Simulation;
import io.stowage.testkit.world.SimulationRandom;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Damages records of the cluster, and mends them.
 *
 * <p>The text of a service or an instance is cut off, or garbage. A task's says a status that nobody knows, so that it can still be told where the
 * task is and whose: an engine that can't tell that knows neither what the task takes nor whom it counts for, and can't be held to it.
 */
final class Damage {

    private static final String TASK = "task";
    private static final Set<String> KINDS = Set.of(TASK, "service", "instance");

    private final Simulation simulation;
    private final String partition;
    private final RecordingStateStore store;
    private final DamagedRecords damaged;
    private final Set<Key> struck = new LinkedHashSet<>();
    private int conflicts;
    private boolean over;

    private record Key(String kind, String id) {}

    Damage(Simulation simulation, StoreMishaps.Scene scene) {
        this.simulation = simulation;
        this.partition = "cluster/" + scene.cluster();
        this.store = scene.store();
        this.damaged = scene.damaged();
    }

    /** One more record, for a while. The leader reads it at once, for somebody moves the revision on; or whoever reads the partition next. */
    void strike(SimulationRandom random) {
        PartitionSnapshot stored = store.read(partition);
        List<StoredRecord> records = new ArrayList<>(stored.records());
        records.removeIf(record -> !canBeDamaged(record));
        boolean atOnce = random.below(2) == 0;
        if (records.isEmpty()) {
            return;
        }
        StoredRecord record =
                Objects.requireNonNull(random.choose(records, candidate -> candidate.kind() + "/" + candidate.id()));
        damaged.damage(partition, record, damagedText(record, random));
        Key key = new Key(record.kind(), record.id());
        struck.add(key);
        simulation.schedule(Spans.trouble(random), "mending", () -> mend(key));
        if (atOnce) {
            conflicts++;
            store.commit(new Commit(partition, "damage-" + conflicts, stored.revision(), null, List.of()));
        }
    }

    /** What has stopped is not of interest to anybody. */
    private static boolean canBeDamaged(StoredRecord record) {
        return KINDS.contains(record.kind())
                && !(object(record) instanceof Task task && task.lastStatus() == TaskStatus.STOPPED);
    }

    private static Object object(StoredRecord record) {
        return record.payload().object(Object.class, text -> text);
    }

    private static String damagedText(StoredRecord record, SimulationRandom random) {
        String text = record.payload().text();
        if (record.kind().equals(TASK)) {
            return text.replaceAll("\"lastStatus\":\"[A-Z]+\"", "\"lastStatus\":\"FLOATING\"");
        }
        int kept = (int) random.below(text.length());
        return random.below(2) == 0 ? text.substring(0, kept) : "\u0000" + text.substring(kept);
    }

    private void mend(Key key) {
        Commit commit = over || !struck.remove(key)
                ? null
                : damaged.mend(store.read(partition), partition, key.kind(), key.id());
        if (commit != null) {
            store.commit(commit);
        }
    }

    /** All that is still damaged is mended. */
    void heal() {
        List.copyOf(struck).forEach(this::mend);
        over = true;
    }
}
