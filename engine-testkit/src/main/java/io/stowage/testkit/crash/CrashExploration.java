package io.stowage.testkit.crash;

import io.stowage.testkit.EngineFactory;
import io.stowage.testkit.crash.CrashPoint.Moment;
import io.stowage.testkit.crash.CrashRun.Settings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Crashes the engine at every single point of a scenario.
 *
 * <p>The scenario is played once as it is, and its points are counted: each commit, each call for a lease, each verb that changes a
 * container. Then it is played again for each of them, three times: the engine dies before it takes effect, dies after it has and nobody
 * was told, and is closed in good order from there on. Another engine comes, and everything is checked. Where there are several, it is played once
 * more, with the engine standing still at that point for longer than its lease lasts, while the others take over. A seed repeats a run exactly, so the
 * n-th point is the same in each.
 *
 * <p>Nested, the same is done in what follows each of these crashes: the recovery is crashed at its own points. There are as many of them
 * as points squared, so that of each recovery a number of points is drawn from the seed: the next seed draws others.
 */
public final class CrashExploration {

    /** Of {@link #explore}: what follows a crash is crashed nowhere. */
    public static final int NOT_NESTED = 0;

    /** Of {@link #explore}: what follows a crash is crashed everywhere. */
    public static final int EVERYWHERE = Integer.MAX_VALUE;

    private final EngineFactory engines;
    private final Settings settings;
    private final Set<Moment> sides;

    /** @param seats how many engines there are at once */
    public CrashExploration(EngineFactory engines, long seed, int seats) {
        this(engines, new Settings(seed, seats), EnumSet.allOf(Moment.class));
    }

    private CrashExploration(EngineFactory engines, Settings settings, Set<Moment> sides) {
        this.engines = engines;
        this.settings = settings;
        this.sides = sides;
    }

    /** The same on these sides of each point alone. That an engine stands still is never tried where there is no other. */
    public CrashExploration only(Collection<Moment> wanted) {
        return new CrashExploration(engines, settings, EnumSet.copyOf(wanted));
    }

    /** The names of all scenarios. */
    public static List<String> scenarios() {
        return Scenarios.all().stream().map(Scenario::name).toList();
    }

    /** Plays a scenario once with these crashes, one after the other; null if nothing went wrong. */
    public @Nullable String replay(String scenario, List<CrashPoint> crashes) {
        return play(Scenarios.named(scenario), crashes).violation();
    }

    /**
     * Crashes a scenario at every point.
     *
     * @param nested at how many points what follows each of these crashes is crashed, too, or at all there are if there are fewer
     * @throws IllegalArgumentException if there is no such scenario
     */
    public CrashReport explore(String name, int nested) {
        Scenario scenario = Scenarios.named(name);
        List<String> violations = new ArrayList<>();
        CrashRun undisturbed = play(scenario, List.of());
        add(undisturbed, violations);
        int nestedPoints = 0;
        List<CrashPoint> points = points(undisturbed.passed().size());
        for (CrashPoint point : points) {
            CrashRun run = play(scenario, List.of(point));
            add(run, violations);
            List<CrashPoint> following = drawn(nested, name, point, run.passed().size() - point.index());
            for (CrashPoint second : following) {
                add(play(scenario, List.of(point, second)), violations);
            }
            nestedPoints += following.size();
        }
        return new CrashReport(name, points.size(), nestedPoints, violations);
    }

    /** As {@link #explore}, but only up to the first violation: then the report counts the crash points up to there. */
    public CrashReport exploreToFirst(String name) {
        Scenario scenario = Scenarios.named(name);
        List<String> violations = new ArrayList<>();
        CrashRun undisturbed = play(scenario, List.of());
        add(undisturbed, violations);
        int tried = 0;
        for (CrashPoint point : points(undisturbed.passed().size())) {
            if (!violations.isEmpty()) {
                break;
            }
            tried++;
            add(play(scenario, List.of(point)), violations);
        }
        return new CrashReport(name, tried, 0, violations);
    }

    /** Some of the points that follow a crash, the same ones each time. */
    List<CrashPoint> drawn(int most, String scenario, CrashPoint first, int following) {
        List<CrashPoint> points = points(following);
        Collections.shuffle(points, new Random(Objects.hash(settings.seed(), scenario, first.toString())));
        return points.subList(0, Math.min(most, points.size()));
    }

    private CrashRun play(Scenario scenario, List<CrashPoint> crashes) {
        return CrashRun.play(scenario, engines, settings, crashes);
    }

    private static void add(CrashRun run, List<String> violations) {
        String violation = run.violation();
        if (violation != null) {
            violations.add(violation);
        }
    }

    /** A pause only shows where others take over meanwhile. */
    private List<CrashPoint> points(int number) {
        List<CrashPoint> points = new ArrayList<>();
        for (int index = 1; index <= number; index++) {
            for (Moment side : sides) {
                if (side != Moment.PAUSE || settings.engines() > 1) {
                    points.add(new CrashPoint(index, side));
                }
            }
        }
        return points;
    }
}
