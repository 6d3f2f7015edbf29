package io.stowage.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who has much to do keeps nobody waiting who has little. */
class FairQueueTest {

    private final List<String> begun = new ArrayList<>();

    private void add(FairQueue queue, String owner, String... calls) {
        for (String call : calls) {
            queue.add(owner, () -> begun.add(owner + call));
        }
    }

    private static void beginAll(FairQueue queue) {
        boolean any = true;
        while (any) {
            any = queue.beginNext();
        }
    }

    @Test
    void noMoreAreUnderWayThanMayBe() {
        FairQueue queue = new FairQueue(2);
        add(queue, "a", "1", "2", "3");
        beginAll(queue);
        assertThat(begun).containsExactly("a1", "a2");

        queue.ended("a");
        beginAll(queue);

        assertThat(begun).containsExactly("a1", "a2", "a3");
    }

    @Test
    void thoseWithTheFewestUnderWayAreNext() {
        FairQueue queue = new FairQueue(4);
        add(queue, "a", "1", "2", "3", "4", "5", "6");
        beginAll(queue);
        add(queue, "b", "1", "2", "3", "4");

        for (int i = 0; i < 3; i++) {
            queue.ended("a");
            beginAll(queue);
        }

        assertThat(begun).containsExactly("a1", "a2", "a3", "a4", "b1", "b2", "a5");
    }

    @Test
    void ofEqualsWhoHadATurnLongestAgoIsNext() {
        FairQueue queue = new FairQueue(1);
        add(queue, "a", "1", "2");
        add(queue, "b", "1", "2");
        add(queue, "c", "1");

        for (String owner : List.of("a", "b", "c", "a", "b")) {
            beginAll(queue);
            queue.ended(owner);
        }

        assertThat(begun).containsExactly("a1", "b1", "c1", "a2", "b2");
    }

    @Test
    void whatWasClearedIsNotBegun() {
        FairQueue queue = new FairQueue(1);
        add(queue, "a", "1");
        queue.clear();

        assertThat(queue.beginNext()).isFalse();
        assertThat(begun).isEmpty();
    }

    @Test
    void noMoreOfOneAreUnderWayThanMayBe() {
        FairQueue queue = new FairQueue(4, 3);
        add(queue, "a", "1", "2", "3", "4");
        beginAll(queue);
        add(queue, "b", "1", "2");
        beginAll(queue);
        assertThat(begun).containsExactly("a1", "a2", "a3", "b1");

        queue.ended("b");
        beginAll(queue);

        assertThat(begun).containsExactly("a1", "a2", "a3", "b1", "b2");
    }

    @Test
    void whoIsOnHoldIsPassedOverUntilAllHoldsAreOver() {
        FairQueue queue = new FairQueue(4);
        add(queue, "a", "1");
        queue.hold("a");
        queue.hold("a");
        add(queue, "b", "1");
        beginAll(queue);
        assertThat(begun).containsExactly("b1");

        queue.goOn("a");
        beginAll(queue);
        assertThat(begun).containsExactly("b1");
        queue.goOn("a");
        queue.goOn("a");
        beginAll(queue);

        assertThat(begun).containsExactly("b1", "a1");
    }
}
