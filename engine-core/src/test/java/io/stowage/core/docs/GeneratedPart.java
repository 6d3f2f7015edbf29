package io.stowage.core.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A part of a page in {@code docs/} that a class writes. The page has it between two comments; what is written by hand stands around them.
 *
 * @param page the name of the page
 * @param maker the class that writes it: its main method writes it anew
 */
public record GeneratedPart(String page, Class<?> maker) {

    /** Fails if the page has anything else than this. */
    public void check(String made) throws IOException {
        String text = Files.readString(path(page));
        assertThat(text.substring(start(text), end(text)))
                .as("docs/%s is stale: run the main method of %s", page, maker.getName())
                .isEqualTo(made);
    }

    /** Puts this in the place of what the page has. */
    public void write(String made) throws IOException {
        String text = Files.readString(path(page));
        Files.writeString(path(page), text.substring(0, start(text)) + made + text.substring(end(text)));
    }

    private int start(String text) {
        String opening = "<!-- made by " + maker.getName() + " -->\n";
        return find(text, opening, 0) + opening.length();
    }

    private int end(String text) {
        return find(text, "<!-- end -->\n", start(text));
    }

    private int find(String text, String comment, int from) {
        int at = text.indexOf(comment, from);
        assertThat(at).as("where docs/%s has %s", page, comment).isNotNegative();
        return at;
    }

    /** A page at the root of the repository, wherever the tests are started. */
    public static Path path(String page) {
        Path directory = Path.of("").toAbsolutePath();
        while (directory != null && !Files.isDirectory(directory.resolve("engine-core"))) {
            directory = directory.getParent();
        }
        assertThat(directory).as("the root of the repository").isNotNull();
        return directory.resolve("docs").resolve(page);
    }
}
