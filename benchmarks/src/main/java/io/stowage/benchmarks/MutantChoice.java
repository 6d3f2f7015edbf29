package io.stowage.benchmarks;

import io.stowage.testkit.mutant.SeededBug;
import java.util.ArrayList;
import java.util.List;

/**
 * Which bugs are hunted: all or some by name, without some, and of those one part of several, so that the whole is done in several runs.
 *
 * @param names of those that are hunted; empty for all
 * @param without the names of those that are not
 * @param part from 1 on
 * @param parts how many there are
 */
record MutantChoice(List<String> names, List<String> without, int part, int parts) {

    static final String ALL = "all";

    /** @throws IllegalArgumentException if the options make no sense */
    static MutantChoice of(Options options) {
        String bugs = options.of("bug");
        String[] part = options.of("part").split("/", -1);
        try {
            return new MutantChoice(
                    bugs.equals(ALL) ? List.of() : names(bugs),
                    names(options.of("without")),
                    Integer.parseInt(part[0]),
                    Integer.parseInt(part[part.length - 1]));
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException(
                    "--part is \"" + options.of("part") + "\"; it must be like 1/3", notANumber);
        }
    }

    MutantChoice {
        names = List.copyOf(names);
        without = List.copyOf(without);
        if (part < 1 || part > parts) {
            throw new IllegalArgumentException("--part is " + part + "/" + parts + "; there is no such part");
        }
    }

    private static List<String> names(String list) {
        return list.isEmpty() ? List.of() : List.of(list.split(",", -1));
    }

    /** @throws IllegalArgumentException if a name is none of theirs, or nothing is left */
    List<SeededBug> among(List<SeededBug> bugs) {
        List<String> known = bugs.stream().map(SeededBug::name).toList();
        requireKnown(names, known);
        requireKnown(without, known);
        List<SeededBug> chosen = new ArrayList<>();
        int number = 0;
        for (SeededBug bug : bugs) {
            boolean wanted = (names.isEmpty() || names.contains(bug.name())) && !without.contains(bug.name());
            if (wanted && number++ % parts == part - 1) {
                chosen.add(bug);
            }
        }
        if (chosen.isEmpty()) {
            throw new IllegalArgumentException("No bug is left to be hunted.");
        }
        return chosen;
    }

    private static void requireKnown(List<String> given, List<String> known) {
        for (String name : given) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException("There is no bug \"" + name + "\"; there are " + known + ".");
            }
        }
    }
}
