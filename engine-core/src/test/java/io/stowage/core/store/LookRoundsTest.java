package io.stowage.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.FakeStore;
import io.stowage.core.HandWorld;
import io.stowage.core.world.Cancellable;
import io.stowage.core.world.Outcome;
import io.stowage.spi.Commit;
import io.stowage.spi.Payload;
import io.stowage.spi.Revision;
import io.stowage.spi.StoredRecord;
import io.stowage.spi.Write;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LookRoundsTest {

    private static final Duration SOME_ROUNDS = Duration.ofSeconds(6);

    private final HandWorld world = new HandWorld();
    private final FakeStore store = new FakeStore();
    private final LookRounds rounds =
            new LookRounds(world, new StorePort(store, world.lane("store", 4), Duration.ofSeconds(10)));
    private final List<String> heard = new ArrayList<>();

    private void hear(Outcome<Boolean> changed) {
        heard.add(changed instanceof Outcome.Success<Boolean> success ? String.valueOf(success.value()) : "unknown");
    }

    private Cancellable watch() {
        return rounds.watch(world.strand("watcher"), "p", Revision.NONE, (changed, sentAt) -> hear(changed));
    }

    private void change() {
        store.commit(new Commit(
                "p",
                "commit",
                Revision.NONE,
                null,
                List.of(new Write.Put(new StoredRecord("kind", "id", 1, Payload.ofText("{}"))))));
    }

    @Test
    void whoAsksHearsInTheNextRoundThatNothingHasChanged() {
        rounds.next(world.strand("asking"), "p", Revision.NONE, (changed, sentAt) -> hear(changed));
        world.pass(SOME_ROUNDS);
        assertThat(heard).containsExactly("false");
    }

    @Test
    void whoWatchesHearsNothingUntilThereIsAChangeAndThenThatOnce() {
        Cancellable unused = watch();
        world.pass(SOME_ROUNDS);
        assertThat(heard).isEmpty();
        change();
        world.pass(SOME_ROUNDS);
        assertThat(heard).containsExactly("true");
    }

    @Test
    void whoWatchesHearsThatARoundFailedAndNothingMore() {
        Cancellable unused = watch();
        store.beforeRead(() -> {
            throw new IllegalStateException("out of reach");
        });
        world.pass(SOME_ROUNDS);
        assertThat(heard).containsExactly("unknown");
    }

    @Test
    void whoHasLeftHearsOfNoChange() {
        watch().cancel();
        change();
        world.pass(SOME_ROUNDS);
        assertThat(heard).isEmpty();
    }
}
