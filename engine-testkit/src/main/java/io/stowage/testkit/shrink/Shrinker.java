package io.stowage.testkit.shrink;

import io.stowage.testkit.Act;
import io.stowage.testkit.EngineFactory;
import io.stowage.testkit.Plan;
import io.stowage.testkit.SimulationResult;
import io.stowage.testkit.SimulationRun;
import io.stowage.testkit.SimulationSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.LongSupplier;

/**
 * Makes a run that fails as short as possible: leaves out every operation and every fault without which it still fails in the same way.
 *
 * <p>An act of a run is the same whichever others are left out, so a shorter run is only new settings. Each attempt is a whole run; the
 * time for all of them is bounded, and whatever was reached by then is the result.
 */
public final class Shrinker {

    private final EngineFactory engines;
    private final LongSupplier nanos;
    private final Duration bound;

    /**
     * @param nanos a clock that never goes back, such as {@code System::nanoTime}
     * @param bound after which no further attempt begins
     */
    public Shrinker(EngineFactory engines, LongSupplier nanos, Duration bound) {
        this.engines = engines;
        this.nanos = nanos;
        this.bound = bound;
    }

    /**
     * The same failure in fewer acts.
     *
     * @throws IllegalArgumentException if the run did not fail
     */
    public ShrunkRun shrink(SimulationResult failed) {
        if (!failed.failed()) {
            throw new IllegalArgumentException("Seed " + failed.settings().seed() + " did not fail.");
        }
        Attempts attempts = new Attempts(failed);
        Minimizer<Act> minimizer = new Minimizer<>(attempts::failsWith, attempts::mayGoOn);
        List<Act> acts = Plan.of(failed.settings()).acts();
        // What comes after the violation has no part in it, and whatever has none in a shorter run goes with the rest.
        List<Act> begun = failed.acts();
        List<Act> left = minimizer.minimize(begun.size() < acts.size() && attempts.failsWith(begun) ? begun : acts);
        return new ShrunkRun(attempts.shortest, left, attempts.number);
    }

    private final class Attempts {
        private final String kind;
        private final SimulationSettings original;
        private final List<Act> acts;
        private final long end = nanos.getAsLong() + bound.toNanos();
        private SimulationResult shortest;
        private int number;

        Attempts(SimulationResult failed) {
            this.kind = FailureKind.of(Objects.requireNonNull(failed.violation()));
            this.original = failed.settings();
            this.acts = Plan.of(original).acts();
            this.shortest = failed;
        }

        boolean mayGoOn() {
            return nanos.getAsLong() - end < 0;
        }

        boolean failsWith(List<Act> kept) {
            number++;
            SimulationResult result = SimulationRun.run(original.without(allBut(kept)), engines);
            String violation = result.violation();
            boolean same = violation != null && FailureKind.of(violation).equals(kind);
            if (same) {
                shortest = result;
            }
            return same;
        }

        private List<Integer> allBut(List<Act> kept) {
            TreeSet<Integer> numbers = new TreeSet<>();
            kept.forEach(act -> numbers.add(act.number()));
            List<Integer> others = new ArrayList<>();
            for (Act act : acts) {
                if (!numbers.contains(act.number())) {
                    others.add(act.number());
                }
            }
            return others;
        }
    }
}
