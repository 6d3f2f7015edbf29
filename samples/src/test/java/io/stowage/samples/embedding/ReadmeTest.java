package io.stowage.samples.embedding;

import static org.assertj.core.api.Assertions.assertThat;

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
        String shown = between(Files.readString(README), "```java\n", "```");
        String run = between(Files.readString(SOURCE), "// README: from here\n", "        // README: to here");
        assertThat(shown.strip()).isEqualTo(run.stripTrailing().stripIndent());
        assertThat(shown.lines()).hasSizeBetween(20, 30);
    }

    private static String between(String text, String begin, String end) {
        int from = text.indexOf(begin);
        assertThat(from).as("where \"%s\" is", begin.strip()).isNotNegative();
        from += begin.length();
        int to = text.indexOf(end, from);
        assertThat(to).as("where \"%s\" is", end.strip()).isNotNegative();
        return text.substring(from, to);
    }
}
