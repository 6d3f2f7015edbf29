package io.stowage.testkit.store;

import io.stowage.store.memory.MemoryStateStore;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** A copy of a store that is told everything that is done to the store, and does it a little later. */
final class LaggingCopy {

    static final int MOST_BEHIND = 50;

    private record Deed(Consumer<MemoryStateStore> deed, long clock) {}

    private final Deque<Deed> behind = new ArrayDeque<>();
    private final MemoryStateStore store = new MemoryStateStore(this::clock);
    /** The clock at the deed that is being done; once the copy has taken over, the store's. */
    private LongSupplier clock = () -> 0;

    private long clock() {
        return clock.getAsLong();
    }

    boolean isEmpty() {
        return behind.isEmpty();
    }

    /** Something was done to the store at this time of its clock. */
    void follow(Consumer<MemoryStateStore> deed, long at) {
        behind.add(new Deed(deed, at));
        if (behind.size() > MOST_BEHIND) {
            catchUp();
        }
    }

    private void catchUp() {
        Deed oldest = behind.remove();
        clock = oldest::clock;
        oldest.deed().accept(store);
    }

    /** The copy as it is without the last deeds, by the store's clock from now on. */
    MemoryStateStore takeOver(int lost, LongSupplier storeClock) {
        while (behind.size() > lost) {
            catchUp();
        }
        behind.clear();
        clock = storeClock;
        return store;
    }
}
