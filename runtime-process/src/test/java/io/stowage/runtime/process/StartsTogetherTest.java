package io.stowage.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class StartsTogetherTest {

    private final StartsTogether starts = new StartsTogether();

    @Test
    void aLoneStartGoesAtOnce() {
        assertThat(starts.asked("a")).containsExactly("a");
        assertThat(starts.over("a")).isEmpty();
        assertThat(starts.asked("b")).containsExactly("b");
    }

    @Test
    void thoseThatComeMeanwhileGoTogetherWhenNoneIsUnderWay() {
        starts.asked("a");
        assertThat(starts.asked("b")).isEmpty();
        assertThat(starts.asked("c")).isEmpty();
        assertThat(starts.over("a")).containsExactly("b", "c");
        assertThat(starts.over("b")).isEmpty();
    }

    @Test
    void fourNeedNotWait() {
        starts.asked("a");
        starts.asked("b");
        starts.asked("c");
        starts.asked("d");
        assertThat(starts.asked("e")).containsExactly("b", "c", "d", "e");
    }

    @Test
    void whoeverIsInAHurryTakesAllAlong() {
        starts.asked("a");
        starts.asked("b");
        starts.asked("c");
        assertThat(starts.hurried("c")).containsExactly("b", "c");
        assertThat(starts.hurried("b")).isEmpty();
    }

    @Test
    void whatNobodyWaitsForIsNotSent() {
        starts.asked("a");
        starts.asked("b");
        assertThat(starts.over("b")).isEmpty();
        assertThat(starts.over("a")).isEmpty();
    }

    /** Every start is sent once, in the order asked, if its caller waits long enough; never more at once than the shell takes. */
    @Property
    void eachIsSentOnce(@ForAll @Size(max = 60) List<@IntRange(min = 0, max = 2) Integer> steps) {
        StartsTogether some = new StartsTogether();
        List<String> asked = new ArrayList<>();
        List<String> sent = new ArrayList<>();
        List<String> over = new ArrayList<>();
        for (int step : steps) {
            List<String> now = List.of();
            if (step == 0) {
                asked.add("start-" + asked.size());
                now = some.asked(asked.get(asked.size() - 1));
            } else if (step == 1 && over.size() < sent.size()) {
                over.add(sent.get(over.size()));
                now = some.over(over.get(over.size() - 1));
            } else if (step == 2 && sent.size() < asked.size()) {
                now = some.hurried(asked.get(asked.size() - 1));
            }
            assertThat(now).hasSizeLessThanOrEqualTo(StartsTogether.MOST);
            sent.addAll(now);
        }
        while (over.size() < sent.size()) {
            over.add(sent.get(over.size()));
            sent.addAll(some.over(over.get(over.size() - 1)));
        }
        assertThat(sent).isEqualTo(asked);
    }
}
