package io.stowage.samples.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.samples.Excerpt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The README shows code that compiles and runs: that of {@link Embedding}. */
class ReadmeTest {

    private static final Path README = Path.of("..", "README.md");
    private static final Path SOURCE =
            Path.of("src", "main", "java", "io", "stowage", "samples", "embedding", "Embedding.java");

    @Test
    void showsTheExampleThatIsRun() throws IOException {
        String shown = Excerpt.between(Files.readString(README), "```java\n", "```");
        String run = Excerpt.between(Files.readString(SOURCE), "// README: from here\n", "        // README: to here");
        assertThat(shown.strip()).isEqualTo(run.stripTrailing().stripIndent());
        assertThat(shown.lines()).hasSizeBetween(20, 30);
    }
}
