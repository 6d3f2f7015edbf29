package io.stowage.runtime.docker.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When images were used, in seconds from a beginning that may be anywhere in the range of the clock. */
class ImageUsesTest {

    private static final long BEGINNING =
            Long.MAX_VALUE - Duration.ofSeconds(50).toNanos();
    private static final Duration AGE = Duration.ofSeconds(60);

    private final ImageUses uses = new ImageUses();

    private static long at(int second) {
        return BEGINNING + Duration.ofSeconds(second).toNanos();
    }

    @Test
    void theLongestUnusedComesFirstAndTheYoungerOnesNotAtAll() {
        uses.used("b", at(1));
        uses.used("a", at(40));
        uses.used("c", at(0));
        uses.used("young", at(41));
        assertThat(uses.unusedFor(AGE, at(100))).containsExactly("c", "b", "a");
        assertThat(uses.unusedFor(AGE, at(101))).containsExactly("c", "b", "a", "young");
        assertThat(uses.unusedFor(AGE, at(59))).isEmpty();
    }

    @Test
    void anEarlierUseThatIsToldLateMakesNothingOlder() {
        uses.used("a", at(10));
        uses.used("a", at(5));
        assertThat(uses.unusedFor(AGE, at(69))).isEmpty();
        assertThat(uses.unusedFor(AGE, at(70))).containsExactly("a");
    }

    @Test
    void whatWasUsedMeanwhileIsNotRemoved() {
        List<String> removed = new ArrayList<>();
        uses.used("a", at(0));
        uses.used("b", at(0));
        uses.used("a", at(50));
        assertThat(uses.remove("a", AGE, at(60), () -> removed.add("a"))).isFalse();
        assertThat(uses.remove("b", AGE, at(60), () -> removed.add("b"))).isTrue();
        assertThat(removed).containsExactly("b");
        assertThat(uses.unusedFor(AGE, at(200))).containsExactly("a");
    }

    @Test
    void whatCouldNotBeRemovedIsTriedAgainAnAgeLater() {
        uses.used("a", at(0));
        assertThat(uses.remove("a", AGE, at(60), () -> false)).isFalse();
        assertThat(uses.unusedFor(AGE, at(119))).isEmpty();
        assertThat(uses.unusedFor(AGE, at(120))).containsExactly("a");
    }

    @Test
    void aRemovalThatTakesLongKeepsOnlyPullsWaiting() throws Exception {
        uses.used("a", at(0));
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        Thread pull = new Thread(() -> {
            uses.pulling("a", at(61));
            order.add("pulling");
        });
        uses.remove("a", AGE, at(60), () -> {
            pull.start();
            await().until(() -> pull.getState() == Thread.State.WAITING);
            uses.used("b", at(61));
            return order.add("removed");
        });
        pull.join();
        assertThat(order).containsExactly("removed", "pulling");
    }

    @Test
    void oneOfAllWhoAskLooksEachIntervalFromTheFirstQuestionOn() {
        assertThat(uses.isDue(at(0), AGE)).isFalse();
        assertThat(uses.isDue(at(59), AGE)).isFalse();
        assertThat(uses.isDue(at(60), AGE)).isTrue();
        assertThat(uses.isDue(at(61), AGE)).isFalse();
        assertThat(uses.isDue(at(120), AGE)).isTrue();
    }

    @Test
    void settingsOutsideTheirRangeAreRefused() {
        assertThatThrownBy(() -> new ImageCleanUp(Duration.ofMillis(999), AGE, 5))
                .hasMessageContaining("interval of PT0.999S is too short");
        assertThatThrownBy(() -> new ImageCleanUp(AGE, Duration.ofSeconds(-1), 5))
                .hasMessageContaining("minimumAge of PT-1S is negative");
        assertThatThrownBy(() -> new ImageCleanUp(AGE, AGE, -1)).hasMessageContaining("imagesPerCycle of -1");
    }
}
