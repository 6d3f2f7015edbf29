package io.stowage.core.capacity;

import io.stowage.spi.InstanceProvider.LaunchRequest;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One machine that is wanted, from the decision to launch it to its end. Stored: what has to be asked of the provider follows from it, after a
 * crash too.
 *
 * @param id its own, never used twice
 * @param attempt the current one, or the last
 * @param phase where it is
 * @param since when the phase began
 * @param doubt what is unsure about the attempt
 * @param machine that was launched; null before that
 * @param reason why the attempt before came to nothing, or this one did; null if none has
 */
public record Launch(
        String id,
        Attempt attempt,
        Phase phase,
        Instant since,
        Doubt doubt,
        @Nullable Held machine,
        @Nullable String reason) {

    /** Where a launch is. */
    public enum Phase {
        /** The provider is to be asked, or is being asked. */
        ASKING,
        /** It was asked, and nobody knows whether it launched. */
        UNSURE,
        /** All pools are paused. */
        WAITING,
        /** There is a machine. It is no container instance yet. */
        BOOTING,
        /** The machine is a container instance. */
        REGISTERED,
        /** The machine is to be terminated, or is being terminated. */
        ENDING,
        /** The request is wrong. Others are made in its place: when the capacity provider was changed, and after a long while. */
        FAILED,
        /** There is no machine any more. The record may go. */
        OVER
    }

    /**
     * One request.
     *
     * @param number 1 for the first
     * @param request in every part, so that asking again is asking the same
     * @param wrong how often in a row the provider found wrong what was asked for before; null if it didn't
     */
    public record Attempt(
            int number, LaunchRequest request, @Nullable Integer wrong) {

        /** How often in a row the provider found wrong what was asked for before. */
        public int timesWrong() {
            return wrong == null ? 0 : wrong;
        }

        Attempt afterWrong(int times) {
            return new Attempt(number, request, times);
        }

        /** Where it asks for a machine. */
        public Pool pool() {
            return new Pool(request.machineType(), request.availabilityZone(), request.purchase());
        }
    }

    /**
     * What is unsure.
     *
     * @param unknowns how often the provider was asked without an answer
     * @param nothingSince since which look no machine was found; null if none looked, or one was
     */
    public record Doubt(int unknowns, @Nullable Instant nothingSince) {

        /** Nothing is. */
        public static final Doubt NONE = new Doubt(0, null);
    }

    /**
     * The machine.
     *
     * @param id the provider's
     * @param interruption when the provider takes it back; null if it hasn't said so
     */
    public record Held(String id, @Nullable Instant interruption) {}

    /** What the provider is to be asked now; empty if nothing. */
    public Optional<LaunchRequest> ask() {
        return phase == Phase.ASKING ? Optional.of(attempt.request()) : Optional.empty();
    }

    /** The machine that the provider is to be told to terminate now, again and again until it is seen to go; empty if none. */
    public Optional<String> terminate() {
        return phase == Phase.ENDING && machine != null ? Optional.of(machine.id()) : Optional.empty();
    }

    /** Whether a machine of it is still to come: what it was launched for isn't to be launched again. */
    public boolean isComing() {
        return switch (phase) {
            case ASKING, UNSURE, WAITING, BOOTING -> true;
            case REGISTERED, ENDING, FAILED, OVER -> false;
        };
    }

    Launch in(Phase next, Instant now) {
        return new Launch(id, attempt, next, now, Doubt.NONE, machine, reason);
    }

    Launch with(Doubt changed) {
        return new Launch(id, attempt, phase, since, changed, machine, reason);
    }

    Launch with(Held changed) {
        return new Launch(id, attempt, phase, since, doubt, changed, reason);
    }

    Launch because(String why) {
        return new Launch(id, attempt, phase, since, doubt, machine, why);
    }

    Launch without() {
        return new Launch(id, attempt, phase, since, doubt, null, reason);
    }
}
