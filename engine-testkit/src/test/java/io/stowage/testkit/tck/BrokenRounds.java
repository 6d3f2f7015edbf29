package io.stowage.testkit.tck;

import io.stowage.spi.Lease;
import io.stowage.spi.Revision;
import io.stowage.spi.StateStore;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Stores that break the contract where they are asked about several partitions at once, each in one way. */
final class BrokenRounds {

    private BrokenRounds() {}

    static final class TellsOfChangesByTheNumberAlone extends BrokenStoreTck {
        @Override
        StateStore broken(StateStore sound) {
            return new ForwardingStore(sound) {
                @Override
                public Map<String, Revision> changed(Map<String, Revision> known, Duration wait) {
                    Map<String, Revision> changed = new TreeMap<>(store.changed(known, wait));
                    changed.entrySet()
                            .removeIf(entry -> entry.getValue().number()
                                    == known.getOrDefault(entry.getKey(), Revision.NONE)
                                            .number());
                    return changed;
                }
            };
        }
    }

    /** As a query that finds rows only. */
    static final class KnowsNothingOfWhatIsNotThere extends BrokenStoreTck {
        @Override
        StateStore broken(StateStore sound) {
            return new ForwardingStore(sound) {
                @Override
                public Map<String, Revision> changed(Map<String, Revision> known, Duration wait) {
                    Map<String, Revision> changed = new TreeMap<>(store.changed(known, wait));
                    changed.values().removeIf(Revision.NONE::equals);
                    return changed;
                }
            };
        }
    }

    /** As one that tells what has changed since it was asked last. */
    static final class ToldOnceIsNeverToldAgain extends BrokenStoreTck {
        @Override
        StateStore broken(StateStore sound) {
            return new ForwardingStore(sound) {
                private final Map<String, Revision> told = new TreeMap<>();

                @Override
                public synchronized Map<String, Revision> changed(Map<String, Revision> known, Duration wait) {
                    Map<String, Revision> changed = new TreeMap<>(store.changed(known, wait));
                    changed.entrySet().removeIf(entry -> entry.getValue().equals(told.get(entry.getKey())));
                    told.putAll(changed);
                    return changed;
                }
            };
        }
    }

    static final class RenewsWhatIsLostAlongWithTheRest extends BrokenStoreTck {
        @Override
        StateStore broken(StateStore sound) {
            return new ForwardingStore(sound) {
                @Override
                public Set<Lease> renewAll(Collection<Lease> leases, Duration timeToLive) {
                    boolean any = !super.renewAll(leases, timeToLive).isEmpty();
                    return any ? new LinkedHashSet<>(leases) : Set.of();
                }
            };
        }
    }

    /** As one statement whose rows are told apart by the partition alone. */
    static final class RenewsByTheNameOfThePartition extends BrokenStoreTck {
        @Override
        StateStore broken(StateStore sound) {
            return new ForwardingStore(sound) {
                @Override
                public Set<Lease> renewAll(Collection<Lease> leases, Duration timeToLive) {
                    Set<Lease> sound = super.renewAll(leases, timeToLive);
                    List<String> partitions =
                            sound.stream().map(Lease::partition).toList();
                    Set<Lease> renewed = new LinkedHashSet<>(leases);
                    renewed.removeIf(lease -> !partitions.contains(lease.partition())
                            || sound.stream().noneMatch(held -> held.holder().equals(lease.holder())));
                    return renewed;
                }
            };
        }
    }

    static final class TakesAllOrNothing extends BrokenStoreTck {
        @Override
        StateStore broken(StateStore sound) {
            return new ForwardingStore(sound) {
                @Override
                public Map<String, Lease> acquireAll(Map<String, String> holders, Duration timeToLive) {
                    Map<String, Lease> taken = super.acquireAll(holders, timeToLive);
                    if (taken.size() < holders.size()) {
                        List.copyOf(taken.values()).forEach(store::release);
                        return Map.of();
                    }
                    return taken;
                }
            };
        }
    }

    /** As a database whose language makes no difference between them. */
    static final class TakesHoldersForTheSameWhateverTheirCase extends BrokenStoreTck {
        @Override
        StateStore broken(StateStore sound) {
            return new ForwardingStore(sound) {
                @Override
                public Set<Lease> renewAll(Collection<Lease> leases, Duration timeToLive) {
                    Map<String, Lease> byName = new TreeMap<>();
                    leases.forEach(lease -> byName.put(lease.partition().toLowerCase(Locale.ROOT), lease));
                    return super.renewAll(byName.values(), timeToLive);
                }
            };
        }
    }
}
