package io.stowage.testkit.invariant;

import io.stowage.spi.Write;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** S26: the time that a cluster is decided by, against the time that was committed before, whoever committed it. */
final class ClusterTime {

    private static final String META = "meta";

    private final Map<String, Instant> latest = new HashMap<>();

    void check(String partition, List<Write> writes, Report report) {
        for (Write write : writes) {
            if (write instanceof Write.Put put && write.kind().equals(META)) {
                String text = StoredFields.first(put.record().payload(), "now");
                @Nullable Instant now = text.isEmpty() ? null : Instant.parse(text);
                Instant before = now == null ? null : latest.put(partition, now);
                if (before != null && now != null && now.isBefore(before)) {
                    report.violated(
                            Invariant.S26, "The time of " + partition + " was " + before + " and is " + now + " now.");
                }
            }
        }
    }

    /** The store lost what was done last, and with it what time it was. */
    void forget() {
        latest.clear();
    }
}
