package io.stowage.testkit;

import io.stowage.testkit.fault.Cells;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a run ended.
 *
 * @param simulatedHours of virtual time, over all phases
 * @param steps events that happened
 * @param trace the digest of everything that happened: equal for equal runs
 * @param violation what went wrong, with the seed and how to run it again; null if nothing did
 * @param counts what happened how often: operations, refusals, faults
 * @param cells how often each kind of fault struck each component
 * @param acts what the driver did and let go wrong, up to the end of the run or the violation
 */
public record SimulationResult(
        SimulationSettings settings,
        double simulatedHours,
        long steps,
        String trace,
        @Nullable String violation,
        Map<String, Integer> counts,
        List<Act> acts,
        Cells cells) {

    /** Copies the list. */
    public SimulationResult {
        acts = List.copyOf(acts);
    }

    public boolean failed() {
        return violation != null;
    }
}
