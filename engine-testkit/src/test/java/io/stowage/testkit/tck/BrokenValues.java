package io.stowage.testkit.tck;

import io.stowage.spi.Commit;
import io.stowage.spi.CommitResult;
import io.stowage.spi.Lease;
import io.stowage.spi.PartitionSnapshot;
import io.stowage.spi.Payload;
import io.stowage.spi.Revision;
import io.stowage.spi.StateStore;
import io.stowage.spi.StoredRecord;
import io.stowage.spi.Write;
import io.stowage.store.memory.MemoryStateStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Stores that break the contract on what they keep, each in one way. */
final class BrokenValues {

    private BrokenValues() {}

    static final class SortsWithoutRegardToCase extends BrokenStoreTck {
        @Override
        StateStore broken(StateStore sound) {
            return new ForwardingStore(sound) {
                @Override
                public PartitionSnapshot read(String partition) {
                    List<StoredRecord> records =
                            new ArrayList<>(store.read(partition).records());
                    records.sort(Comparator.comparing(StoredRecord::kind, String.CASE_INSENSITIVE_ORDER)
                            .thenComparing(StoredRecord::id, String.CASE_INSENSITIVE_ORDER));
                    return new PartitionSnapshot(store.read(partition).revision(), records);
                }
            };
        }
    }

    /** As a column of JSON does that keeps what the text means. */
    static final class RewritesJson extends BrokenStoreTck {
        @Override
        StateStore broken(StateStore sound) {
            return rewriting(
                    sound,
                    record -> new StoredRecord(
                            record.kind(),
                            record.id(),
                            record.version(),
                            Payload.ofText(record.payload().text().replace(" : ", ":"))));
        }
    }

    static final class CutsLargeTexts extends BrokenStoreTck {
        @Override
        StateStore broken(StateStore sound) {
            return rewriting(sound, record -> {
                String text = record.payload().text();
                Payload payload = text.length() > 65_535 ? Payload.ofText(text.substring(0, 65_535)) : record.payload();
                return new StoredRecord(record.kind(), record.id(), record.version(), payload);
            });
        }
    }

    static final class TakesIdsForTheSameWhateverTheirCase extends BrokenStoreTck {
        @Override
        StateStore broken(StateStore sound) {
            return rewriting(
                    sound,
                    record -> new StoredRecord(
                            record.kind(), record.id().toLowerCase(Locale.ROOT), record.version(), record.payload()));
        }
    }

    private static StateStore rewriting(StateStore sound, UnaryOperator<StoredRecord> rewriter) {
        return new ForwardingStore(sound) {
            @Override
            public CommitResult commit(Commit commit) {
                Map<String, Write> writes = new LinkedHashMap<>();
                for (Write write : commit.writes()) {
                    Write kept = write instanceof Write.Put put ? new Write.Put(rewriter.apply(put.record())) : write;
                    writes.put(kept.kind() + "/" + kept.id(), kept);
                }
                return store.commit(new Commit(
                        commit.partition(),
                        commit.commitId(),
                        commit.expectedRevision(),
                        commit.lease(),
                        List.copyOf(writes.values())));
            }
        };
    }

    /** As {@code LIKE} does with a prefix that nobody has escaped. */
    static final class TakesPrefixesForPatterns extends BrokenStoreTck {
        @Override
        StateStore broken(StateStore sound) {
            return new ForwardingStore(sound) {
                @Override
                public List<String> partitions(String prefix) {
                    String pattern = Pattern.quote(prefix).replace("_", "\\E.\\Q") + ".*";
                    return store.partitions("").stream()
                            .filter(name -> name.matches(pattern))
                            .toList();
                }
            };
        }
    }

    static final class ListsPartitionsThatWereOnlyLeased extends BrokenStoreTck {
        @Override
        StateStore broken(StateStore sound) {
            return new ForwardingStore(sound) {
                private final List<String> leased = Collections.synchronizedList(new ArrayList<>());

                @Override
                public Optional<Lease> acquire(String partition, String holder, Duration timeToLive) {
                    leased.add(partition);
                    return store.acquire(partition, holder, timeToLive);
                }

                @Override
                public List<String> partitions(String prefix) {
                    List<String> names = new ArrayList<>(store.partitions(prefix));
                    leased.stream().filter(name -> name.startsWith(prefix)).forEach(names::add);
                    return names.stream().distinct().sorted().toList();
                }
            };
        }
    }

    static final class CanNotBeClosedTwice extends BrokenStoreTck {
        @Override
        StateStore broken(StateStore sound) {
            return new ForwardingStore(sound) {
                private final AtomicBoolean closed = new AtomicBoolean();

                @Override
                public void close() {
                    if (closed.getAndSet(true)) {
                        throw new IllegalStateException("closed already");
                    }
                    store.close();
                }
            };
        }
    }

    /** The state outlives the store, but for ids, leases and the feed: it is written as it is and read as if it were new. */
    static final class KeepsRecordsAlone extends DurableStateStoreTck {
        private StateStore disk = new MemoryStateStore();

        @Override
        protected StateStore openStore() {
            return leavingOpen(disk);
        }

        @Override
        protected StateStore reopenStore() {
            StateStore copy = new MemoryStateStore();
            for (String partition : disk.partitions("")) {
                PartitionSnapshot snapshot = disk.read(partition);
                long last = snapshot.revision().number();
                for (long number = 1; number <= last; number++) {
                    List<Write> writes = new ArrayList<>();
                    if (number == last) {
                        snapshot.records().forEach(record -> writes.add(new Write.Put(record)));
                    }
                    Revision now = copy.read(partition).revision();
                    copy.commit(new Commit(partition, "copy-" + number, now, null, writes));
                }
            }
            disk = copy;
            return leavingOpen(copy);
        }
    }

    /** What was written last was never synchronised. */
    static final class LosesTheLastCommit extends DurableStateStoreTck {
        private final StateStore disk = new MemoryStateStore();
        private Commit unsynchronised;

        @Override
        protected StateStore openStore() {
            return reopenStore();
        }

        @Override
        protected StateStore reopenStore() {
            unsynchronised = null;
            return new ForwardingStore(leavingOpen(disk)) {
                @Override
                public CommitResult commit(Commit commit) {
                    if (unsynchronised != null) {
                        store.commit(unsynchronised);
                    }
                    unsynchronised = commit;
                    return new CommitResult.Committed(commit.revision().number());
                }
            };
        }
    }

    private static StateStore leavingOpen(StateStore store) {
        return new ForwardingStore(store) {
            @Override
            public void close() {
                // What it leaves is found by the next one.
            }
        };
    }

    /** An object goes in, and how it is shown to people comes out. */
    static final class WritesObjectsAsTheyAreShown extends BrokenStoreTck {
        @Override
        StateStore broken(StateStore sound) {
            return rewriting(
                    sound,
                    record -> new StoredRecord(
                            record.kind(),
                            record.id(),
                            record.version(),
                            Payload.ofText(record.payload()
                                    .object(Object.class, text -> text)
                                    .toString())));
        }
    }
}
