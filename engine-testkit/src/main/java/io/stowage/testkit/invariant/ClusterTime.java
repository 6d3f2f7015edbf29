package io.stowage.testkit.invariant;

import io.stowage.spi.Payload;
import io.stowage.spi.Write;
import java.lang.reflect.Method;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** S26: the time that a cluster is decided by, against the time that was committed before, whoever committed it. */
final class ClusterTime {

    private static final String META = "meta";

    private final Map<String, Instant> latest = new HashMap<>();
    /** By the class of the record, of which there are several where an engine was loaded apart from the simulator. */
    private final Map<Class<?>, Optional<Method>> accessors = new HashMap<>();

    void check(String partition, List<Write> writes, Report report) {
        for (Write write : writes) {
            if (write instanceof Write.Put put && write.kind().equals(META)) {
                Instant now = now(put.record().payload());
                Instant before = now == null ? null : latest.put(partition, now);
                if (before != null && now != null && now.isBefore(before)) {
                    report.violated(
                            Invariant.S26, "The time of " + partition + " was " + before + " and is " + now + " now.");
                }
            }
        }
    }

    /** Asked of the object itself if it is one: each commit has it, and to write it as text only to read it again costs more than all else here. */
    private @Nullable Instant now(Payload payload) {
        Object meta = payload.object(Object.class, text -> text);
        Optional<Method> accessor = accessors.computeIfAbsent(meta.getClass(), ClusterTime::accessor);
        if (accessor.isEmpty()) {
            String text = StoredFields.first(payload, "now");
            return text.isEmpty() ? null : Instant.parse(text);
        }
        try {
            return (Instant) accessor.get().invoke(meta);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("The time of a cluster can't be read: " + meta, e);
        }
    }

    private static Optional<Method> accessor(Class<?> type) {
        try {
            return Optional.of(type.getMethod("now"));
        } catch (NoSuchMethodException none) {
            return Optional.empty();
        }
    }

    /** The store lost what was done last, and with it what time it was. */
    void forget() {
        latest.clear();
    }
}
