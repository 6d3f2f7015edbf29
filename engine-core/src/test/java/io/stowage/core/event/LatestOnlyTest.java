package io.stowage.core.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.core.HandWorld;
import io.stowage.core.world.Strand;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class LatestOnlyTest {

    private final HandWorld world = new HandWorld();
    private final Strand strand = world.strand("test");
    private final List<String> heard = new ArrayList<>();

    private LatestOnly<String> of(Consumer<String> listener) {
        return new LatestOnly<>(world, strand, this, listener);
    }

    @Test
    void tellsEachNewValueOnce() {
        LatestOnly<String> latest = of(heard::add);
        latest.offer("a");
        world.settle();
        latest.offer("a");
        world.settle();
        latest.offer("b");
        world.settle();
        assertThat(heard).containsExactly("a", "b");
    }

    @Test
    void tellsOnlyTheNewestOfWhatCameWhileTheListenerWasBusy() {
        LatestOnly<String> latest = of(heard::add);
        latest.offer("a");
        latest.offer("b");
        latest.offer("c");
        world.settle();
        assertThat(heard).containsExactly("a", "c");
    }

    @Test
    void aChangeThatWasTakenBackMeanwhileIsNotTold() {
        LatestOnly<String> latest = of(heard::add);
        latest.offer("a");
        latest.offer("b");
        latest.offer("a");
        world.settle();
        assertThat(heard).containsExactly("a");
    }

    @Test
    void aListenerThatThrowsIsToldTheNext() {
        LatestOnly<String> latest = of(value -> {
            heard.add(value);
            throw new IllegalStateException("a listener's own trouble");
        });
        latest.offer("a");
        world.settle();
        latest.offer("b");
        world.settle();
        assertThat(heard).containsExactly("a", "b");
    }

    /** Work that never answers stands for a listener that never returns. */
    @Test
    void aListenerThatNeverReturnsHarmsNobodyElse() {
        LatestOnly<String> stuck = new LatestOnly<>(world, strand, this, value -> {
            throw new HandWorld.NoAnswer();
        });
        LatestOnly<String> other = of(heard::add);
        for (String value : List.of("a", "b")) {
            stuck.offer(value);
            other.offer(value);
            world.settle();
        }
        assertThat(heard).containsExactly("a", "b");
    }

    @Test
    void tellsNothingMoreOnceItIsClosed() {
        LatestOnly<String> latest = of(heard::add);
        latest.offer("a");
        latest.close();
        latest.offer("b");
        world.settle();
        assertThat(heard).isEmpty();
    }
}
