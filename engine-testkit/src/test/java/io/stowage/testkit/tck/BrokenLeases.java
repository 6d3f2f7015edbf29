package io.stowage.testkit.tck;

import static io.stowage.testkit.tck.BrokenStoreTck.at;

import io.stowage.spi.Commit;
import io.stowage.spi.CommitResult;
import io.stowage.spi.CommitResult.Fenced;
import io.stowage.spi.Lease;
import io.stowage.spi.Revision;
import io.stowage.spi.StateStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Stores that break the contract on leases and fencing, each in one way. */
final class BrokenLeases {

    private BrokenLeases() {}

    /** The window between the check and the write stands open until the lease has gone to another: what chance does rarely. */
    static final class ChecksTheLeaseBeforeItWrites extends BrokenStoreTck {
        @Override
        StateStore broken(StateStore sound) {
            return new ForwardingStore(sound) {
                @Override
                public CommitResult commit(Commit commit) {
                    Lease lease = commit.lease();
                    if (lease == null) {
                        return store.commit(commit);
                    }
                    if (!store.renew(lease, StoreUnderTest.LONG)) {
                        return new Fenced();
                    }
                    if (Together.comesTrue(Duration.ofMillis(20), () -> !store.renew(lease, StoreUnderTest.LONG))) {
                        Together.wait(Duration.ofMillis(5));
                    }
                    return store.commit(at(commit.expectedRevision(), null, commit.commitId(), commit));
                }
            };
        }
    }

    static final class NeverFences extends BrokenStoreTck {
        @Override
        StateStore broken(StateStore sound) {
            return new ForwardingStore(sound) {
                @Override
                public CommitResult commit(Commit commit) {
                    return store.commit(at(commit.expectedRevision(), null, commit.commitId(), commit));
                }
            };
        }
    }

    static final class LooksAtTheHolderAndNotAtTheEpoch extends BrokenStoreTck {
        @Override
        StateStore broken(StateStore sound) {
            return new ForwardingStore(sound) {
                private final Map<String, Lease> current = new ConcurrentHashMap<>();

                @Override
                public Optional<Lease> acquire(String partition, String holder, Duration timeToLive) {
                    Optional<Lease> lease = store.acquire(partition, holder, timeToLive);
                    lease.ifPresent(got -> current.put(partition, got));
                    return lease;
                }

                @Override
                public CommitResult commit(Commit commit) {
                    Lease lease = commit.lease();
                    Lease now = current.get(commit.partition());
                    boolean sameHolder = lease != null
                            && now != null
                            && lease.holder().equals(now.holder())
                            && lease.partition().equals(now.partition());
                    return store.commit(
                            at(commit.expectedRevision(), sameHolder ? now : lease, commit.commitId(), commit));
                }
            };
        }
    }

    static final class DoesNotRaiseTheEpoch extends BrokenStoreTck {
        @Override
        StateStore broken(StateStore sound) {
            return new ForwardingStore(sound) {
                private final Map<String, Lease> current = new ConcurrentHashMap<>();

                private Lease real(Lease shown) {
                    Lease lease = current.get(shown.partition());
                    boolean known = lease != null && lease.holder().equals(shown.holder()) && shown.epoch() == 1;
                    return known ? lease : shown;
                }

                @Override
                public Optional<Lease> acquire(String partition, String holder, Duration timeToLive) {
                    Optional<Lease> lease = store.acquire(partition, holder, timeToLive);
                    lease.ifPresent(got -> current.put(partition, got));
                    return lease.map(got -> new Lease(partition, holder, 1));
                }

                @Override
                public CommitResult commit(Commit commit) {
                    Lease lease = commit.lease();
                    return store.commit(at(
                            commit.expectedRevision(), lease == null ? null : real(lease), commit.commitId(), commit));
                }

                @Override
                public boolean renew(Lease lease, Duration timeToLive) {
                    return store.renew(real(lease), timeToLive);
                }

                @Override
                public void release(Lease lease) {
                    store.release(real(lease));
                }
            };
        }
    }

    static final class RenewsALostLease extends BrokenStoreTck {
        @Override
        StateStore broken(StateStore sound) {
            return new ForwardingStore(sound) {
                @Override
                public boolean renew(Lease lease, Duration timeToLive) {
                    store.renew(lease, timeToLive);
                    return true;
                }
            };
        }
    }

