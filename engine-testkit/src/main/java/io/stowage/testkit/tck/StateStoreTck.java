package io.stowage.testkit.tck;

import io.stowage.spi.StateStore;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/**
 * The contract of {@link StateStore} as tests. Extend it in the tests of your store, say how a store is opened, and run it:
 *
 * <pre>{@code
 * class MyStoreTest extends StateStoreTck {
 *     @Override
 *     protected StateStore openStore() {
 *         return new MyStore(freshDatabase());
 *     }
 * }
 * }</pre>
 *
 * <p>Each test is one numbered rule; {@code docs/writing-a-store.md} lists them. Each runs on a store of its own. A store that promises to
 * keep what it has been given beyond its own end extends {@link DurableStateStoreTck} instead.
 */
@Timeout(120)
public abstract class StateStoreTck
        implements StoreCommitRules,
                StoreResendRules,
                StoreLeaseRules,
                StoreFencingRules,
                StoreFeedRules,
                StoreWaitRules,
                StoreRoundRules,
                StoreValueRules,
                StorePartitionRules,
                StoreConcurrencyRules {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration SHORT_LEASE = Duration.ofSeconds(2);

    private @Nullable StoreUnderTest underTest;

    /** A new store without any content. Called once for each test, which closes it. */
    protected abstract StateStore openStore() throws Exception;

    /**
     * A second store on what {@code first} keeps, as a second engine opens it while the first one is at work. Rules about several
     * engines then use both. Unless overridden it is the first one itself: right for a store that engines share as one object.
     */
    protected StateStore openAnother(StateStore first) throws Exception {
        return first;
    }

    /**
     * Lets the clock that the store's leases run by go on by {@code time}, and says whether that could be done. Unless overridden it
     * can't: the tests then wait for short leases to end, and leave out what would take hours.
     */
    protected boolean letTimePass(Duration time) {
        return false;
    }

    /** How long the shortest leases of the tests last; 2 s unless overridden. Longer for a store whose calls take long. */
    protected Duration shortLease() {
        return SHORT_LEASE;
    }

    /** How long a test waits for what has to happen before it counts as not happening; 20 s unless overridden. */
    protected Duration patience() {
        return PATIENCE;
    }

    @BeforeEach
    final void openStores() throws Exception {
        StateStore first = openStore();
        underTest = new StoreUnderTest(this, first, openAnother(first));
    }

    @AfterEach
    final void closeStores() {
        if (underTest != null) {
            underTest.close();
        }
    }

    @Override
    public final StoreUnderTest underTest() {
        if (underTest == null) {
            throw new IllegalStateException("There is a store during a test only.");
        }
        return underTest;
    }
}
