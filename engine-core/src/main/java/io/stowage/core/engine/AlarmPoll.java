package io.stowage.core.engine;

import io.stowage.core.operation.NoteAlarms;
import io.stowage.core.operation.WatchedAlarms;
import io.stowage.core.world.Cancellable;
import io.stowage.core.world.Lane;
import io.stowage.core.world.Outcome;
import io.stowage.core.world.Strand;
import io.stowage.core.world.World;
import io.stowage.spi.AlarmSource;
import io.stowage.spi.AlarmState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the source of alarms, for each cluster that this engine leads and of which services watch any, and hands in what it says. One question is under way at
 * most; a cluster's state is changed only where an alarm has.
 */
final class AlarmPoll {

    private static final Logger LOG = LoggerFactory.getLogger(AlarmPoll.class);
    private static final Duration PERIOD = Duration.ofSeconds(10);
    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private final AlarmSource source;
    private final ClusterDirectory clusters;
    private final Strand strand;
    private final Lane lane;
    private @Nullable Cancellable next;
    private boolean closed;

    AlarmPoll(World world, AlarmSource source, ClusterDirectory clusters) {
        this.source = source;
        this.clusters = clusters;
        this.strand = world.strand("alarms");
        this.lane = world.lane("alarms", 1);
    }

    void start() {
        strand.execute(this::begin);
    }

    private void begin() {
        look(clusters.led(), 0);
    }

    /** One cluster after the other. */
    private void look(List<String> led, int i) {
        if (closed) {
            return;
        }
        if (i == led.size()) {
            next = strand.schedule(PERIOD, this::begin);
            return;
        }
        String cluster = led.get(i);
        CompletableFuture<List<String>> unused = clusters.submit(cluster, new WatchedAlarms())
                .whenComplete((names, failed) -> strand.execute(() -> {
                    if (names == null || names.isEmpty()) {
                        look(led, i + 1);
                    } else {
                        ask(cluster, names, () -> look(led, i + 1));
                    }
                }));
    }

    private void ask(String cluster, List<String> names, Runnable then) {
        strand.call(lane, DEADLINE, () -> source.look(cluster, names), (Outcome<Map<String, AlarmState>> outcome) -> {
            if (outcome instanceof Outcome.Success<Map<String, AlarmState>> success && success.value() != null) {
                note(cluster, names, success.value(), then);
            } else {
                LOG.warn("cluster/{}: the source of alarms gave no answer: {}", cluster, outcome);
                then.run();
            }
        });
    }

    private void note(String cluster, List<String> names, Map<String, AlarmState> states, Runnable then) {
        List<NoteAlarms.Seen> seen = new ArrayList<>();
        for (String name : names) {
            AlarmState state = states.get(name);
            if (state != null) {
                seen.add(new NoteAlarms.Seen(name, state.inAlarm(), state.since(), String.valueOf(state.reason())));
            }
        }
        CompletableFuture<Integer> unused =
                clusters.submit(cluster, new NoteAlarms(seen)).whenComplete((news, failed) -> strand.execute(then));
    }

    void close() {
        strand.execute(() -> {
            closed = true;
            if (next != null) {
                next.cancel();
            }
        });
    }
}
