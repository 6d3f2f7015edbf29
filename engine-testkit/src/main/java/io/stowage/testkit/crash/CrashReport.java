package io.stowage.testkit.crash;

import java.util.List;

/**
 * What came of crashing a scenario everywhere.
 *
 * @param scenario its name
 * @param crashPoints how many crashes were tried: each write and each effect, in every way
 * @param nestedCrashPoints how many were tried in what follows such a crash
 * @param violations what went wrong, each with how to see it again
 */
public record CrashReport(String scenario, int crashPoints, int nestedCrashPoints, List<String> violations) {

    /** Copies the list. */
    public CrashReport {
        violations = List.copyOf(violations);
    }
}
