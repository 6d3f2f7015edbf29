package io.stowage.samples.autoscale;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictTest {

    @Test
    void isTheLastLine() {
        assertThat(new Verdict(60, 16, 15, 0).json())
                .isEqualTo("{\"peakTasks\":60,\"peakInstances\":16,\"optimumInstances\":15,\"leaked\":0}");
    }

    @ParameterizedTest
    @CsvSource({
        "60, 15, 15, 0, true",
        "60, 16, 15, 0, true",
        "60, 17, 15, 0, false",
        "60, 21, 20, 0, true",
        "60, 22, 20, 0, false",
        "59, 15, 15, 0, false",
        "61, 15, 15, 0, false",
        "60, 15, 15, 1, false"
    })
    void passesWithAllTasksNothingLeftAndFivePercentOfMachinesTooMany(
            int tasks, int machines, int optimum, int leaked, boolean passes) {
        assertThat(new Verdict(tasks, machines, optimum, leaked).passes(60)).isEqualTo(passes);
    }
}
