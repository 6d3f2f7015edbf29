package io.stowage.core.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FargateSizesTest {

    @ParameterizedTest
    @CsvSource({
        "512, 1024, 1024, 4096",
        "1024, 1024, 2048, 8192",
        "2048, 1024, 4096, 16384",
        "4096, 1024, 8192, 30720",
        "8192, 4096, 16384, 61440",
        "16384, 8192, 32768, 122880"
    })
    void memoryGoesInStepsFromTheLeastToTheMost(int cpu, int step, int least, int most) {
        List<Integer> allowed = IntStream.rangeClosed(0, 200_000)
                .filter(memory -> FargateSizes.allows(cpu, memory))
                .boxed()
                .toList();
        assertThat(allowed)
                .isEqualTo(IntStream.iterate(least, memory -> memory <= most, memory -> memory + step)
                        .boxed()
                        .toList());
    }

    @Test
    void theSmallestHasThreeSizes() {
        assertThat(IntStream.rangeClosed(0, 200_000).filter(memory -> FargateSizes.allows(256, memory)))
                .containsExactly(512, 1024, 2048);
    }

    @Test
    void nothingGoesWithOtherCpuUnits() {
        assertThat(FargateSizes.of(1023)).isEmpty();
        assertThat(FargateSizes.allows(128, 512)).isFalse();
        assertThat(FargateSizes.allows(32_768, 65_536)).isFalse();
    }
}
