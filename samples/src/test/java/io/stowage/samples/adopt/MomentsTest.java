package io.stowage.samples.adopt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MomentsTest {

    private static final int MOST = 100;
    private static final int LATEST_MILLIS = 15_000;

    private record At(long millis) implements Abandonment.Progress {
        @Override
        public int begun() {
            return 0;
        }

        @Override
        public int running() {
            return 0;
        }
    }

    /** Ten tasks of a hundred are there, or gone, long before a hundred would be. */
    @Test
    void anEngineThatScalesALittleIsKilledSoon() {
        List<Abandonment> plan = new Moments(new Random(1), 90, MOST, LATEST_MILLIS).draw(500);

        assertThat(plan)
                .filteredOn(each -> String.valueOf(each.order()).startsWith("scale"))
                .hasSizeGreaterThan(100)
                .allMatch(each -> each.moment().test(new At(LATEST_MILLIS / 10)));
        assertThat(plan)
                .filteredOn(each -> String.valueOf(each.order()).startsWith("roll"))
                .anyMatch(each -> !each.moment().test(new At(LATEST_MILLIS / 2)))
                .anyMatch(each -> each.moment().test(new At(LATEST_MILLIS / 2)));
    }

    @Test
    void anEngineThatScalesMuchIsKilledSoonOrLate() {
        assertThat(new Moments(new Random(1), 1, MOST, LATEST_MILLIS).draw(500))
                .filteredOn(each -> String.valueOf(each.order()).startsWith("scale"))
                .anyMatch(each -> !each.moment().test(new At(LATEST_MILLIS / 2)))
                .anyMatch(each -> each.moment().test(new At(LATEST_MILLIS / 20)));
    }
}
