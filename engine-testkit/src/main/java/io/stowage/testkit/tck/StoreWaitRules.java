package io.stowage.testkit.tck;

import static io.stowage.testkit.tck.StoreUnderTest.PARTITION;
import static io.stowage.testkit.tck.StoreUnderTest.put;
import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.spi.Changes;
import io.stowage.spi.Revision;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** How long readers wait for news. */
interface StoreWaitRules extends StoreRules {

    @Test
    default void st29_aReaderThatDoesNotWaitIsAnsweredAtOnce() throws Exception {
        StoreUnderTest store = underTest();
        assertThat(Together.within(store.patience(), () -> store.changesAfter(0)))
                .isEqualTo(new Changes(Revision.NONE, true, List.of()));
        store.commit(0, null, put("a", 1));
        assertThat(Together.within(store.patience(), () -> store.changesAfter(1)))
                .isEqualTo(new Changes(store.at(1), true, List.of()));
    }

    @Test
    default void st30_aReaderIsAnsweredWhenItsWaitIsOver() throws Exception {
        StoreUnderTest store = underTest();
        store.commit(0, null, put("a", 1));
        for (Duration wait : List.of(Duration.ofNanos(1), Duration.ofMillis(1), Duration.ofMillis(200))) {
            assertThat(Together.within(
                            store.patience(), () -> store.first().changesAfter(PARTITION, store.at(1), wait)))
                    .as("after a wait of %s", wait)
                    .isEqualTo(new Changes(store.at(1), true, List.of()));
        }
    }

    @Test
    default void st31_aReaderDoesNotWaitForWhatIsThere() throws Exception {
        StoreUnderTest store = underTest();
        store.commit(0, null, put("a", 1));
        Changes changes = Together.within(
                store.patience(), () -> store.first().changesAfter(PARTITION, Revision.NONE, Duration.ofHours(1)));
        assertThat(StoreUnderTest.show(changes)).containsExactly("task/a=1 {\"v\":1}");
    }

    @Test
    default void st32_aReaderThatWaitsIsWokenByACommit() throws Exception {
        StoreUnderTest store = underTest();
        for (int revision = 0; revision < 5; revision++) {
            int number = revision;
            Revision from = store.at(revision);
            AtomicReference<Thread> reader = new AtomicReference<>();
            List<Callable<Changes>> both = List.of(
                    () -> {
                        reader.set(Thread.currentThread());
                        return store.second().changesAfter(PARTITION, from, Duration.ofHours(1));
                    },
                    () -> {
                        awaitWaiting(reader);
                        store.commit(number, null, put("a", number + 1));
                        return store.first().changesAfter(PARTITION, from, Duration.ZERO);
                    });
            List<Changes> seen = Together.all(store.patience(), both);
            assertThat(StoreUnderTest.show(seen.get(0))).isEqualTo(StoreUnderTest.show(seen.get(1)));
        }
    }

    /** A thread that waits, or that has had the time to begin to: which of them does not matter to the rule. */
    private static void awaitWaiting(AtomicReference<Thread> reader) {
        Together.comesTrue(Duration.ofMillis(200), () -> {
            Thread thread = reader.get();
            return thread != null
                    && (thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING);
        });
    }
}
