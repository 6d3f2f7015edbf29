package io.stowage.samples.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.samples.Program;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class EmbeddingTest {

    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void runsTwoTasksAndLeavesNone(@TempDir Path directory) throws Exception {
        try (Program embedding = Program.start(Embedding.class, directory)) {
            assertThat(embedding.awaitEnd()).as(embedding.text()).isZero();
            assertThat(embedding.text()).isEqualToNormalizingNewlines("two clocks tick\n");
            assertThat(embedding.leftBehind()).isEmpty();
        }
    }
}
