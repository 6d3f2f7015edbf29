package io.stowage.core.text;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds the known word that a misspelt one was most likely meant to be. */
public final class Nearest {

    private static final int LONGEST_WORD = 64;

    private Nearest() {}

    /** A sentence such as {@code  Did you mean 'hostPort'?}, with a leading space; empty where nothing is near. */
    public static String hint(String word, Collection<String> known) {
        String nearest = of(word, known);
        return nearest == null ? "" : " Did you mean '" + nearest + "'?";
    }

    /**
     * The nearest known word: one within a third of the word's letters, else the shortest one that the word abbreviates or that it
     * goes on from. Null where there is none.
     */
    public static @Nullable String of(String word, Collection<String> known) {
        if (word.length() > LONGEST_WORD) {
            return null;
        }
        String slip = slip(word, known);
        return slip == null ? abbreviated(word, known) : slip;
    }

    /** As {@code cmd} abbreviates command, and {@code commandLine} goes on from it. */
    private static @Nullable String abbreviated(String word, Collection<String> known) {
        String best = null;
        for (String candidate : known) {
            if ((best == null || candidate.length() < best.length())
                    && (abbreviates(word, candidate) || (candidate.length() > 2 && word.startsWith(candidate)))) {
                best = candidate;
            }
        }
        return best;
    }

    /** Whether all letters of the word come in the other one in this order, the first of both being the same. */
    private static boolean abbreviates(String word, String whole) {
        if (word.length() < 3 || word.charAt(0) != whole.charAt(0)) {
            return false;
        }
        int found = -1;
        for (int i = 0; i < word.length() && (i == 0 || found >= 0); i++) {
            found = whole.indexOf(word.charAt(i), found + 1);
        }
        return found >= 0;
    }

    private static @Nullable String slip(String word, Collection<String> known) {
        String best = null;
        int bestDistance = Math.max(2, word.length() / 3) + 1;
        for (String candidate : known) {
            int distance = distance(word.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
            if (distance < bestDistance && distance < candidate.length()) {
                best = candidate;
                bestDistance = distance;
            }
        }
        return best;
    }

    /** Insertions, deletions, substitutions and swaps of neighbours that turn one word into the other. */
    static int distance(String a, String b) {
        int[] beforeLast = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substitution = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(substitution, Math.min(last[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
            }
            beforeLast = last;
            last = row;
        }
        return last[b.length()];
    }
}
