package io.stowage.core.plugin;

import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs what a filter or scorer throws: the first time, then each time that it has thrown twice as often. It may be asked ten thousand times a task. */
final class PlacementTrouble {

    private static final Logger LOG = LoggerFactory.getLogger(PlacementTrouble.class);

    private final String kind;
    private final String name;
    private final AtomicLong times = new AtomicLong();

    PlacementTrouble(String kind, String name) {
        this.kind = kind;
        this.name = name;
    }

    void note(String consequence, Throwable thrown) {
        long count = times.incrementAndGet();
        if (Long.bitCount(count) == 1) {
            LOG.error("The placement {} '{}' threw, {} times by now: {}", kind, name, count, consequence, thrown);
        }
    }
}