    static final class LeasesNeverExpire extends BrokenStoreTck {
        @Override
        StateStore broken(StateStore sound) {
            return new ForwardingStore(sound) {
                @Override
                public Optional<Lease> acquire(String partition, String holder, Duration timeToLive) {
                    return store.acquire(partition, holder, Duration.ofDays(1000));
                }
            };
        }
    }

    static final class RenewingDoesNotProlong extends BrokenStoreTck {
        @Override
        StateStore broken(StateStore sound) {
            return new ForwardingStore(sound) {
                @Override
                public boolean renew(Lease lease, Duration timeToLive) {
                    return store.renew(lease, timeToLive.dividedBy(2));
                }
            };
        }
    }

    static final class KeepsWhatIsGivenBack extends BrokenStoreTck {
        @Override
        StateStore broken(StateStore sound) {
            return new ForwardingStore(sound) {
                @Override
                public void release(Lease lease) {
                    // It will expire.
                }
            };
        }
    }

    /** Looks who holds the lease, and takes it: two who look at once both find it free. */
    static final class LooksBeforeItTakesALease extends BrokenStoreTck {
        @Override
        StateStore broken(StateStore sound) {
            return new ForwardingStore(sound) {
                private final CyclicBarrier looking = new CyclicBarrier(2);

                @Override
                public Optional<Lease> acquire(String partition, String holder, Duration timeToLive) {
                    try {
                        looking.await(200, TimeUnit.MILLISECONDS);
                    } catch (Exception alone) {
                        looking.reset();
                        return store.acquire(partition, holder, timeToLive);
                    }
                    return Optional.of(store.acquire(partition, holder, timeToLive)
                            .orElseGet(() -> new Lease(partition, holder, nanos() + 1)));
                }
            };
        }
    }

    static final class LetsEverybodyIn extends BrokenStoreTck {
        @Override
        StateStore broken(StateStore sound) {
            return new ForwardingStore(sound) {
                @Override
                public Optional<Lease> acquire(String partition, String holder, Duration timeToLive) {
                    return Optional.of(store.acquire(partition, holder, timeToLive)
                            .orElseGet(() -> new Lease(partition, holder, nanos() + 1)));
                }
            };
        }
    }

    static final class RaisesTheEpochEachTime extends BrokenStoreTck {
        @Override
        StateStore broken(StateStore sound) {
            return new ForwardingStore(sound) {
                private final Map<String, Lease> current = new ConcurrentHashMap<>();

                @Override
                public synchronized Optional<Lease> acquire(String partition, String holder, Duration timeToLive) {
                    Lease held = current.get(partition);
                    if (held != null && held.holder().equals(holder)) {
                        store.release(held);
                    }
                    Optional<Lease> lease = store.acquire(partition, holder, timeToLive);
                    lease.ifPresent(got -> current.put(partition, got));
                    return lease;
                }
            };
        }
    }

    static final class LetsAnybodyGiveALeaseBack extends BrokenStoreTck {
        @Override
        StateStore broken(StateStore sound) {
            return new ForwardingStore(sound) {
                private final Map<String, Lease> current = new ConcurrentHashMap<>();

                @Override
                public Optional<Lease> acquire(String partition, String holder, Duration timeToLive) {
                    Optional<Lease> lease = store.acquire(partition, holder, timeToLive);
                    lease.ifPresent(got -> current.put(partition, got));
                    return lease;
                }

                @Override
                public void release(Lease lease) {
                    store.release(current.getOrDefault(lease.partition(), lease));
                }
            };
        }
    }

    /** As where lease and revision share a counter. */
    static final class CountsRenewalsAsCommits extends BrokenStoreTck {
        @Override
        StateStore broken(StateStore sound) {
            return new ForwardingStore(sound) {
                private final AtomicLong renewals = new AtomicLong();

                @Override
                public boolean renew(Lease lease, Duration timeToLive) {
                    String partition = lease.partition();
                    Revision now = store.read(partition).revision();
                    store.commit(new Commit(partition, "renewal-" + renewals.incrementAndGet(), now, null, List.of()));
                    return store.renew(lease, timeToLive);
                }
            };
        }
    }
}
