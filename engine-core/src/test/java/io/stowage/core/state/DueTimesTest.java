package io.stowage.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** When services are due, beside a table of them that is searched each time. */
class DueTimesTest {

    private static Instant at(int second) {
        return Instant.ofEpochSecond(second);
    }

    @Property
    void each_service_is_due_once_at_the_earliest_time_that_was_asked_for(@ForAll long seed) {
        Random random = new Random(seed);
        DueTimes times = new DueTimes();
        Map<String, Instant> table = new TreeMap<>();
        for (int step = 0; step < 60; step++) {
            if (random.nextInt(4) > 0) {
                String service = "s" + random.nextInt(5);
                Instant asked = at(random.nextInt(20));
                times.add(service, asked);
                table.merge(service, asked, (one, other) -> one.isBefore(other) ? one : other);
            } else {
                Instant now = at(random.nextInt(20));
                assertThat(taken(times, now)).isEqualTo(due(table, now));
            }
            assertThat(times.next())
                    .isEqualTo(table.values().stream().min(Instant::compareTo).orElse(null));
        }
    }

    private static List<String> taken(DueTimes times, Instant now) {
        List<String> taken = new ArrayList<>();
        for (String service = times.take(now); service != null; service = times.take(now)) {
            taken.add(service);
        }
        return taken;
    }

    /** The earliest first, then by name. */
    private static List<String> due(Map<String, Instant> table, Instant now) {
        List<String> due = new ArrayList<>(table.keySet());
        due.removeIf(service -> table.get(service).isAfter(now));
        due.sort((one, other) -> table.get(one).compareTo(table.get(other)));
        table.keySet().removeAll(due);
        return due;
    }
}
