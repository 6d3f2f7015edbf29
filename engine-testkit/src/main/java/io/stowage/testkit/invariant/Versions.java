package io.stowage.testkit.invariant;

import io.stowage.spi.PartitionSnapshot;
import io.stowage.spi.StoredRecord;
import io.stowage.spi.Write;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Part of S17: each write of a record has the version after the one before, and a new record has version 1. */
final class Versions {

    private final Map<String, Map<String, Long>> versions = new HashMap<>();

    /** The store lost what was written last: what is there counts from now on. */
    void readAnew(PartitionSnapshot snapshot) {
        versions.clear();
        for (StoredRecord record : snapshot.records()) {
            versions.computeIfAbsent(record.kind(), absent -> new HashMap<>()).put(record.id(), record.version());
        }
    }

    void check(List<Write> writes, Report report) {
        for (Write write : writes) {
            Map<String, Long> ofKind = versions.computeIfAbsent(write.kind(), absent -> new HashMap<>());
            if (write instanceof Write.Put put) {
                long version = put.record().version();
                Long before = ofKind.put(write.id(), version);
                if (version != (before == null ? 1 : before + 1)) {
                    report.violated(
                            Invariant.S17,
                            "The record " + write.kind() + " " + write.id() + " had version " + before
                                    + " and was written as version " + version + ".");
                }
            } else {
                ofKind.remove(write.id());
            }
        }
    }
}
