package io.stowage.testkit;

import io.stowage.testkit.provider.CloudFault;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How a run of {@link ChurnRun} ended.
 *
 * @param simulatedHours of virtual time
 * @param launches machines that were launched, those of no use among them
 * @param leaked machines that were there at the end, when none was to be
 * @param violation what went wrong, with the seed and how to run it again; null if nothing did
 * @param faults how often the cloud failed in which way
 * @param counts what else happened how often: operations, refusals, crashes
 * @param trace the digest of everything that happened: equal for equal runs
 */
public record ChurnResult(
        ChurnSettings settings,
        double simulatedHours,
        int launches,
        int leaked,
        @Nullable String violation,
        Map<CloudFault, Long> faults,
        Map<String, Integer> counts,
        String trace) {

    /** Copies the maps. */
    public ChurnResult {
        faults = new TreeMap<>(faults);
        counts = new TreeMap<>(counts);
    }

    public boolean failed() {
        return violation != null || leaked > 0;
    }
}
