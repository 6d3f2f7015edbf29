package io.stowage.testkit.mutant;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Applies the edits of a bug to the engine's sources, in memory. The text to find may be laid out in any way, so that the formatter
 * makes no patch stale; but it must be there, and only once.
 */
final class PatchedSources {

    /** A patch does not fit the sources any more. */
    static final class StalePatchException extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        StalePatchException(String message) {
            super(message);
        }
    }

    private final Path sources;

    PatchedSources(Path sources) {
        this.sources = sources;
    }

    /** The source files that a bug changes, whole, by their paths. */
    Map<String, String> of(SeededBug bug) {
        Map<String, String> patched = new LinkedHashMap<>();
        for (SeededBug.Edit edit : bug.edits()) {
            String before = patched.computeIfAbsent(edit.file(), file -> read(bug, file));
            patched.put(edit.file(), apply(edit, before, bug.name()));
        }
        return patched;
    }

    private String read(SeededBug bug, String file) {
        Path path = sources.resolve(file);
        if (!Files.exists(path)) {
            throw new StalePatchException("Patch " + bug.name() + " is stale: there is no " + file + ".");
        }
        try {
            return Files.readString(path);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static String apply(SeededBug.Edit edit, String source, String bug) {
        Matcher matcher = inAnyLayout(edit.find()).matcher(source);
        if (!matcher.find()) {
            throw new StalePatchException(
                    "Patch " + bug + " is stale: " + edit.file() + " no longer contains:\n" + edit.find());
        }
        int start = matcher.start();
        int end = matcher.end();
        if (matcher.find()) {
            throw new StalePatchException(
                    "Patch " + bug + " is ambiguous: " + edit.file() + " contains more than once:\n" + edit.find());
        }
        return source.substring(0, start) + edit.replacement() + source.substring(end);
    }

    private static Pattern inAnyLayout(String text) {
        StringBuilder pattern = new StringBuilder();
        text.codePoints()
                .filter(character -> !Character.isWhitespace(character))
                .forEach(character -> pattern.append(pattern.isEmpty() ? "" : "\\s*")
                        .append(Pattern.quote(Character.toString(character))));
        return Pattern.compile(pattern.toString());
    }
}
