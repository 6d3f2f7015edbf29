package io.stowage.testkit.tck;

import static io.stowage.testkit.tck.BrokenStoreTck.at;

import io.stowage.spi.Commit;
import io.stowage.spi.CommitResult;
import io.stowage.spi.CommitResult.Committed;
import io.stowage.spi.PartitionSnapshot;
import io.stowage.spi.Revision;
import io.stowage.spi.StateStore;
import io.stowage.spi.StoredRecord;
import io.stowage.spi.Write;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Stores that break the contract on commits, each in one way. */
final class BrokenCommits {

    private BrokenCommits() {}

    /** A commit is made of two: a reader may come between them. Waits for one, but not long. */
    static final class CommitsInTwoHalves extends BrokenStoreTck {
        @Override
        StateStore broken(StateStore sound) {
            return new ForwardingStore(sound) {
                private volatile List<Write> halfway = List.of();

                @Override
                public CommitResult commit(Commit commit) {
                    List<Write> writes = commit.writes();
                    halfway = writes.subList(0, writes.size() / 2);
                    Together.comesTrue(Duration.ofMillis(20), () -> halfway.isEmpty());
                    halfway = List.of();
                    return store.commit(commit);
                }

                @Override
                public PartitionSnapshot read(String partition) {
                    List<Write> early = halfway;
                    var snapshot = store.read(partition);
                    List<StoredRecord> records = new ArrayList<>(snapshot.records());
                    for (Write write : early) {
                        records.removeIf(record -> record.kind().equals(write.kind())
                                && record.id().equals(write.id()));
                        if (write instanceof Write.Put put) {
                            records.add(put.record());
                        }
                    }
                    halfway = List.of();
                    return new PartitionSnapshot(snapshot.revision(), records);
                }
            };
        }
    }

    static final class IgnoresTheExpectedRevision extends BrokenStoreTck {
        @Override
        StateStore broken(StateStore sound) {
            return new ForwardingStore(sound) {
                @Override
                public synchronized CommitResult commit(Commit commit) {
                    return store.commit(
                            at(store.read(commit.partition()).revision(), commit.lease(), commit.commitId(), commit));
                }
            };
        }
    }

    /** As where the partition's row has a number and nothing else. */
    static final class LooksAtTheNumberAlone extends BrokenStoreTck {
        @Override
        StateStore broken(StateStore sound) {
            return new ForwardingStore(sound) {
                @Override
                public synchronized CommitResult commit(Commit commit) {
                    Revision now = store.read(commit.partition()).revision();
                    Revision expected = commit.expectedRevision();
                    boolean sameNumber = expected.number() == now.number();
                    return store.commit(at(sameNumber ? now : expected, commit.lease(), commit.commitId(), commit));
                }
            };
        }
    }

    static final class CountsWritesInsteadOfCommits extends BrokenStoreTck {
        @Override
        StateStore broken(StateStore sound) {
            return new ForwardingStore(sound) {
                @Override
                public synchronized CommitResult commit(Commit commit) {
                    CommitResult result = store.commit(commit);
                    if (!(result instanceof Committed) || commit.writes().size() < 2) {
                        return result;
                    }
                    return store.commit(at(commit.revision(), null, commit.commitId() + "+", commit));
                }
            };
        }
    }

    /** A commit is a no-op on what was refused for its revision: but the writes are made. */
    static final class WritesWhatItRefuses extends BrokenStoreTck {
        @Override
        StateStore broken(StateStore sound) {
            return new ForwardingStore(sound) {
                @Override
                public synchronized CommitResult commit(Commit commit) {
                    CommitResult result = store.commit(commit);
                    if (result instanceof CommitResult.Conflict conflict) {
                        store.commit(at(conflict.currentRevision(), null, commit.commitId() + "!", commit));
                    }
                    return result;
                }
            };
        }
    }

    static final class AppliesACommitTwice extends BrokenStoreTck {
        @Override
        StateStore broken(StateStore sound) {
            return new ForwardingStore(sound) {
                private final AtomicLong sent = new AtomicLong();

                @Override
                public synchronized CommitResult commit(Commit commit) {
                    boolean again =
                            store.outcome(commit.partition(), commit.commitId()).isPresent();
                    Revision now = store.read(commit.partition()).revision();
                    return again
                            ? store.commit(at(now, null, "again-" + sent.incrementAndGet(), commit))
                            : store.commit(commit);
                }
            };
        }
    }

    static final class ForgetsCommitIdsAtOnce extends BrokenStoreTck {
        @Override
        StateStore broken(StateStore sound) {
            return new ForwardingStore(sound) {
                @Override
                public Optional<Committed> outcome(String partition, String commitId) {
                    return Optional.empty();
                }
            };
        }
    }

    /** Half an hour is not enough. */
    static final class ForgetsCommitIdsTooSoon extends BrokenStoreTck {
        @Override
        StateStore broken(StateStore sound) {
            return new ForwardingStore(sound) {
                private final Map<String, Long> committedAt = new ConcurrentHashMap<>();

                @Override
                public CommitResult commit(Commit commit) {
                    committedAt.putIfAbsent(commit.commitId(), nanos());
                    return store.commit(commit);
                }

                @Override
                public Optional<Committed> outcome(String partition, String commitId) {
                    long age = nanos() - committedAt.getOrDefault(commitId, 0L);
                    return age > Duration.ofMinutes(30).toNanos()
                            ? Optional.empty()
                            : store.outcome(partition, commitId);
                }
            };
        }
    }

    /** A queue of good intentions: what came too early is done when its time has come. */
    static final class AppliesARefusedCommitLater extends BrokenStoreTck {
        @Override
        StateStore broken(StateStore sound) {
            return new ForwardingStore(sound) {
                private final List<Commit> early = new ArrayList<>();

                @Override
                public synchronized CommitResult commit(Commit commit) {
                    CommitResult result = store.commit(commit);
                    if (result instanceof CommitResult.Conflict conflict
                            && conflict.currentRevision().number()
                                    < commit.expectedRevision().number()) {
                        early.add(commit);
                    }
                    early.forEach(store::commit);
                    return result;
                }
            };
        }
    }

    static final class RemembersRefusals extends BrokenStoreTck {
        @Override
        StateStore broken(StateStore sound) {
            return new ForwardingStore(sound) {
                private final Map<String, CommitResult> results = new ConcurrentHashMap<>();

                @Override
                public CommitResult commit(Commit commit) {
                    return results.computeIfAbsent(commit.commitId(), first -> store.commit(commit));
                }
            };
        }
    }
}
