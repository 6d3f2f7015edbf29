package io.stowage.testkit.mutant;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * A bug, as a patch of the engine's sources.
 *
 * <p>Its file says in its first lines what it is and how many engines show it, and then, once or several times, in which source file
 * which text is replaced by which:
 *
 * <pre>
 * what: the floor of healthy tasks is rounded down
 * engines: 1
 * --- in io/stowage/core/deployment/RolloutLimits.java
 * minHealthyPercent + 99) / 100
 * --- becomes
 * minHealthyPercent) / 100
 * </pre>
 *
 * @param name of the file, without its ending
 * @param what it is, for people
 * @param engines how many engines it takes to show
 * @param edits what makes it
 */
public record SeededBug(String name, String what, int engines, List<Edit> edits) {

    private static final String ENDING = ".patch";
    private static final String IN = "--- in ";
    private static final String BECOMES = "--- becomes";

    /**
     * A text that is replaced by another one.
     *
     * @param file relative to the source folder
     */
    public record Edit(String file, String find, String replacement) {}

    /** Checks that there is something to do. */
    public SeededBug {
        edits = List.copyOf(edits);
        if (edits.isEmpty()) {
            throw new IllegalArgumentException("Patch " + name + " changes nothing.");
        }
    }

    /** Every bug in a folder, ordered by name. */
    public static List<SeededBug> in(Path folder) {
        TreeSet<Path> files = new TreeSet<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*" + ENDING)) {
            found.forEach(files::add);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return files.stream().map(SeededBug::read).toList();
    }

    static SeededBug read(Path file) {
        String name = String.valueOf(file.getFileName());
        try {
            return parse(name.substring(0, name.length() - ENDING.length()), Files.readAllLines(file));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static SeededBug parse(String name, List<String> lines) {
        String what = "";
        int engines = 1;
        List<Edit> edits = new ArrayList<>();
        int at = 0;
        while (at < lines.size() && !lines.get(at).startsWith(IN)) {
            String line = lines.get(at++);
            if (line.startsWith("what: ")) {
                what = line.substring(6);
            } else if (line.startsWith("engines: ")) {
                engines = Integer.parseInt(line.substring(9));
            } else if (!line.isBlank()) {
                throw new IllegalArgumentException("Patch " + name + " has a line that says nothing: " + line);
            }
        }
        while (at < lines.size()) {
            int middle = indexOf(BECOMES, lines, at, name);
            int end = middle;
            while (end < lines.size() && !lines.get(end).startsWith(IN)) {
                end++;
            }
            edits.add(new Edit(
                    lines.get(at).substring(IN.length()).strip(),
                    String.join("\n", lines.subList(at + 1, middle)),
                    String.join("\n", lines.subList(middle + 1, end))));
            at = end;
        }
        return new SeededBug(name, what, engines, edits);
    }

    private static int indexOf(String line, List<String> lines, int from, String name) {
        for (int i = from; i < lines.size(); i++) {
            if (lines.get(i).strip().equals(line)) {
                return i;
            }
        }
        throw new IllegalArgumentException(
                "Patch " + name + " has an \"" + IN.strip() + "\" without \"" + BECOMES + "\".");
    }
}
