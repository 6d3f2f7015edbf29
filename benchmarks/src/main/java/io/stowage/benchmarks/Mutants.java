package io.stowage.benchmarks;

import io.stowage.testkit.EngineFactory;
import io.stowage.testkit.mutant.MutantEngines;
import io.stowage.testkit.mutant.MutantHunt;
import io.stowage.testkit.mutant.SeededBug;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Seeds one bug after the other into the engine and lets the simulator look for it: {@code benchmarks/run mutants}.
 *
 * <p>A bug is a patch of the engine's sources that is compiled into a class loader of its own; the product never has it. Prints one line
 * of JSON on standard output, and a table of what each bug needed on standard error. Exits with 1 if a bug was not found.
 */
public final class Mutants {

    private static final String SOURCES = "engine-core/src/main/java";
    private static final String PATCHES = "engine-testkit/src/test/resources/mutants";

    private final Options options;
    private final Path root;
    private final PrintStream out;
    private final PrintStream table;
    private final List<Integer> seeds = new ArrayList<>();
    private int found;
    private int byCrashes;

    Mutants(Options options, Path root, PrintStream out, PrintStream table) {
        this.options = options;
        this.root = root;
        this.out = out;
        this.table = table;
    }

    /** Runs from the command line. */
    public static void main(String[] words) {
        boolean allFound;
        try {
            allFound = new Mutants(options(words), root(), System.out, System.err).run();
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage());
            System.exit(2);
            return;
        }
        System.exit(allFound ? 0 : 1);
    }

    static Options options(String... words) {
        Map<String, String> defaults = new LinkedHashMap<>();
        defaults.put("seeds", "60");
        defaults.put("hours", "4");
        defaults.put("first", "1");
        defaults.put("bug", MutantChoice.ALL);
        defaults.put("without", "");
        defaults.put("part", "1/1");
        defaults.put("threads", "2");
        return new Options(defaults, words);
    }

    /** The repository that these classes were built in. */
    private static Path root() {
        try {
            Path classes = Path.of(Mutants.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return Objects.requireNonNull(classes.resolve("../../..").normalize());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** True if every bug was found. */
    boolean run() {
        List<SeededBug> bugs = MutantChoice.of(options).among(SeededBug.in(root.resolve(PATCHES)));
        MutantEngines engines = new MutantEngines(root.resolve(SOURCES));
        table.printf(Locale.ROOT, "%-44s %7s %7s %7s  %s%n", "bug", "engines", "seeds", "crashes", "found by");
        huntAll(bugs, engines);
        Collections.sort(seeds);
        out.printf(
                Locale.ROOT,
                "{\"bugs\":%d,\"found\":%d,\"foundBySeeds\":%d,\"foundByCrashPoints\":%d,\"medianSeeds\":%d,\"mostSeeds\":%d}%n",
                bugs.size(),
                found,
                seeds.size(),
                byCrashes,
                seeds.isEmpty() ? 0 : seeds.get(seeds.size() / 2),
                seeds.isEmpty() ? 0 : seeds.get(seeds.size() - 1));
        return found == bugs.size();
    }

    private void huntAll(List<SeededBug> bugs, MutantEngines engines) {
        List<Callable<Hunted>> hunts = new ArrayList<>();
        bugs.forEach(bug -> hunts.add(() -> hunt(bug, engines.with(bug))));
        Workers.run(options.positive("threads"), hunts, this::note);
    }

    /**
     * What became of a hunt.
     *
     * @param byCrashPoints null if seeds have found the bug
     */
    private record Hunted(SeededBug bug, MutantHunt.Find bySeeds, MutantHunt.@Nullable Find byCrashPoints) {}

    /** By whole runs, seed after seed; and only if these find nothing, at every crash point. */
    private Hunted hunt(SeededBug bug, EngineFactory engines) {
        MutantHunt hunt = new MutantHunt(options.positive("seeds"), Duration.ofHours(options.positive("hours")));
        MutantHunt.Find bySeeds = hunt.seeds(engines, bug.engines(), options.positive("first"));
        return new Hunted(bug, bySeeds, bySeeds.evidence() == null ? hunt.crashes(engines, bug.engines()) : null);
    }

    private void note(Hunted hunted) {
        SeededBug bug = hunted.bug();
        MutantHunt.Find bySeeds = hunted.bySeeds();
        MutantHunt.Find byCrashPoints = hunted.byCrashPoints();
        MutantHunt.Find last = byCrashPoints == null ? bySeeds : byCrashPoints;
        boolean isFound = last.evidence() != null;
        if (byCrashPoints == null) {
            seeds.add(bySeeds.tries());
        } else if (isFound) {
            byCrashes++;
        }
        found += isFound ? 1 : 0;
        table.printf(
                Locale.ROOT,
                "%-44s %7d %7s %7s  %s%n",
                bug.name(),
                bug.engines(),
                byCrashPoints == null ? bySeeds.tries() : "> " + bySeeds.tries(),
                byCrashPoints == null ? "" : byCrashPoints.tries(),
                isFound ? last.rule() : "NOTHING");
    }
}
