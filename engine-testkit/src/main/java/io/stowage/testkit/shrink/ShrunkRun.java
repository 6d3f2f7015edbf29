package io.stowage.testkit.shrink;

import io.stowage.testkit.Act;
import io.stowage.testkit.SimulationResult;
import java.util.List;

/**
 * A run that fails, with little in it that has nothing to do with the failure.
 *
 * @param result how it fails; its settings leave out what was not needed
 * @param acts what is left to do and to go wrong
 * @param attempts how many runs it took to find
 */
public record ShrunkRun(SimulationResult result, List<Act> acts, int attempts) {

    /** Copies the list. */
    public ShrunkRun {
        acts = List.copyOf(acts);
    }

    /** What to tell people: the seed, what is done and goes wrong, the violation, and the command that runs exactly this again. */
    public String text() {
        StringBuilder text = new StringBuilder("Seed " + result.settings().seed() + " still fails with only "
                + acts.size() + " acts, found in " + attempts + " runs:" + System.lineSeparator());
        acts.forEach(act -> text.append(act).append(System.lineSeparator()));
        return text + String.valueOf(result.violation());
    }
}
