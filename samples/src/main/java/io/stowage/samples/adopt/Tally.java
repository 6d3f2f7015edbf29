package io.stowage.samples.adopt;

import io.stowage.samples.adopt.GroundTruth.Sleeper;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Counts what must not happen, from what really runs before and after the next engine took over. */
final class Tally {

    private final GroundTruth truth;
    private int abandoned;
    private int expectedRuns;
    private int restarted;
    private int orphaned;
    private int lost;
    private int acknowledgedLost;

    Tally(GroundTruth truth) {
        this.truth = truth;
    }

    /** So many processes more are wanted than have ever run. */
    void expectRuns(int more) {
        expectedRuns += more;
    }

    void abandoned() {
        abandoned++;
    }

    /**
     * The next engine says that all is as it should be.
     *
     * @param before what ran when the last one was killed
     * @return how many of those are still there
     */
    int settled(Set<Sleeper> before, int count, String version) {
        Set<Sleeper> after = truth.running();
        int wanted = 0;
        int kept = 0;
        for (Sleeper sleeper : before) {
            if (sleeper.version().equals(version)) {
                wanted++;
                kept += after.contains(sleeper) ? 1 : 0;
            }
        }
        int needless = truth.everRan().size() - expectedRuns;
        // Of more than there are to be, so many had to go.
        restarted += Math.max(needless, Math.max(0, Math.min(wanted, count) - kept));
        expectedRuns = truth.everRan().size();
        orphaned += Math.max(0, after.size() - count);
        lost += (int) Math.max(
                0,
                count
                        - after.stream()
                                .filter(sleeper -> sleeper.version().equals(version))
                                .count());
        return kept;
    }

    /** What the next engine says that there is to be, against what the last one had promised. */
    void remembered(String said, int count, String version) {
        if (!said.equals(count + " " + version)) {
            acknowledgedLost++;
        }
    }

    /** The service was deleted. */
    void deleted() {
        orphaned += truth.withChildren().size();
    }

    boolean isClean() {
        return restarted == 0 && truth.doubled() == 0 && orphaned == 0 && lost == 0 && acknowledgedLost == 0;
    }

    /** The last line of {@code crash}. */
    String crashJson() {
        return String.format(
                Locale.ROOT,
                "{\"kills\":%d,\"restarted\":%d,\"doubled\":%d,\"orphaned\":%d,\"lost\":%d,\"acknowledgedLost\":%d}",
                abandoned,
                restarted,
                truth.doubled(),
                orphaned,
                lost,
                acknowledgedLost);
    }

    /** The last line of {@code failover}. */
    String failoverJson(List<Long> millis) {
        List<Long> ordered = millis.stream().sorted().toList();
        return String.format(
                Locale.ROOT,
                "{\"kills\":%d,\"failoverMillisP50\":%d,\"failoverMillisMax\":%d,\"restarted\":%d,\"doubled\":%d,\"orphaned\":%d,\"lost\":%d}",
                abandoned,
                ordered.isEmpty() ? 0 : ordered.get(ordered.size() / 2),
                ordered.isEmpty() ? 0 : ordered.get(ordered.size() - 1),
                restarted,
                truth.doubled(),
                orphaned,
                lost);
    }

    String json() {
        return String.format(
                Locale.ROOT,
                "{\"abandoned\":%d,\"restarted\":%d,\"doubled\":%d,\"orphaned\":%d,\"lost\":%d}",
                abandoned,
                restarted,
                truth.doubled(),
                orphaned,
                lost);
    }
}
