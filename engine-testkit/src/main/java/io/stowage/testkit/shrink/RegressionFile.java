package io.stowage.testkit.shrink;

import io.stowage.testkit.Act;
import io.stowage.testkit.NumberRanges;
import io.stowage.testkit.Plan;
import io.stowage.testkit.SimulationSettings;
import io.stowage.testkit.fault.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A run that once failed, as a text file: one line each for the seed, the settings, what is left out, what it showed and when.
 *
 * <p>The acts that are left stand in it, too, for people, and to notice when the simulation no longer draws the same ones from the
 * seed: then the file proves nothing any more, and {@link #changes} says so.
 *
 * @param settings what to run
 * @param showed what went wrong
 * @param found when
 * @param acts what is done and goes wrong, a line each
 */
public record RegressionFile(SimulationSettings settings, String showed, LocalDate found, List<String> acts) {

    /** What the names of such files end with. */
    public static final String ENDING = ".regression";

    private static final String DRAWN = "drawn";
    private static final String ACT = "act";

    /** Copies the list. */
    public RegressionFile {
        acts = List.copyOf(acts);
    }

    /**
     * Of a run that was made shorter. The kinds of faults that the seed has drawn are written down: with more kinds to draw from, it would
     * draw others.
     *
     * @param showed what went wrong, in one line; null takes the violation's rule
     */
    public static RegressionFile of(ShrunkRun run, @Nullable String showed, LocalDate today) {
        String rule = FailureKind.of(String.valueOf(run.result().violation()));
        SimulationSettings settings = run.result().settings();
        return new RegressionFile(
                settings.withFaults(Plan.of(settings).faults()),
                showed == null ? rule : showed,
                today,
                run.acts().stream().map(Act::toString).toList());
    }

    /** Every such file of a folder, by its name. */
    public static Map<String, RegressionFile> in(Path folder) {
        TreeSet<Path> paths = new TreeSet<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*" + ENDING)) {
            found.forEach(paths::add);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        Map<String, RegressionFile> files = new LinkedHashMap<>();
        paths.forEach(path -> files.put(String.valueOf(path.getFileName()), read(path)));
        return files;
    }

    /** Reads a file. */
    public static RegressionFile read(Path path) {
        try {
            return parse(Files.readAllLines(path));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Writes it to a file. */
    public void write(Path path) {
        try {
            Files.write(path, lines());
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    /** Acts that the simulation draws now and did not when the file was written, or the other way round; empty if there are none. */
    public List<String> changes() {
        List<String> drawn =
                Plan.of(settings).acts().stream().map(Act::toString).toList();
        List<String> changes = new ArrayList<>();
        drawn.stream().filter(act -> !acts.contains(act)).forEach(act -> changes.add("new: " + act));
        acts.stream().filter(act -> !drawn.contains(act)).forEach(act -> changes.add("gone: " + act));
        return changes;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("seed: " + settings.seed());
        lines.add("tasks: " + settings.tasks());
        lines.add("hours: " + settings.duration().toHours());
        lines.add("engines: " + settings.engines());
        Set<Fault> faults = settings.faults();
        lines.add("faults: "
                + (faults == null ? DRAWN : faults.stream().map(Fault::name).collect(Collectors.joining(","))));
        lines.add("without: " + NumberRanges.print(settings.leftOut()));
        lines.add("showed: " + showed);
        lines.add("found: " + found);
        acts.forEach(act -> lines.add(ACT + ": " + act));
        return lines;
    }

    static RegressionFile parse(List<String> lines) {
        Map<String, String> values = new LinkedHashMap<>();
        List<String> acts = new ArrayList<>();
        for (String line : lines) {
            int colon = line.indexOf(": ");
            String key = colon < 0 ? line : line.substring(0, colon);
            String value = colon < 0 ? "" : line.substring(colon + 2);
            if (key.equals(ACT)) {
                acts.add(value);
            } else {
                values.put(key, value);
            }
        }
        SimulationSettings settings = new SimulationSettings(
                Long.parseLong(value("seed", values)),
                Integer.parseInt(value("tasks", values)),
                Duration.ofHours(Long.parseLong(value("hours", values))),
                Integer.parseInt(value("engines", values)),
                faults(value("faults", values)),
                leftOut(value("without", values)));
        return new RegressionFile(settings, value("showed", values), LocalDate.parse(value("found", values)), acts);
    }

    private static SortedSet<Integer> leftOut(String text) {
        return text.isBlank() ? Collections.emptySortedSet() : NumberRanges.parse(text);
    }

    private static String value(String key, Map<String, String> values) {
        String value = values.get(key);
        if (value == null) {
            throw new IllegalArgumentException("There is no line \"" + key + ": …\", only " + values.keySet() + ".");
        }
        return value;
    }

    private static @Nullable Set<Fault> faults(String text) {
        if (text.equals(DRAWN)) {
            return null;
        }
        Set<Fault> faults = EnumSet.noneOf(Fault.class);
        for (String name : text.isBlank() ? new String[0] : text.split(",", -1)) {
            faults.add(Fault.valueOf(name));
        }
        return faults;
    }
}
