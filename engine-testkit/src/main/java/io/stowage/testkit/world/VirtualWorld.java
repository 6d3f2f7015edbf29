package io.stowage.testkit.world;

import io.stowage.core.world.Lane;
import io.stowage.core.world.Strand;
import io.stowage.core.world.World;
import io.stowage.testkit.fault.Component;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * The world of one engine in a {@link Simulation}, from its start to its crash.
 *
 * <p>A {@linkplain #crash crash} takes everything that the engine had in mind: its messages, its timers, the answers it waits for.
 * Nothing of it runs again. A request that was under way may have its effect still, or may not: a coin decides.
 */
public final class VirtualWorld implements World {

    private static final int TRUE_RATE = 1_000;
    private static final int ROUNDED_OFF = 2;
    private static final long MOST_NANOS_PER_MESSAGE = 100_000;
    private static final char[] DIGITS = "0123456789abcdef".toCharArray();

    private final Simulation simulation;
    private final String engine;
    private final String name;
    private final SimulationRandom ids;
    private final SimulationRandom numbers;
    private final SimulationRandom fates;
    private final long monotonicOrigin;
    private final Map<String, Integer> namesGiven = new HashMap<>();
    private Function<String, LaneModel> laneModels = lane -> LaneModel.SOUND;
    private Duration wallOffset = Duration.ZERO;
    private boolean dead;
    private boolean crashed;
    private int ratePerMille = TRUE_RATE;
    private long pausedUntil;
    /** What would have happened during the pause, in this order. */
    private final List<Event> held = new ArrayList<>();
    /** What happens at the next call of a kind. */
    private final Map<Component, Runnable> ambushes = new EnumMap<>(Component.class);
    /** What the wall clock showed last, and in milliseconds since the beginning: it is read far more often than it moves. */
    private Instant shown = Simulation.BEGINNING;

    private long millisShown;

    VirtualWorld(Simulation simulation, String engine, int incarnation) {
        this.simulation = simulation;
        this.engine = engine;
        this.name = engine + "." + incarnation;
        this.ids = simulation.random("ids/" + name);
        this.numbers = simulation.random("numbers/" + name);
        this.fates = simulation.random("fates/" + name);
        // An engine that compares its own nanoseconds with another's must not get away with it.
        this.monotonicOrigin = simulation.random("origin/" + name).nextLong() >> 2;
    }

    /** How calls behave, by the name of their lane. Holds for calls made from now on. */
    public void laneModels(Function<String, LaneModel> models) {
        laneModels = models;
    }

    /** The wall clock of this world is off by this much from now on: a step of the clock. */
    public void wallOffset(Duration offset) {
        wallOffset = offset;
    }

    /**
     * The monotonic clock of this world runs at another speed than true time. For the whole life of the engine: call it before the engine
     * is there.
     *
     * @param perMille 1000 for true time, 500 for half its speed
     */
    public void clockRate(int perMille) {
        ratePerMille = perMille;
    }

    /** How fast its monotonic clock runs: 1000 for true time. */
    public int clockRate() {
        return ratePerMille;
    }

    /** The engine stands still: none of its strands and lanes gets any further, while its clocks go on. Pauses that overlap are one. */
    public void pause(Duration duration) {
        if (dead) {
            return;
        }
        pausedUntil = Math.max(pausedUntil, simulation.nanos() + duration.toNanos());
        simulation.schedule(duration, "resume", this::resume);
    }

    public boolean isPaused() {
        return pausedUntil > simulation.nanos();
    }

    private void resume() {
        if (isPaused() || dead) {
            return;
        }
        List<Event> late = List.copyOf(held);
        held.clear();
        late.forEach(event -> simulation.schedule(0, event));
    }

    /** Something happens to this world right when its next call of this kind is about to take effect. */
    public void atNextCall(Component component, Runnable deed) {
        ambushes.put(component, deed);
    }

    /** Nothing happens at the next calls. */
    public void noAmbush() {
        ambushes.clear();
    }

    /** A call is about to take effect. */
    void callComes(String lane) {
        if (!ambushes.isEmpty()) {
            Runnable deed = ambushes.remove(Component.ofLane(lane));
            if (deed != null) {
                deed.run();
            }
        }
    }

    /** Something happens as soon as the engine goes on. */
    void hold(Event event) {
        held.add(event);
    }

    /** The engine is gone, as if its process were killed. */
    public void crash() {
        dead = true;
        crashed = true;
    }

    /** Whether it crashed. */
    boolean isCrashed() {
        return crashed;
    }

    /** Whether it crashed or was closed. */
    public boolean isDead() {
        return dead;
    }

    @Override
    public Instant now() {
        long millis = simulation.nanos() / 1_000_000 + wallOffset.toMillis();
        if (millis != millisShown) {
            millisShown = millis;
            shown = Simulation.BEGINNING.plusMillis(millis);
        }
        return shown;
    }

    @Override
    public long monotonicNanos() {
        long elapsed = simulation.nanos();
        return monotonicOrigin + (ratePerMille == TRUE_RATE ? elapsed : scaled(elapsed, ratePerMille, TRUE_RATE));
    }

    /** How long this world's monotonic clock truly takes for a while, in nanoseconds. No timer is early, not by a nanosecond. */
    long trueNanos(long local) {
        return ratePerMille == TRUE_RATE ? local : scaled(local, TRUE_RATE, ratePerMille) + ROUNDED_OFF;
    }

    /** Without overflow for the longest of deadlines. */
    private static long scaled(long nanos, int by, int of) {
        return nanos / of * by + nanos % of * by / of;
    }

    @Override
    public String newId() {
        char[] digits = new char[32];
        writeHex(ids.nextLong(), digits, 0);
        writeHex(ids.nextLong(), digits, 16);
        return new String(digits);
    }

    @Override
    public long random(long bound) {
        return numbers.below(bound);
    }

    @Override
    public Strand strand(String strandName) {
        String full = unique("strand/" + strandName);
        return new VirtualStrand(full, this, simulation.random(full));
    }

    @Override
    public Lane lane(String laneName, int parallelism) {
        return new VirtualLane(laneName, parallelism, simulation.random(unique("lane/" + laneName)));
    }

    /** Moves virtual time on until the result is there. */
    @Override
    public <T> T await(CompletableFuture<T> result, Duration timeout)
            throws TimeoutException, InterruptedException, ExecutionException {
        long limit = simulation.nanos() + trueNanos(timeout.toNanos());
        while (!result.isDone()) {
            if (dead) {
                throw new TimeoutException("World " + name + " is gone.");
            }
            if (!simulation.step(limit)) {
                throw new TimeoutException("No result within " + timeout.toMillis() + " ms of virtual time.");
            }
        }
        return result.get();
    }

    @Override
    public void close() {
        dead = true;
    }

    Simulation simulation() {
        return simulation;
    }

    String name() {
        return name;
    }

    LaneModel laneModel(String lane) {
        return laneModels.apply(lane);
    }

    /** How long handling a message takes; also what interleaves the strands differently with each seed. */
    static long drawHandling(SimulationRandom random) {
        return random.below(MOST_NANOS_PER_MESSAGE);
    }

    /** The name of the engine, the same for all its incarnations. */
    public String engine() {
        return engine;
    }

    /** Whether a request that was under way when the engine crashed, or stood still, has its effect then. */
    boolean drawEffectMeanwhile() {
        return fates.below(2) == 0;
    }

    private String unique(String given) {
        int count = namesGiven.merge(given, 1, Integer::sum);
        return name + "/" + given + (count == 1 ? "" : "#" + count);
    }

    private static void writeHex(long value, char[] digits, int from) {
        for (int i = 0; i < 16; i++) {
            digits[from + i] = DIGITS[(int) (value >>> (60 - 4 * i)) & 15];
        }
    }
}
