package io.stowage.testkit.runtime;

import io.stowage.testkit.world.SimulationRandom;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the application in an image behaves: what is drawn for each run of its containers.
 *
 * @param pull whether its image can be had
 * @param cannotCreate whether its containers can't be created
 * @param readyAfter the longest time from start to healthy
 * @param exits whether and how a run ends by itself
 * @param stop what it makes of a stop signal
 * @param health what its health command finds once it is ready
 * @param fillsDisk whether its logs fill the disk of its host within minutes, for as long as the container is there
 */
public record Behaviour(
        Pull pull,
        boolean cannotCreate,
        Duration readyAfter,
        Exits exits,
        Stop stop,
        Health health,
        boolean fillsDisk) {

    /** Whether an image can be had. */
    public enum Pull {
        WORKS,
        /** Refused for now, half of the time. */
        STUMBLES,
        /** Refused for good. */
        FAILS
    }

    /** What a health command finds in a container that has had the time to get ready. */
    public enum Health {
        SOUND,
        NEVER_HEALTHY,
        /** Its health command finds nothing wrong, and its readiness command that it takes no traffic. */
        NEVER_READY,
        /** Changes with a period of up to two minutes. */
        FLAPPING,
        /** The command does not return. */
        HANGING,
        /** Its port is open on one IP family only: what a command finds depends on the family that it happens to take. */
        ONE_FAMILY
    }

    /**
     * How runs end by themselves.
     *
     * @param perMillion how many do
     * @param within the longest life of such a run
     * @param exitCode how it ends
     */
    public record Exits(int perMillion, Duration within, int exitCode) {
        static final Exits NEVER = new Exits(0, Duration.ZERO, 0);
        static final int ALWAYS = 1_000_000;
    }

    /**
     * What a run makes of a stop signal.
     *
     * @param ignored whether only a kill ends it
     * @param takes the longest time from the signal to the exit
     * @param killTakes the longest time from a kill to the exit
     */
    public record Stop(boolean ignored, Duration takes, Duration killTakes) {
        static final Stop PROMPT = new Stop(false, Duration.ofSeconds(2), Duration.ZERO);
        static final Stop IGNORED = new Stop(true, Duration.ZERO, Duration.ZERO);
        /** What it has forked outlives the signal, and a kill leaves zombies that keep the container until they are collected. */
        static final Stop FORKED = new Stop(true, Duration.ZERO, Duration.ofSeconds(20));
    }

    private static final Duration READY = Duration.ofSeconds(3);
    private static final Duration INSTANT = Duration.ofMillis(1);

    /** Works, for ever. */
    public static final Behaviour SOUND =
            new Behaviour(Pull.WORKS, false, READY, Exits.NEVER, Stop.PROMPT, Health.SOUND, false);

    /** Healthy only after minutes. */
    public static Behaviour slowToStart() {
        return readyWithin(Duration.ofMinutes(4));
    }

    /** Healthy after some time, at most this. */
    public static Behaviour readyWithin(Duration most) {
        return new Behaviour(Pull.WORKS, false, most, Exits.NEVER, Stop.PROMPT, Health.SOUND, false);
    }

    /** Some of its runs end within hours, with exit code 1. */
    public static Behaviour crashing() {
        return exiting(new Exits(300_000, Duration.ofHours(3), 1));
    }

    /** Ends within a second of its start, each time. */
    public static Behaviour exitingAtOnce() {
        return exiting(new Exits(Exits.ALWAYS, Duration.ofSeconds(1), 1));
    }

    /** Does its work within the time given and ends well. */
    public static Behaviour job(Duration within) {
        return exiting(new Exits(Exits.ALWAYS, within, 0));
    }

    public static Behaviour exiting(Exits exits) {
        return new Behaviour(Pull.WORKS, false, READY, exits, Stop.PROMPT, Health.SOUND, false);
    }

    public static Behaviour ignoringStopSignal() {
        return new Behaviour(Pull.WORKS, false, READY, Exits.NEVER, Stop.IGNORED, Health.SOUND, false);
    }

    public static Behaviour forking() {
        return new Behaviour(Pull.WORKS, false, READY, Exits.NEVER, Stop.FORKED, Health.SOUND, false);
    }

    public static Behaviour fillingTheDisk() {
        return new Behaviour(Pull.WORKS, false, READY, Exits.NEVER, Stop.PROMPT, Health.SOUND, true);
    }

    public static Behaviour pulled(Pull how) {
        return new Behaviour(how, false, READY, Exits.NEVER, Stop.PROMPT, Health.SOUND, false);
    }

    public static Behaviour neverCreated() {
        return new Behaviour(Pull.WORKS, true, READY, Exits.NEVER, Stop.PROMPT, Health.SOUND, false);
    }

    public static Behaviour withHealth(Health health) {
        return new Behaviour(Pull.WORKS, false, READY, Exits.NEVER, Stop.PROMPT, health, false);
    }

    /** What happens to one run of a container. */
    Script draw(SimulationRandom random) {
        @Nullable Duration life = random.chance(exits.perMillion()) ? between(random, exits.within()) : null;
        Duration flapping = Duration.ofSeconds(3).plus(between(random, Duration.ofMinutes(2)));
        Duration stopTakes = between(random, stop.takes());
        Duration killTakes = stop.killTakes().isZero() ? Duration.ZERO : between(random, stop.killTakes());
        return new Script(between(random, readyAfter), life, stopTakes, killTakes, flapping, this);
    }

    private static Duration between(SimulationRandom random, Duration most) {
        return Duration.ofNanos(random.between(INSTANT, most.plus(INSTANT)));
    }
}
