package io.stowage.testkit.tck;

import io.stowage.spi.Changes;
import io.stowage.spi.Commit;
import io.stowage.spi.CommitResult;
import io.stowage.spi.Revision;
import io.stowage.spi.StateStore;
import io.stowage.spi.Write;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Stores that break the contract on the feed, each in one way. */
final class BrokenFeeds {

    private BrokenFeeds() {}

    /** Changes what the feed says. */
    private abstract static class BrokenFeed extends ForwardingStore {
        BrokenFeed(StateStore store) {
            super(store);
        }

        abstract Changes broken(Changes changes, String partition);

        @Override
        public Changes changesAfter(String partition, Revision revision, Duration wait) {
            return broken(store.changesAfter(partition, revision, wait), partition);
        }
    }

    static final class TheFeedLosesRemovals extends BrokenStoreTck {
        @Override
        StateStore broken(StateStore sound) {
            return new BrokenFeed(sound) {
                @Override
                Changes broken(Changes changes, String partition) {
                    return with(
                            changes,
                            changes.writes().stream()
                                    .filter(Write.Put.class::isInstance)
                                    .toList());
                }
            };
        }
    }

    static final class TheFeedIsOutOfOrder extends BrokenStoreTck {
        @Override
        StateStore broken(StateStore sound) {
            return new BrokenFeed(sound) {
                @Override
                Changes broken(Changes changes, String partition) {
                    List<Write> writes = new ArrayList<>(changes.writes());
                    Collections.reverse(writes);
                    return with(changes, writes);
                }
            };
        }
    }

    static final class TheFeedIsInOrderOfIds extends BrokenStoreTck {
        @Override
        StateStore broken(StateStore sound) {
            return new BrokenFeed(sound) {
                @Override
                Changes broken(Changes changes, String partition) {
                    List<Write> writes = new ArrayList<>(changes.writes());
                    writes.sort(Comparator.comparing(Write::id));
                    return with(changes, writes);
                }
            };
        }
    }

    /** Knows what is there, and takes what it has forgotten for never having been. */
    static final class TheFeedIsCompleteAlthoughItHasForgotten extends BrokenStoreTck {
        @Override
        StateStore broken(StateStore sound) {
            return new BrokenFeed(sound) {
                @Override
                Changes broken(Changes changes, String partition) {
                    if (changes.complete()) {
                        return changes;
                    }
                    List<Write> puts = new ArrayList<>();
                    store.read(partition).records().forEach(record -> puts.add(new Write.Put(record)));
                    return new Changes(changes.revision(), true, puts);
                }
            };
        }
    }

    static final class ToAReaderThatIsAheadNothingHasHappened extends BrokenStoreTck {
        @Override
        StateStore broken(StateStore sound) {
            return new ForwardingStore(sound) {
                @Override
                public Changes changesAfter(String partition, Revision revision, Duration wait) {
                    long now = store.read(partition).revision().number();
                    return revision.number() > now
                            ? new Changes(revision, true, List.of())
                            : store.changesAfter(partition, revision, wait);
                }
            };
        }
    }

    /** Who asks from a number is told what came after it, whatever it was that was seen at that number. */
    static final class TheFeedGoesByTheNumberAlone extends BrokenStoreTck {
        @Override
        StateStore broken(StateStore sound) {
            return new ForwardingStore(sound) {
                private final Map<Long, Revision> made = new ConcurrentHashMap<>();

                @Override
                public CommitResult commit(Commit commit) {
                    made.put(commit.revision().number(), commit.revision());
                    return store.commit(commit);
                }

                @Override
                public Changes changesAfter(String partition, Revision revision, Duration wait) {
                    return store.changesAfter(partition, made.getOrDefault(revision.number(), revision), wait);
                }
            };
        }
    }

    static final class WaitsAsLongAsItTakes extends BrokenStoreTck {
        @Override
        StateStore broken(StateStore sound) {
            return new ForwardingStore(sound) {
                @Override
                public Changes changesAfter(String partition, Revision revision, Duration wait) {
                    return store.changesAfter(partition, revision, wait.isZero() ? wait : Duration.ofDays(1));
                }
            };
        }
    }

    static final class WaitsThoughNotAskedTo extends BrokenStoreTck {
        @Override
        StateStore broken(StateStore sound) {
            return new ForwardingStore(sound) {
                @Override
                public Changes changesAfter(String partition, Revision revision, Duration wait) {
                    return store.changesAfter(partition, revision, wait.isZero() ? Duration.ofSeconds(30) : wait);
                }
            };
        }
    }

    /** Looks, waits its time, and looks again. */
    static final class SleepsThroughCommits extends BrokenStoreTck {
        @Override
        StateStore broken(StateStore sound) {
            return new ForwardingStore(sound) {
                @Override
                public Changes changesAfter(String partition, Revision revision, Duration wait) {
                    Changes now = store.changesAfter(partition, revision, Duration.ZERO);
                    if (now.revision().equals(revision)) {
                        Together.wait(wait);
                    }
                    return store.changesAfter(partition, revision, Duration.ZERO);
                }
            };
        }
    }

    static final class WaitsForTheNextCommit extends BrokenStoreTck {
        @Override
        StateStore broken(StateStore sound) {
            return new ForwardingStore(sound) {
                @Override
                public Changes changesAfter(String partition, Revision revision, Duration wait) {
                    store.changesAfter(partition, store.read(partition).revision(), wait);
                    return store.changesAfter(partition, revision, Duration.ZERO);
                }
            };
        }
    }

    private static Changes with(Changes changes, List<Write> writes) {
        return new Changes(changes.revision(), changes.complete(), writes);
    }
}
