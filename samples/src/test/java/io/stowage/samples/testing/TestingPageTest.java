package io.stowage.samples.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.stowage.samples.Excerpt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The page about testing shows tests that are run: those of {@link ShopTest}. */
class TestingPageTest {

    private static final Path PAGE = Path.of("..", "docs", "testing-your-embedding.md");
    private static final Path SOURCE =
            Path.of("src", "test", "java", "io", "stowage", "samples", "testing", "ShopTest.java");

    @Test
    void showsTheTestsThatAreRun() throws IOException {
        String shown = Excerpt.between(Files.readString(PAGE), "<!-- ShopTest -->\n```java\n", "```");
        String run = Excerpt.between(Files.readString(SOURCE), "// DOCS: from here\n", "    // DOCS: to here");
        assertThat(shown.strip()).isEqualTo(run.stripTrailing().stripIndent().strip());
    }
}
