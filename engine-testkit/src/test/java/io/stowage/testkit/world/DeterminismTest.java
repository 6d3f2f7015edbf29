package io.stowage.testkit.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.testkit.AnotherProcess;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A seed is a run: in this process, in another one, and in one with another collector and other identity hashes. */
class DeterminismTest {

    @Test
    void aSeedIsTheSameRunInAnyProcess() throws Exception {
        String here = TraceOfASeed.trace(42, Duration.ofMinutes(10));
        for (List<String> options : AnotherProcess.DIFFERENCES) {
            assertThat(AnotherProcess.output(options, TraceOfASeed.class, "42", "5000"))
                    .isEqualTo(here);
        }
    }

    @Test
    void anotherSeedIsAnotherRun() {
        assertThat(TraceOfASeed.trace(42, Duration.ofSeconds(10)))
                .isNotEqualTo(TraceOfASeed.trace(43, Duration.ofSeconds(10)));
    }
}
